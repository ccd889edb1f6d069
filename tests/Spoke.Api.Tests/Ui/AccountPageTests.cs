using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Demo;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Identity;
using Testing;

namespace Spoke.Api.Tests.Ui;

/// <summary>What people change of their own account, through the page's forms as a browser posts them.</summary>
public sealed partial class AccountPageTests(TestDatabase database) : SpokeSlice(database)
{
    private const string Better = "four words in a row";

    private readonly List<IDisposable> _browsers = [];

    [TearDown]
    public void Close()
    {
        foreach (var browser in _browsers) browser.Dispose();
        _browsers.Clear();
    }

    [Test]
    public async Task A_changed_password_opens_the_door_and_the_old_one_does_not_and_other_sessions_end()
    {
        var (here, elsewhere) = (await Browser("cho-changes"), await Browser("cho-changes"));
        var changed = await Post(here, "password-change", ("current", HimachalPradesh.Password), ("next", Better), ("again", Better));

        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Page(here), Does.Contain("Your password is changed."));
        using var ended = await elsewhere.GetAsync("/account");
        Assert.That(ended.Headers.Location?.OriginalString, Does.StartWith("/sign-in"));
        Assert.That(await SignIn("cho-changes", HimachalPradesh.Password), Is.EqualTo("sign-in-failed"));
        Assert.That(await SignIn("cho-changes", Better), Is.Null);
    }

    [TestCase("not-my-password", Better, Better, "This is not the password you have now.")]
    [TestCase(HimachalPradesh.Password, "too short", "too short", "Take at least 12 characters, five of them different.")]
    [TestCase(HimachalPradesh.Password, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "Take at least 12 characters, five of them different.")]
    [TestCase(HimachalPradesh.Password, Better, "four words in a rov", "The two new passwords differ.")]
    [TestCase(HimachalPradesh.Password, HimachalPradesh.Password, HimachalPradesh.Password, "The new password is the old one.")]
    [TestCase(HimachalPradesh.Password, "CHO-REFUSED-1", "CHO-REFUSED-1", "The password must not be the user name.")]
    public async Task A_password_that_will_not_do_is_refused_at_its_field_and_changes_nothing(string current, string next, string again, string sentence)
    {
        var browser = await Browser("cho-refused-1");
        var refused = await Post(browser, "password-change", ("current", current), ("next", next), ("again", again));
        var page = await refused.Content.ReadAsStringAsync();

        Assert.That(page, Does.Contain(sentence).And.Not.Contain($"value=\"{next}\""));
        Assert.That(await SignIn("cho-refused-1", HimachalPradesh.Password), Is.Null);
    }

    [Test]
    public async Task Guesses_of_the_password_are_counted_here_too()
    {
        var browser = await Browser("cho-guessed");
        for (var i = 0; i < 5; i++) await Post(browser, "password-change", ("current", $"guess-{i}"), ("next", Better), ("again", Better));
        var locked = await Post(browser, "password-change", ("current", HimachalPradesh.Password), ("next", Better), ("again", Better));

        Assert.That(await locked.Content.ReadAsStringAsync(), Does.Contain("Too many wrong tries."));
        Assert.That(await SignIn("cho-guessed", HimachalPradesh.Password), Is.EqualTo("locked-out"));
    }

    [Test]
    public async Task A_code_is_asked_for_once_one_was_given_and_no_more_when_it_is_ended()
    {
        var browser = await Browser("cho-codes");
        await Post(browser, "code-begin");
        var key = Key().Match(await Page(browser)).Groups[1].Value;
        Assert.That(await SignIn("cho-codes", HimachalPradesh.Password), Is.Null, "nothing is asked for before a code was given");

        var wrong = await Post(browser, "code-on", ("code", "12345"));
        Assert.That(await wrong.Content.ReadAsStringAsync(), Does.Contain("This code does not fit."));
        await Post(browser, "code-on", ("code", Code(key)));
        Assert.That(await Page(browser), Does.Contain("Signing in asks for a code.").And.Not.Contain(key), "the key is shown no more");
        Assert.That(await SignIn("cho-codes", HimachalPradesh.Password), Is.EqualTo("totp-required"));
        Assert.That(await SignIn("cho-codes", HimachalPradesh.Password, Code(key)), Is.Null);

        var unproven = await Post(browser, "code-off", ("proof", "not-my-password"));
        Assert.That(await unproven.Content.ReadAsStringAsync(), Does.Contain("This is not the password you have now."));
        await Post(browser, "code-off", ("proof", HimachalPradesh.Password));
        Assert.That(await SignIn("cho-codes", HimachalPradesh.Password), Is.Null);
        Assert.That(await Page(browser), Does.Contain("Set it up").And.Not.Contain(key), "and the old key is forgotten");
    }

    [Test]
    public async Task Who_lost_the_phone_is_helped_by_a_command()
    {
        var browser = await Browser("cho-lost");
        await Post(browser, "code-begin");
        await Post(browser, "code-on", ("code", Code(Key().Match(await Page(browser)).Groups[1].Value)));
        await using (var scope = Spoke.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AccountBook>().ForgetSecondStep("cho-lost");

        Assert.That(await SignIn("cho-lost", HimachalPradesh.Password), Is.Null);
    }

    [Test]
    public async Task Signing_out_everywhere_else_keeps_this_window()
    {
        var (here, elsewhere) = (await Browser("cho-left"), await Browser("cho-left"));
        await Post(here, "sessions-end");

        Assert.That(await Page(here), Does.Contain("You are signed out everywhere else."));
        using var ended = await elsewhere.GetAsync("/account");
        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    private string Code(string key) => Totp.CodeAt(Totp.StepAt(Spoke.Clock.GetUtcNow()), key);

    private async Task<HttpClient> Browser(string userName)
    {
        await Spoke.AddAccount(userName, Roles.Cho, "HP-SML-0147");
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Spoke.Address };
        _browsers.Add(browser);
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var signedIn = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", TokenIn(await browser.GetStringAsync("/sign-in"))),
            new("userName", userName), new("password", HimachalPradesh.Password),
        ]));
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "signed in");
        return browser;
    }

    /// <summary>As one reads it: where a post leads to somewhere, one follows.</summary>
    private static async Task<string> Page(HttpClient browser) => WebUtility.HtmlDecode(await browser.GetStringAsync("/account"));

    private static async Task<HttpResponseMessage> Post(HttpClient browser, string form, params (string Name, string Value)[] fields) =>
        await browser.PostAsync("/account", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", TokenIn(await browser.GetStringAsync("/account"))), new("_handler", form),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]));

    /// <summary>Null when the door opens, else the code of the refusal.</summary>
    private async Task<string?> SignIn(string userName, string password, string? totp = null)
    {
        using var client = new HttpClient { BaseAddress = Spoke.Address };
        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { userName, password, totp });
        return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["code"]!.GetValue<string>();
    }

    private static string TokenIn(string html) => WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("secret=([A-Z2-7]+)")]
    private static partial Regex Key();
}
