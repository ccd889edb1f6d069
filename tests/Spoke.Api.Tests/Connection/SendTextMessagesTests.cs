using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Spoke.Api.Connection;
using Spoke.Api.Domain;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Connection;

/// <summary>Patients learn by SMS that advice is here, and nothing else.</summary>
public sealed class SendTextMessagesTests(TestDatabase database) : AdviceSlice(database)
{
    private Gateway _gateway = null!;

    [SetUp]
    public async Task Open()
    {
        await Stop();   // tests move the clock by days, and count
        await Start();
        _gateway = await Gateway.Open();
    }

    [TearDown]
    public async Task Close() => await _gateway.DisposeAsync();

    private SendTextMessages Sender(SmsOptions? options = null) => new(
        Spoke.Services.GetRequiredService<IServiceScopeFactory>(), options ?? new SmsOptions { Gateway = _gateway.Address, Token = "secret" },
        Spoke.Services.GetRequiredService<IHttpClientFactory>(), Spoke.Services.GetRequiredService<ProgrammeDirectory>(), Spoke.Clock,
        Spoke.Services.GetRequiredService<ILogger<SendTextMessages>>());

    private static async Task<int> Look(SendTextMessages sender)
    {
        await sender.WriteOwed(CancellationToken.None);
        return await sender.SendDue(CancellationToken.None);
    }

    private async Task<Guid> Advised(JsonObject? request = null)
    {
        var note = await Note(request);
        note = note with { SignedAt = Spoke.Clock.GetUtcNow() };
        Assert.That(await Give(note), Is.Null);
        return note.ConsultId;
    }

    private static JsonObject In(string language)
    {
        var body = Some.RequestBody();
        body["consent"]!["language"] = language;
        return body;
    }

    [TestCase("en", "Your advice is ready. Please come to the centre at Gumma, or call.")]
    [TestCase("hi", "आपकी सलाह आ गई है। कृपया गुम्मा केंद्र आएँ या फ़ोन करें।")]
    public async Task It_says_in_the_patients_language_that_advice_is_here_and_no_more(string language, string text)
    {
        await Advised(In(language));

        Assert.That(await Look(Sender()), Is.EqualTo(1));

        var taken = _gateway.Taken.Single();
        Assert.That(((string?)taken.Body["to"], (string?)taken.Body["text"], taken.Authorization), Is.EqualTo(("9418012345", text, "Bearer secret")));
        Assert.That(taken.Body.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "id", "to", "text" }));
        foreach (var word in new[] { "Savitri", "Fever", "paracetamol", "Thakur" }) Assert.That(text, Does.Not.Contain(word));
    }

    [Test]
    public async Task It_is_sent_once_however_often_somebody_looks()
    {
        await Advised();

        Assert.That(await Look(Sender()) + await Look(Sender()), Is.EqualTo(1));
        Spoke.Clock.Advance(TimeSpan.FromHours(5));
        Assert.That(await Look(Sender()), Is.Zero);

        Assert.That(_gateway.Taken, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_gateway_that_fails_is_tried_again_under_the_same_id_until_it_takes_it()
    {
        await Advised();
        _gateway.Answer = HttpStatusCode.Forbidden;
        Assert.That(await Look(Sender()), Is.Zero);
        Assert.That(await Look(Sender()), Is.Zero, "not at once");
        Assert.That(_gateway.Taken, Has.Count.EqualTo(1));

        _gateway.Answer = HttpStatusCode.Accepted;
        Spoke.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await Look(Sender()), Is.EqualTo(1));

        Assert.That(_gateway.Taken.Select(t => (string?)t.Body["id"]).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_knows_already_is_not_sent_news_and_old_news_is_dropped()
    {
        _gateway.Answer = HttpStatusCode.Forbidden;
        var (told, forgotten) = (await Advised(), await Advised());
        await Look(Sender());
        (await Spoke.As("cho-sunita").Post($"/api/consults/{told}/patient-told", new { how = HowTold.Phone })).Must(HttpStatusCode.OK);
        Spoke.Clock.Advance(TimeSpan.FromHours(2));
        await Look(Sender());
        Spoke.Clock.Advance(TextMessage.GivenUpAfter);
        _gateway.Answer = HttpStatusCode.Accepted;
        var before = _gateway.Taken.Count;

        Assert.That(await Look(Sender()), Is.Zero);

        Assert.That(_gateway.Taken, Has.Count.EqualTo(before));
        Assert.That(await Spoke.Db(db => db.TextMessages.CountAsync(t => t.DroppedAt != null && (t.ConsultId == told || t.ConsultId == forgotten))), Is.EqualTo(2));
    }

    [Test]
    public async Task A_neighbours_phone_and_a_withdrawn_consent_get_none()
    {
        var body = Some.RequestBody(Some.Patient() with { MobileOf = "neighbour" });
        await Advised(body);
        var withdrawn = await Advised();
        (await Spoke.As("cho-sunita").Post($"/api/consults/{withdrawn}/consent-withdrawal", new { })).Must(HttpStatusCode.Accepted);

        Assert.That(await Sender().WriteOwed(CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task A_demonstration_writes_them_to_a_file()
    {
        await Advised();
        var file = Path.GetTempFileName();
        try
        {
            Assert.That(await Look(Sender(new SmsOptions { File = file })), Is.EqualTo(1));
            Assert.That((string?)JsonNode.Parse((await File.ReadAllLinesAsync(file)).Single())!["to"], Is.EqualTo("9418012345"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Somebody who takes text messages over HTTP.</summary>
    private sealed class Gateway(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(JsonNode Body, string Authorization)> Taken { get; } = [];
        public HttpStatusCode Answer { get; set; } = HttpStatusCode.Accepted;
        public Uri Address => new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/sms");

        public static async Task<Gateway> Open()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var gateway = new Gateway(app);
            app.MapPost("/sms", async (HttpRequest request) =>
            {
                gateway.Taken.Enqueue(((await JsonSerializer.DeserializeAsync<JsonNode>(request.Body, Wire.Json))!, request.Headers.Authorization.ToString()));
                return Results.StatusCode((int)gateway.Answer);
            });
            await app.StartAsync();
            return gateway;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
