using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Identity;

namespace Shared.Tests.Hosting;

/// <summary>What somebody typed is not lost because the session ended before the button was pressed.</summary>
public sealed partial class CarriedFormTests
{
    private const string Typed = "fever \"five days\" <b> बुखार";

    private NotesService _service = null!;
    private HttpClient _browser = null!;

    [SetUp]
    public async Task Sign_in_and_let_the_session_end()
    {
        _service = await NotesService.Start();
        _browser = _service.Client(browser: true);
        using var signedIn = await Post("/sign-in", Fields(await _browser.GetStringAsync("/sign-in")), ("userName", "cho-a"), ("password", NotesService.Password));
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await using var scope = _service.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountBook>().SetPassword("cho-a", NotesService.Password);   // ends every session
    }

    [TearDown]
    public async Task Stop()
    {
        _browser.Dispose();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task The_same_person_sends_it_on_with_one_button()
    {
        var door = await LatePost();
        using var again = await Post("/sign-in", door, ("userName", "cho-a"), ("password", NotesService.Password));
        var page = await again.Content.ReadAsStringAsync();
        var form = Fields(page);
        using var sent = await Post(Action(page), form);

        Assert.Multiple(() =>
        {
            Assert.That(door["to"], Is.EqualTo(new[] { "/page?draft=1" }));
            Assert.That(page, Does.Contain("Continue with what I typed").And.Not.Contain("<b> "));
            Assert.That(Action(page), Is.EqualTo("/page?draft=1"));
        });
        Assert.That(await sent.Content.ReadAsStringAsync(), Is.EqualTo($"cho-a wrote {Typed} in red and green"));
    }

    [Test]
    public async Task A_wrong_password_in_between_keeps_it()
    {
        using var wrong = await Post("/sign-in", await LatePost(), ("userName", "cho-a"), ("password", "wrong-password"));
        using var right = await Post("/sign-in", Fields(await wrong.Content.ReadAsStringAsync()), ("userName", "cho-a"), ("password", NotesService.Password));

        Assert.That(Fields(await right.Content.ReadAsStringAsync())["text"], Is.EqualTo(new[] { Typed }));
    }

    [Test]
    public async Task Another_person_never_sees_it()
    {
        var door = await LatePost();
        using var other = await Post("/sign-in", door, ("userName", "dr-b"), ("password", NotesService.Password));

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(other.Headers.Location!.OriginalString, Is.EqualTo("/page?draft=1"));
    }

    [Test]
    public async Task What_nobody_here_typed_is_not_carried()
    {
        using var stranger = _service.Client(browser: true);
        using var response = await stranger.PostAsync("/page", new FormUrlEncodedContent([KeyValuePair.Create("text", "from elsewhere")]));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task A_password_is_not_carried()
    {
        using var response = await _browser.PostAsync("/page", new FormUrlEncodedContent([KeyValuePair.Create("newPassword", "correct-horse-8")]));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    /// <summary>Presses the button of a page that was open for too long; gives the fields of the sign-in page that comes instead.</summary>
    private async Task<ILookup<string, string>> LatePost()
    {
        using var response = await _browser.PostAsync("/page?draft=1", new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", "an old one"),
            KeyValuePair.Create("text", Typed), KeyValuePair.Create("colour", "red"), KeyValuePair.Create("colour", "green"),
        ]));
        var html = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(html, Does.Contain("What you typed is kept").And.Not.Contain("five days"));
        return Fields(html);
    }

    private Task<HttpResponseMessage> Post(string address, ILookup<string, string> hidden, params (string Name, string Value)[] typed) =>
        _browser.PostAsync(address, new FormUrlEncodedContent(
        [
            .. hidden.SelectMany(f => f, (f, value) => KeyValuePair.Create(f.Key, value)),
            .. typed.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]));

    private static ILookup<string, string> Fields(string html) => Hidden().Matches(html)
        .ToLookup(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));

    private static string Action(string html) => WebUtility.HtmlDecode(Address().Match(html).Groups[1].Value);

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex Address();
}
