using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Identity;

/// <summary>One account as an accounts file or a command describes it.</summary>
public sealed record AccountEntry
{
    public required string UserName { get; init; }
    public required string Name { get; init; }
    public string? NameHi { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public IReadOnlyList<PostingEntry> Postings { get; init; } = [];
    public string? PractitionerCode { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>Set when the account is made or when it is another than before; null leaves it.</summary>
    public string? Password { get; init; }
}

public sealed record PostingEntry(string Place, DateOnly From, DateOnly? Until = null);

/// <summary>An account could not be kept as described; the message says why and has no secret in it.</summary>
public sealed class AccountRefusedException(string message) : Exception(message);

/// <summary>Makes and changes accounts.</summary>
public sealed class AccountBook(UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, ServiceDb db)
{
    public Task<bool> Exists(string userName, CancellationToken ct) =>
        db.Users.AnyAsync(a => a.NormalizedUserName == accounts.NormalizeName(userName), ct);

    /// <summary>Makes the account what the entry says. Sessions of an account whose password or roles change end.</summary>
    public async Task Save(AccountEntry entry, CancellationToken ct)
    {
        if (entry.Roles.FirstOrDefault(r => !Identity.Roles.All.Contains(r)) is { } unknown)
            throw new AccountRefusedException($"'{unknown}' is not a role; roles are {string.Join(", ", Identity.Roles.All)}.");
        foreach (var role in entry.Roles)
            if (!await roles.RoleExistsAsync(role)) Demand(await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7() }));

        var account = await db.Users.Include(a => a.Postings).FirstOrDefaultAsync(a => a.NormalizedUserName == accounts.NormalizeName(entry.UserName), ct);
        if (account is null)
        {
            account = new Account { Id = Guid.CreateVersion7(), UserName = entry.UserName, Name = entry.Name };
            Describe(account, entry);
            Demand(entry.Password is { } first
                ? await accounts.CreateAsync(account, first)
                : throw new AccountRefusedException($"'{entry.UserName}' is new and needs a password."));
            Demand(await accounts.AddToRolesAsync(account, entry.Roles));
            return;
        }

        Describe(account, entry);
        Demand(await accounts.UpdateAsync(account));
        if (entry.Password is { } password && !await accounts.CheckPasswordAsync(account, password)) await SetPassword(account, password);

        var now = await accounts.GetRolesAsync(account);
        if (now.ToHashSet().SetEquals(entry.Roles)) return;
        Demand(await accounts.RemoveFromRolesAsync(account, now.Except(entry.Roles)));
        Demand(await accounts.AddToRolesAsync(account, entry.Roles.Except(now)));
        Demand(await accounts.UpdateSecurityStampAsync(account));
    }

    public async Task SetPassword(string userName, string password) => await SetPassword(await Known(userName), password);

    /// <summary>Signing in asks this person for no code any more, until they set it up again.</summary>
    public async Task ForgetSecondStep(string userName) => await OwnAccount.ForgetSecondStep(accounts, await Known(userName));

    private async Task<Account> Known(string userName) =>
        await accounts.FindByNameAsync(userName) ?? throw new AccountRefusedException($"There is no account '{userName}'.");

    private async Task SetPassword(Account account, string password)
    {
        foreach (var rule in accounts.PasswordValidators) Demand(await rule.ValidateAsync(accounts, account, password));
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        Demand(await accounts.UpdateSecurityStampAsync(account));   // saves all of it
    }

    private static void Describe(Account account, AccountEntry entry)
    {
        (account.Name, account.NameHi, account.PractitionerCode, account.Language) = (entry.Name, entry.NameHi, entry.PractitionerCode, entry.Language);
        account.Postings.RemoveAll(p => !entry.Postings.Contains(new PostingEntry(p.Place, p.From, p.Until)));
        account.Postings.AddRange(entry.Postings
            .Where(e => !account.Postings.Any(p => p.Place == e.Place && p.From == e.From && p.Until == e.Until))
            .Select(e => new Posting { Place = e.Place, From = e.From, Until = e.Until }));
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new AccountRefusedException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }
}
