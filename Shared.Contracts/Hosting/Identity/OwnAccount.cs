using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Shared.Hosting.Identity;

/// <summary>
/// What people change of their own account. Each change ends every other session of theirs, and this one goes on. Guessing the
/// password here is counted as it is at the door.
/// </summary>
internal sealed class OwnAccount(
    UserManager<Account> accounts, IUserClaimsPrincipalFactory<Account> principals, SignInGate gate, CurrentAccount me, TimeProvider clock)
{
    /// <summary>Whether signing in asks for a code, and the key of the app while it is being set up.</summary>
    public async Task<(bool IsOn, string? NewKey)> SecondStep()
    {
        var account = await Mine();
        var on = await accounts.GetTwoFactorEnabledAsync(account);
        return (on, on ? null : await accounts.GetAuthenticatorKeyAsync(account));
    }

    /// <returns>The code of the refusal, or null when it was done.</returns>
    public async Task<string?> ChangePassword(string current, string next, HttpContext http, CancellationToken ct)
    {
        var account = await Mine();
        if (await Prove(account, current, ct) is { } refusal) return refusal;
        if (next == current) return "password-same";
        if (string.Equals(next, account.UserName, StringComparison.OrdinalIgnoreCase)) return "password-is-name";
        var changed = await accounts.ChangePasswordAsync(account, current, next);
        if (!changed.Succeeded) return "password-too-simple";
        await GoOn(account, http);
        return null;
    }

    /// <summary>Makes a new key for the app. Nothing is asked for until a code of it was given: <see cref="ConfirmSecondStep"/>.</summary>
    public async Task BeginSecondStep(HttpContext http)
    {
        var account = await Mine();
        if (await accounts.GetTwoFactorEnabledAsync(account)) return;
        Demand(await accounts.ResetAuthenticatorKeyAsync(account));
        await GoOn(account, http);
    }

    /// <inheritdoc cref="ChangePassword" path="/returns"/>
    public async Task<string?> ConfirmSecondStep(string code, HttpContext http)
    {
        var account = await Mine();
        if (await accounts.GetTwoFactorEnabledAsync(account)) return null;
        if (await accounts.GetAuthenticatorKeyAsync(account) is not { } key || Totp.StepOf(code, key, clock.GetUtcNow()) is null) return "code-wrong";
        Demand(await accounts.SetTwoFactorEnabledAsync(account, true));
        await GoOn(account, http);
        return null;
    }

    /// <inheritdoc cref="ChangePassword" path="/returns"/>
    public async Task<string?> EndSecondStep(string password, HttpContext http, CancellationToken ct)
    {
        var account = await Mine();
        if (await Prove(account, password, ct) is { } refusal) return refusal;
        await ForgetSecondStep(accounts, account);
        await GoOn(account, http);
        return null;
    }

    public async Task EndOtherSessions(HttpContext http)
    {
        var account = await Mine();
        Demand(await accounts.UpdateSecurityStampAsync(account));
        await GoOn(account, http);
    }

    internal static async Task ForgetSecondStep(UserManager<Account> accounts, Account account)
    {
        Demand(await accounts.SetTwoFactorEnabledAsync(account, false));
        Demand(await accounts.RemoveAuthenticationTokenAsync(account, AuthenticatorStore, AuthenticatorKey));
    }

    // Where Identity's store keeps the key; it has no way of its own to forget one.
    private const string AuthenticatorStore = "[AspNetUserStore]";
    private const string AuthenticatorKey = "AuthenticatorKey";

    private async Task<Account> Mine() =>
        await accounts.FindByIdAsync(me.Id.ToString()) ?? throw new InvalidOperationException("The account of this request is gone.");

    private async Task<string?> Prove(Account account, string password, CancellationToken ct)
    {
        using var turn = await gate.Turn(account.NormalizedUserName!, ct);
        var right = await accounts.CheckPasswordAsync(account, password);
        if (await accounts.IsLockedOutAsync(account)) return "locked-out";
        if (right) return null;
        Demand(await accounts.AccessFailedAsync(account));
        return "password-wrong";
    }

    // The stamp has changed, so every session has ended, this one too; it begins anew.
    private async Task GoOn(Account account, HttpContext http) =>
        await http.SignInAsync(IdentityConstants.ApplicationScheme, await principals.CreateAsync(account));

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"The account could not be saved: {string.Join(", ", result.Errors.Select(e => e.Code))}.");
    }
}
