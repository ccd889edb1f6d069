using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Identity;

namespace Shared.Tests.Hosting;

public sealed class SignInTests
{
    private NotesService _service = null!;

    [SetUp]
    public async Task Start() => _service = await NotesService.Start();

    [TearDown]
    public async Task Stop() => await _service.DisposeAsync();

    private static Task<HttpResponseMessage> Try(HttpClient client, string userName, string password, string? totp = null) =>
        client.PostAsJsonAsync("/api/sign-in", new { userName, password, totp });

    private async Task<T> Accounts<T>(Func<UserManager<Account>, Task<T>> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }

    [Test]
    public async Task A_token_says_who_acts_and_where_they_are_posted_today()
    {
        using var cho = await _service.As("cho-a");
        var me = await (await cho.GetAsync("/api/me")).Json();

        Assert.That(me.GetProperty("userName").GetString(), Is.EqualTo("cho-a"));
        Assert.That(me.GetProperty("places").EnumerateArray().Select(p => p.GetString()), Is.EqualTo(new[] { "spoke-1" }));
    }

    [TestCase("cho-a", "wrong-password")]
    [TestCase("nobody", "wrong-password")]
    public async Task Five_wrong_tries_lock_a_name_whether_or_not_it_exists(string name, string wrong)
    {
        using var client = _service.Client();
        for (var i = 0; i < 5; i++)
        {
            using var refused = await Try(client, name, wrong);
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await refused.Code(), Is.EqualTo("sign-in-failed"));
        }
        using var locked = await Try(client, name, NotesService.Password);

        Assert.That(locked.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await locked.Code(), Is.EqualTo("locked-out"));
    }

    [Test]
    public async Task Parallel_guesses_are_all_counted()
    {
        using var client = _service.Client();
        var codes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var response = await Try(client, "cho-a", "wrong-password");
            return await response.Code();
        }));

        Assert.That(codes.Count(c => c == "sign-in-failed"), Is.EqualTo(5));
        Assert.That(codes.Count(c => c == "locked-out"), Is.EqualTo(7));
    }

    [Test]
    public async Task Tries_from_one_address_are_limited()
    {
        await using var strict = await NotesService.Start(("SignIn:PerMinute", "2"));
        using var client = strict.Client();
        using var first = await Try(client, "dr-b", NotesService.Password);
        using var second = await Try(client, "dr-b", NotesService.Password);
        using var third = await Try(client, "dr-b", NotesService.Password);

        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await third.Code(), Is.EqualTo("too-many-requests"));
    }

    [Test]
    public async Task A_code_is_asked_for_and_counts_once()
    {
        var key = await Accounts(async accounts =>
        {
            var account = (await accounts.FindByNameAsync("dr-b"))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, true);
            return (await accounts.GetAuthenticatorKeyAsync(account))!;
        });
        var code = Totp.CodeAt(Totp.StepAt(TimeProvider.System.GetUtcNow()), key);
        using var client = _service.Client();
        using var without = await Try(client, "dr-b", NotesService.Password);
        using var wrong = await Try(client, "dr-b", NotesService.Password, code == "000000" ? "111111" : "000000");
        using var right = await Try(client, "dr-b", NotesService.Password, code);
        using var again = await Try(client, "dr-b", NotesService.Password, code);

        Assert.That(await without.Code(), Is.EqualTo("totp-required"));
        Assert.That(await wrong.Code(), Is.EqualTo("sign-in-failed"));
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await again.Code(), Is.EqualTo("sign-in-failed"));
    }

    [Test]   // RFC 6238, appendix B, shortened to six figures
    public void The_code_is_that_of_the_standard() =>
        Assert.That(Totp.CodeAt(59 / 30, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), Is.EqualTo("287082"));

    [Test]
    public async Task A_changed_password_ends_every_token_at_once()
    {
        using var cho = await _service.As("cho-a");
        await using (var scope = _service.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AccountBook>().SetPassword("cho-a", "another-password-1");
        using var response = await cho.GetAsync("/api/me");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await response.Code(), Is.EqualTo("not-signed-in"));
    }

    [Test]
    public async Task Nobody_gets_a_code_at_the_api_and_the_door_on_pages()
    {
        using var stranger = _service.Client();
        using var browser = _service.Client(browser: true);
        using var api = await stranger.GetAsync("/api/me");
        using var page = await browser.GetAsync("/page?a=1");

        Assert.That(api.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await api.Code(), Is.EqualTo("not-signed-in"));
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(page.Headers.Location!.OriginalString, Is.EqualTo("/sign-in?to=%2Fpage%3Fa%3D1"));
    }

    [Test]
    public async Task A_browser_signs_in_reads_and_signs_out_but_acts_only_through_forms()
    {
        using var browser = _service.Client(browser: true);
        using var signedIn = await SignInAt(browser, "/page");
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(signedIn.Headers.Location!.OriginalString, Is.EqualTo("/page"));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("session-notes", StringComparison.Ordinal));
        Assert.That(cookie, Does.Contain("samesite=strict").And.Contain("httponly"));

        Assert.That(await browser.GetStringAsync("/page"), Is.EqualTo("<p>cho-a</p>"));
        using var read = await browser.GetAsync("/api/me");
        Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var act = await browser.PostAsJsonAsync("/api/notes", new { text = "forged" });
        Assert.That(act.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));

        using var forgedOut = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]));
        Assert.That(forgedOut.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        using var still = await browser.GetAsync("/page");
        Assert.That(still.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        var token = (await browser.GetStringAsync("/sign-in")).FormToken();
        using var signedOut = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));
        using var after = await browser.GetAsync("/page");
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task A_route_that_forgets_to_ask_for_the_forms_token_is_protected_all_the_same()
    {
        var (browser, token) = await _service.Browser();
        using var forged = await browser.PostAsync("/notes", new FormUrlEncodedContent([KeyValuePair.Create("text", "forged")]));
        using var own = await browser.PostAsync("/notes", new FormUrlEncodedContent([KeyValuePair.Create("text", "own"), KeyValuePair.Create("__RequestVerificationToken", token)]));

        Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _service.Db(db => db.Notes.Select(n => n.Text).ToListAsync()), Is.EqualTo(new[] { "own" }));
    }

    [Test]
    public async Task The_door_leads_nowhere_else_and_needs_its_token()
    {
        using var browser = _service.Client(browser: true);
        using var elsewhere = await SignInAt(browser, "https://elsewhere.example");
        using var forged = await browser.PostAsync("/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("userName", "cho-a"), KeyValuePair.Create("password", NotesService.Password)]));

        Assert.That(elsewhere.Headers.Location!.OriginalString, Is.EqualTo("/"));
        Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_wrong_password_at_the_door_is_said_in_words()
    {
        using var browser = _service.Client(browser: true);
        using var response = await SignInAt(browser, "/page", "wrong-password");
        var html = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(html, Does.Contain("The user name or the password is not right.").And.Contain("value=\"cho-a\""));
        Assert.That(html, Does.Not.Contain("wrong-password"));
    }

    [Test]
    public async Task Where_only_https_is_spoken_the_cookies_are_bound_to_the_host()
    {
        await using var service = await NotesService.Start(("Http:HttpsOnly", "true"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        using var response = await service.Client(browser: true).SendAsync(request);

        // Over plain HTTP the framework refuses to make a token at all, so nothing is sent in the clear.
        Assert.That(response.Headers.TryGetValues("Set-Cookie", out _), Is.False);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    }

    private static async Task<HttpResponseMessage> SignInAt(HttpClient browser, string to, string password = NotesService.Password)
    {
        var token = (await browser.GetStringAsync($"/sign-in?to={Uri.EscapeDataString(to)}")).FormToken();
        return await browser.PostAsync("/sign-in", new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("to", to),
            KeyValuePair.Create("userName", "cho-a"), KeyValuePair.Create("password", password),
        ]));
    }
}
