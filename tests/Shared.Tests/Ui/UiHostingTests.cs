using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;
using Shared.Hosting.Ui;

namespace Shared.Tests.Ui;

public sealed class UiHostingTests
{
    private WebApplication _app = null!;
    private HttpClient _browser = null!;

    [OneTimeSetUp]
    public async Task Start_a_host_with_nothing_but_the_common_ui()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseTestServer();
        builder.AddUi(Side.Hub);
        _app = builder.Build();
        _app.UseUi();
        _app.UseAntiforgery();
        _app.MapUi();
        _app.MapGet("/breaks", string () => throw new InvalidOperationException("a secret of the machine"));
        _app.MapGet("/api/missing", () => Results.NotFound());
        _app.MapGet("/field", () => new RazorComponentResult<NumberField>(new Dictionary<string, object?>
        {
            ["Name"] = "height",
            ["Label"] = "Height <b>",
            ["Unit"] = "cm",
            ["Min"] = 30m,
            ["Max"] = 250m,
            ["Value"] = "999",
            ["Errors"] = new FormErrors().Add("Height", "Not possible."),
        }));
        await _app.StartAsync();
        _browser = _app.GetTestClient();
        _browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
    }

    [OneTimeTearDown]
    public async Task Stop_the_host()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_missing_page_says_so_in_the_readers_language_and_carries_the_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere") { Headers = { { "Accept-Language", "fr, hi-IN;q=0.9, en;q=0.5" } } };
        using var response = await _browser.SendAsync(request);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(html, Does.Contain("<html lang=\"hi\">").And.Contain("यह नहीं मिला"));
            Assert.That(html, Does.Not.Contain("style=").And.Not.Contain("onclick"));
            Assert.That(response.Headers.GetValues("Content-Security-Policy"), Is.EqualTo(new[] { UiHosting.ContentSecurityPolicy }));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        });
    }

    [Test]
    public async Task A_page_that_breaks_keeps_its_secrets()
    {
        using var response = await _browser.GetAsync("/breaks");
        var html = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(html, Does.Contain("Something went wrong here").And.Not.Contain("secret"));
    }

    [Test]
    public async Task A_program_gets_the_bare_status()
    {
        using var response = await _browser.GetAsync("/api/missing");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task The_language_is_remembered_and_leads_nowhere_else()
    {
        using var response = await _browser.GetAsync("/language/hi?to=//elsewhere.example");

        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo("/"));
        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.StartWith("lang=hi").And.Contain("httponly"));
    }

    [Test]
    public async Task An_asset_is_fetched_once_and_kept()
    {
        using var first = await _browser.GetAsync(UiAssets.Url("app.css"));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/app.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await _browser.SendAsync(again);

        Assert.That(first.Headers.CacheControl!.ToString(), Does.Contain("immutable"));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task A_field_ties_its_label_its_help_and_what_is_wrong_to_the_control()
    {
        var html = await _browser.GetStringAsync("/field");

        Assert.Multiple(() =>
        {
            Assert.That(html, Does.Contain("<label for=\"f-height\">Height &lt;b&gt;"));
            Assert.That(html, Does.Contain("aria-invalid=\"true\"").And.Contain("aria-describedby=\"f-height-hint f-height-err f-height-note\""));
            Assert.That(html, Does.Contain("id=\"f-height-err\"").And.Contain("Not possible.").And.Contain("value=\"999\""));
        });
    }
}
