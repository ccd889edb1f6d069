using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shared.Hosting.Persistence;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Identity;

/// <summary>
/// Who acts. Read from the database once per request, not from the cookie or token: a posting that ended yesterday and an
/// account that was closed a minute ago count at once.
/// </summary>
public sealed class CurrentAccount(ServiceDb db, IOptions<IdentityOptions> identity, TimeProvider clock)
{
    private Account? _account;

    /// <summary>False on the pages that are open to everybody.</summary>
    public bool IsSignedIn => _account is not null;

    public Guid Id => Signed.Id;
    public string UserName => Signed.UserName!;

    /// <summary>In English, as others read it; <see cref="NameFor"/> for a page.</summary>
    public string Name => Signed.Name;

    public string NameFor(bool hindi) => hindi ? Signed.NameHi ?? Signed.Name : Signed.Name;

    /// <summary>The directory's code of a registered practitioner; null for everybody else.</summary>
    public string? PractitionerCode => Signed.PractitionerCode;

    public string Language => Signed.Language;
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>All of them, also those that have ended or not begun; the latest first.</summary>
    public IReadOnlyList<Posting> Postings => [.. Signed.Postings.OrderByDescending(p => p.From)];

    public bool Is(string role) => Roles.Contains(role);

    /// <summary>The codes of the places this person is posted to today, by the Indian calendar.</summary>
    public Task<IReadOnlyList<string>> PlacesToday(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Format.IndianOffset).DateTime);
        return Task.FromResult<IReadOnlyList<string>>([.. Signed.Postings
            .Where(p => p.From <= today && (p.Until is null || p.Until >= today)).Select(p => p.Place).Distinct()]);
    }

    /// <summary>
    /// Takes over the person of a cookie or token; false if the account is gone or its security stamp has changed since. Pages
    /// that live longer than a request call it in the scope of each act.
    /// </summary>
    public async Task<bool> Load(ClaimsPrincipal user, CancellationToken ct)
    {
        _account = null;
        var claims = identity.Value.ClaimsIdentity;
        if (!Guid.TryParse(user.FindFirstValue(claims.UserIdClaimType), out var id)) return false;
        var account = await db.Users.AsNoTracking().Include(a => a.Postings).AsSingleQuery().FirstOrDefaultAsync(a => a.Id == id, ct);
        if (account is null || account.SecurityStamp != user.FindFirstValue(claims.SecurityStampClaimType)) return false;

        _account = account;
        Roles = [.. user.FindAll(claims.RoleClaimType).Select(c => c.Value)];   // a changed role changes the stamp
        return true;
    }

    private Account Signed => _account ?? throw new InvalidOperationException("Nobody is signed in: this needs RequireAuthorization, or Load.");
}
