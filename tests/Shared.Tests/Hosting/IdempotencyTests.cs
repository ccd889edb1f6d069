using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Tests.Hosting;

public sealed class IdempotencyTests
{
    private NotesService _service = null!;
    private HttpClient _cho = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _service = await NotesService.Start();
        _cho = await _service.As("cho-a");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _cho.Dispose();
        await _service.DisposeAsync();
    }

    private static HttpRequestMessage Write(string text, string? key, string path = "/api/notes")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { text }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private Task<int> Notes(string text) => _service.Db(db => db.Notes.CountAsync(n => n.Text == text));

    [Test]
    public async Task The_same_request_again_gets_the_same_answer_and_acts_once()
    {
        var key = Guid.CreateVersion7().ToString();
        using var first = await _cho.SendAsync(Write("आठ", key));
        using var second = await _cho.SendAsync(Write("आठ", key));

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(second.Content.Headers.ContentType, Is.EqualTo(first.Content.Headers.ContentType));
        Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(await Notes("आठ"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = Guid.CreateVersion7().ToString();
        using var first = await _cho.SendAsync(Write("one", key));
        using var other = await _cho.SendAsync(Write("two", key));

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await other.Code(), Is.EqualTo("idempotency-key-reused"));
        Assert.That(await Notes("two"), Is.Zero);
    }

    [Test]
    public async Task A_key_that_is_no_uuid_is_refused()
    {
        using var response = await _cho.SendAsync(Write("three", "yesterday"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Code(), Is.EqualTo("idempotency-key-invalid"));
    }

    [Test]
    public async Task A_key_belongs_to_one_account_and_one_route()
    {
        var key = Guid.CreateVersion7().ToString();
        using var doctor = await _service.As("dr-b");
        using var first = await _cho.SendAsync(Write("mine", key, "/api/notes/unchecked"));
        using var another = await doctor.SendAsync(Write("mine", key, "/api/notes/unchecked"));
        using var elsewhere = await _cho.SendAsync(Write("mine", key));

        Assert.That(await Notes("mine"), Is.EqualTo(3));
    }

    [Test]
    public async Task Without_a_key_every_request_acts()
    {
        using var first = await _cho.SendAsync(Write("plain", null));
        using var second = await _cho.SendAsync(Write("plain", null));

        Assert.That(await Notes("plain"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_refused_request_may_be_repeated_with_its_key()
    {
        var key = Guid.CreateVersion7().ToString();
        using var refused = await _cho.SendAsync(Write("", key));
        using var repaired = await _cho.SendAsync(Write("", key));

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await repaired.Code(), Is.EqualTo("validation-failed"));
    }

    [Test]
    public async Task Twenty_at_once_act_once_and_all_hear_the_same()
    {
        for (var round = 0; round < 5; round++)
        {
            var (key, text) = (Guid.CreateVersion7().ToString(), $"parallel {round}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            {
                using var response = await _cho.SendAsync(Write(text, key));
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }));

            Assert.That(answers.Distinct().Count(), Is.EqualTo(1), string.Join('\n', answers.Distinct()));
            Assert.That(answers[0].StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(await Notes(text), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_form_posted_five_times_at_once_acts_once_and_leads_to_one_page()
    {
        var (browser, token) = await _service.Browser();
        var key = Guid.CreateVersion7().ToString();
        var pages = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var response = await browser.PostAsync("/notes", new FormUrlEncodedContent(
                [KeyValuePair.Create("text", "form"), KeyValuePair.Create("idempotency-key", key), KeyValuePair.Create("__RequestVerificationToken", token)]));
            return response.Headers.Location?.OriginalString ?? response.StatusCode.ToString();
        }));

        Assert.That(pages.Distinct(), Has.Exactly(1).StartsWith("/notes/"));
        Assert.That(await Notes("form"), Is.EqualTo(1));
    }

    [TestCase(OutboxState.Received, 31, false)]
    [TestCase(OutboxState.Refused, 31, false)]
    [TestCase(OutboxState.Received, 29, true)]
    [TestCase(OutboxState.Open, 400, true)]
    public async Task A_message_is_kept_while_it_is_open_and_a_month_after(OutboxState state, int days, bool kept)
    {
        var (id, then) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddDays(-days));
        await _service.Db(async db =>
        {
            db.Outbox.Add(new OutboxMessage
            {
                MessageId = id,
                From = "hub.a",
                To = "spoke.b",
                Name = "note.v1",
                Priority = MessagePriority.Normal,
                ConsultId = id,
                Body = [1],
                CreatedAt = then,
                DueAt = TimeProvider.System.GetUtcNow().AddDays(1),
                State = state,
                ClosedAt = state == OutboxState.Open ? null : then,
            });
            return await db.SaveChangesAsync();
        });

        await _service.App.Services.GetServices<IHostedService>().OfType<DailyCleaning>().Single().Clean(CancellationToken.None);

        Assert.That(await _service.Db(db => db.Outbox.AnyAsync(row => row.MessageId == id)), Is.EqualTo(kept));
    }

    [Test]
    public async Task Old_answers_are_forgotten_and_young_ones_kept()
    {
        var (old, young) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var a = await _cho.SendAsync(Write("old", old.ToString()));
        using var b = await _cho.SendAsync(Write("young", young.ToString()));
        var long_ago = TimeProvider.System.GetUtcNow().AddDays(-31);
        await _service.Db(db => db.RememberedAnswers.Where(r => r.Key == old).ExecuteUpdateAsync(set => set.SetProperty(r => r.At, long_ago)));

        await _service.App.Services.GetServices<IHostedService>().OfType<DailyCleaning>().Single().Clean(CancellationToken.None);

        Assert.That(await _service.Db(db => db.RememberedAnswers.Where(r => r.Key == old || r.Key == young).Select(r => r.Key).ToListAsync()), Is.EqualTo(new[] { young }));
    }
}
