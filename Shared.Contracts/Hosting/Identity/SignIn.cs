using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Identity;

/// <summary>
/// Signing in, for programs (a token) and for browsers (a cookie). Whoever guesses learns nothing: an unknown name takes as
/// long, is answered alike and is locked alike.
/// </summary>
public sealed class SignIn
{
    private const string TotpStore = "totp";
    private const string LastStep = "last-step";

    private readonly UserManager<Account> _accounts;
    private readonly IUserClaimsPrincipalFactory<Account> _principals;
    private readonly SignInGate _gate;
    private readonly DecoyPassword _decoy;
    private readonly TimeProvider _clock;

    internal SignIn(UserManager<Account> accounts, IUserClaimsPrincipalFactory<Account> principals, SignInGate gate, DecoyPassword decoy, TimeProvider clock) =>
        (_accounts, _principals, _gate, _decoy, _clock) = (accounts, principals, gate, decoy, clock);

    public sealed record Request
    {
        public required string UserName { get; init; }
        public required string Password { get; init; }

        /// <summary>Of the authenticator app; asked for with <c>totp-required</c>.</summary>
        public string? Totp { get; init; }
    }

    /// <param name="Token">Opaque; sent as <c>Authorization: Bearer</c>.</param>
    public sealed record Granted(string Token, DateTimeOffset ExpiresAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sign-in", Token).AllowAnonymous().WithName(nameof(SignIn)).WithTags("Accounts");
        routes.MapGet("/sign-in", (string? to) => Page(to))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-in", Form).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", Out).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The person, or the code of the refusal.</summary>
    public async Task<(ClaimsPrincipal? Person, string? Refusal)> Check(Request request, HttpContext http, CancellationToken ct)
    {
        var name = _accounts.NormalizeName(request.UserName.Trim()) ?? "";
        if (!_gate.MayTry(http.Connection.RemoteIpAddress?.ToString() ?? "", name)) return (null, "too-many-requests");

        using var turn = await _gate.Turn(name, ct);
        if (name.Length == 0 || await _accounts.FindByNameAsync(name) is not { } account)
        {
            _decoy.Verify(request.Password);
            if (_gate.IsUnknownLocked(name)) return (null, "locked-out");
            _gate.CountUnknown(name);
            return (null, "sign-in-failed");
        }

        // The password is looked at even when the account is locked, so that the answer always takes as long.
        var right = await _accounts.CheckPasswordAsync(account, request.Password);
        if (await _accounts.IsLockedOutAsync(account)) return (null, "locked-out");
        if (right && await _accounts.GetTwoFactorEnabledAsync(account))
        {
            if (string.IsNullOrWhiteSpace(request.Totp)) return (null, "totp-required");
            right = await TakeCode(account, request.Totp);
        }
        if (!right)
        {
            await _accounts.AccessFailedAsync(account);
            return (null, "sign-in-failed");
        }
        if (account.AccessFailedCount > 0) await _accounts.ResetAccessFailedCountAsync(account);
        return (await _principals.CreateAsync(account), null);
    }

    private async Task<bool> TakeCode(Account account, string code)
    {
        if (await _accounts.GetAuthenticatorKeyAsync(account) is not { } key || Totp.StepOf(code, key, _clock.GetUtcNow()) is not { } step) return false;
        var last = await _accounts.GetAuthenticationTokenAsync(account, TotpStore, LastStep);
        if (last is not null && step <= long.Parse(last, null)) return false;   // a code that was looked at over the shoulder
        return (await _accounts.SetAuthenticationTokenAsync(account, TotpStore, LastStep, step.ToString(null, null))).Succeeded;
    }

    private static async Task<Results<Ok<Granted>, ProblemHttpResult>> Token(
        Request request, SignIn act, HttpContext http, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider clock, CancellationToken ct)
    {
        var (person, refusal) = await act.Check(request, http, ct);
        if (person is null) return Problem.Of(StatusOf(refusal), refusal!);

        var options = bearer.Get(IdentityConstants.BearerScheme);
        var until = clock.GetUtcNow() + options.BearerTokenExpiration;
        var ticket = new AuthenticationTicket(
            person, new AuthenticationProperties { ExpiresUtc = until }, $"{IdentityConstants.BearerScheme}:AccessToken");
        return TypedResults.Ok(new Granted(options.BearerTokenProtector.Protect(ticket), until));
    }

    private static async Task<IResult> Form(HttpContext http, SignIn act, IAntiforgery antiforgery, CurrentAccount me, CancellationToken ct)
    {
        var posted = await PostedForm.Read(http, ct);
        var (to, name, carried) = (posted.Text("to"), posted.Raw("userName"), posted.Text("carried"));
        if (!await antiforgery.IsRequestValidAsync(http)) return Page(to, name, "page-too-old", false, carried, StatusCodes.Status400BadRequest);

        var (person, refusal) = await act.Check(new() { UserName = name, Password = posted.Raw("password"), Totp = posted.Text("totp") }, http, ct);
        if (person is null) return Page(to, name, refusal, refusal == "totp-required" || posted.Has("totp"), carried, StatusOf(refusal));

        await http.SignInAsync(IdentityConstants.ApplicationScheme, person);
        if (await me.Load(person, ct)) UiHosting.PreferLanguage(http, me.Language);
        if (http.RequestServices.GetRequiredService<CarriedForm>().Open(carried, person) is { } form)
        {
            http.User = person;   // the token beside the button is this person's
            return new RazorComponentResult<ContinuePage>(new Dictionary<string, object?> { [nameof(ContinuePage.Carried)] = form });
        }
        return TypedResults.LocalRedirect(UiHosting.IsLocal(to) ? to! : "/");
    }

    private static async Task<IResult> Out(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.BadRequest();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.LocalRedirect("/sign-in");
    }

    /// <param name="to">Where the person wanted to go.</param>
    /// <param name="carried">What arrived too late, see <see cref="CarriedForm"/>.</param>
    internal static RazorComponentResult<SignInPage> Page(string? to, string? name = null, string? refusal = null, bool askCode = false,
        string? carried = null, int status = StatusCodes.Status200OK) =>
        new RazorComponentResult<SignInPage>(new Dictionary<string, object?>
        {
            [nameof(SignInPage.To)] = UiHosting.IsLocal(to) ? to : null,
            [nameof(SignInPage.Name)] = name,
            [nameof(SignInPage.Refusal)] = refusal,
            [nameof(SignInPage.AskCode)] = askCode,
            [nameof(SignInPage.Carried)] = carried,
        })
        { StatusCode = status };

    private static int StatusOf(string? refusal) =>
        refusal is "too-many-requests" ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
}

/// <summary>A password nobody has, to spend on an unknown name the work that a known one costs.</summary>
internal sealed class DecoyPassword(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new() { Name = "" };
    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(Nobody, Guid.CreateVersion7().ToString()));

    public void Verify(string password) => hasher.VerifyHashedPassword(Nobody, _hash.Value, password);
}
