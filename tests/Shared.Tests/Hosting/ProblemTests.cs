using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Tests.Hosting;

public sealed class ProblemTests
{
    private NotesService _service = null!;
    private HttpClient _cho = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _service = await NotesService.Start(("Http:MaxBodyBytes", "65536"));
        _cho = await _service.As("cho-a");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _cho.Dispose();
        await _service.DisposeAsync();
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    [Test]
    public async Task An_unknown_field_is_named()
    {
        using var response = await _cho.PostAsync("/api/notes", Body("""{"text": "a", "details": {"colour": "red", "isAdmin": true}}"""));
        var problem = await response.Json();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("body-unreadable"));
        Assert.That(problem.GetProperty("codes").GetProperty("details.isAdmin")[0].GetString(), Is.EqualTo("unknown-field"));
        Assert.That(problem.TryGetProperty("traceId", out _), Is.True);
    }

    [TestCase("""{"text": 5}""", "text")]
    [TestCase("""{"text": "a", "details": {"colour": {}}}""", "details.colour")]
    [TestCase("""{"text": "a", "count": "many"}""", "count")]
    public async Task A_value_of_the_wrong_kind_is_named_and_not_repeated(string body, string field)
    {
        using var response = await _cho.PostAsync("/api/notes", Body(body));
        var problem = await response.Json();

        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("body-unreadable"));
        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out _), Is.True, problem.ToString());
        Assert.That(problem.ToString(), Does.Not.Contain("many").And.Not.Contain("System."));
    }

    [Test]
    public async Task A_missing_required_field_is_named()
    {
        using var response = await _service.Client().PostAsync("/api/sign-in", Body("{}"));
        var codes = (await response.Json()).GetProperty("codes");

        Assert.That(codes.GetProperty("userName")[0].GetString(), Is.EqualTo("required"));
        Assert.That(codes.TryGetProperty("password", out _), Is.True);
    }

    [TestCase("", "body-unreadable")]
    [TestCase("null", "body-unreadable")]
    [TestCase("{\"text\":", "body-unreadable")]
    public async Task A_body_that_is_no_document_is_refused(string body, string code)
    {
        using var response = await _cho.PostAsync("/api/notes", Body(body));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Code(), Is.EqualTo(code));
    }

    [Test]
    public async Task A_wrong_shape_is_explained_field_by_field_in_the_readers_language()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/notes") { Content = Body("""{"text": "", "details": {"colour": "yellow"}, "count": 0}""") };
        request.Headers.AcceptLanguage.ParseAdd("hi");
        using var response = await _cho.SendAsync(request);
        var problem = await response.Json();
        var codes = problem.GetProperty("codes");

        Assert.Multiple(() =>
        {
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("validation-failed"));
            Assert.That(codes.GetProperty("text")[0].GetString(), Is.EqualTo("not-empty"));
            Assert.That(problem.GetProperty("errors").GetProperty("text")[0].GetString(), Does.Contain("ज़रूरी"));
            Assert.That(codes.GetProperty("details.colour")[0].GetString(), Is.EqualTo("maximum-length"));
            Assert.That(codes.GetProperty("count")[0].GetString(), Is.EqualTo("count-impossible"));
        });
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var response = await _cho.PostAsync("/api/notes", Body($$"""{"text": "{{new string('a', 70_000)}}"}"""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await response.Code(), Is.EqualTo("body-too-large"));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused_with_a_key_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/notes") { Content = Body($$"""{"text": "{{new string('a', 70_000)}}"}""") };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var response = await _cho.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("GET", "/api/nowhere", 404, "not-found")]
    [TestCase("DELETE", "/api/notes", 405, "method-not-allowed")]
    [TestCase("GET", "/api/hub-only", 403, "not-allowed")]
    [TestCase("GET", "/api/refuses", 409, "changed-by-another")]
    [TestCase("GET", "/api/number?value=x", 400, "parameter-unreadable")]
    [TestCase("GET", "/api/number", 400, "parameter-unreadable")]
    public async Task Every_refusal_has_a_code(string method, string path, int status, string code)
    {
        using var response = await _cho.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Code(), Is.EqualTo(code));
    }

    [Test]
    public async Task A_body_that_is_not_json_is_refused()
    {
        using var response = await _cho.PostAsync("/api/notes", new StringContent("text", Encoding.UTF8, "text/plain"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(await response.Code(), Is.EqualTo("body-type-unknown"));
    }

    [Test]
    public async Task What_nobody_foresaw_tells_nothing()
    {
        using var response = await _cho.GetAsync("/api/breaks");
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Code(), Is.EqualTo("unexpected"));
        Assert.That(text, Does.Not.Contain("Savitri").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task What_a_person_typed_is_in_no_log()
    {
        var log = _service.App.Services.GetRequiredService<WrittenLog>();
        var (browser, _) = await _service.Browser();
        using var broken = await _cho.GetAsync("/api/breaks?q=Savitri");
        using var page = await browser.GetAsync("/breaks?q=Savitri");
        using var unreadable = await _cho.PostAsync("/api/notes", Body("""{"text": "Savitri", "Savitri": "Savitri", "count": "Savitri"}"""));
        using var twice = await _cho.GetAsync("/api/nowhere?q=Savitri");

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("Something went wrong here"));
        Assert.That(log.Text, Does.Contain("InvalidOperationException"), "the fault itself is there");
        Assert.That(log.Text, Does.Not.Contain("Savitri").And.Not.Contain(NotesService.Password));
    }

    [Test]
    public async Task A_stale_write_is_refused()
    {
        using var written = await _cho.PostAsJsonAsync("/api/notes", new { text = "stale" });
        var id = await _service.Db(db => db.Notes.Where(n => n.Text == "stale").Select(n => n.Id).SingleAsync());
        using var response = await _cho.PostAsync($"/api/notes/{id}/edit?text=new", null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await response.Code(), Is.EqualTo("changed-by-another"));
    }

    [Test]
    public async Task The_document_of_the_api_can_be_read_by_anybody()
    {
        using var stranger = _service.Client();
        using var response = await stranger.GetAsync("/openapi/v1.json");

        Assert.That((await response.Json()).GetProperty("paths").TryGetProperty("/api/sign-in", out _), Is.True);
    }

    [Test]
    public async Task Health_and_metrics_need_nobody()
    {
        using var stranger = _service.Client();
        using var ready = await stranger.GetAsync("/health/ready");

        Assert.That((await ready.Json()).GetProperty("database").GetString(), Is.EqualTo("up"));
        Assert.That((await stranger.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await stranger.GetStringAsync("/metrics"), Does.Contain("http_server"));
    }
}
