using Shared.Hosting.Persistence;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Identity;

/// <summary>
/// <c>accounts add --user NAME --name "Full Name" --role ROLE [--role ...] [--place CODE ...] [--name-hi ...] [--practitioner CODE]
/// [--language hi]</c> and <c>accounts password --user NAME</c>, with the password on standard input, so that it is in no process
/// list and no history; and <c>accounts no-code --user NAME</c> for somebody who has lost the phone that shows the code.
/// </summary>
public static class AccountCommands
{
    private const int WrongUse = 64;
    private const int Refused = 65;

    /// <summary>The exit code if the arguments were such a command; null if the service is to be started.</summary>
    public static async Task<int?> Run(WebApplication app, string[] args, CancellationToken ct = default)
    {
        if (args is not ["accounts", ..]) return null;
        var given = Read(args.Skip(2));
        if (args is not ["accounts", "add" or "password" or "no-code", ..] || given is null || !given.TryGetValue("user", out var user))
        {
            await Console.Error.WriteLineAsync("Usage: accounts add --user NAME --name \"Full Name\" --role ROLE [--place CODE] | accounts password --user NAME | accounts no-code --user NAME");
            return WrongUse;
        }

        await app.Services.GetRequiredService<DatabaseStart>().Prepare(ct);
        await using var scope = app.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<AccountBook>();
        try
        {
            switch (args[1])
            {
                case "no-code": await book.ForgetSecondStep(user[0]); break;
                case "password": await book.SetPassword(user[0], await Password()); break;
                default: await Add(book, given, await Password(), app.Services.GetRequiredService<TimeProvider>(), ct); break;
            }
        }
        catch (AccountRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Refused;
        }
        await Console.Out.WriteLineAsync($"accounts {args[1]}: {user[0]}");
        return 0;

        async Task<string> Password() => (await Console.In.ReadLineAsync(ct))?.TrimEnd('\r') ?? "";
    }

    private static async Task Add(AccountBook book, Dictionary<string, List<string>> given, string password, TimeProvider clock, CancellationToken ct)
    {
        string? One(string option) => given.TryGetValue(option, out var values) ? values[0] : null;
        var user = One("user")!;
        if (await book.Exists(user, ct)) throw new AccountRefusedException($"There is an account '{user}' already.");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Format.IndianOffset).DateTime);
        await book.Save(new AccountEntry
        {
            UserName = user,
            Name = One("name") ?? throw new AccountRefusedException("Give the person's name with --name."),
            NameHi = One("name-hi"),
            Roles = given.GetValueOrDefault("role") ?? throw new AccountRefusedException("Give at least one --role."),
            Postings = [.. (given.GetValueOrDefault("place") ?? []).Select(place => new PostingEntry(place, today))],
            PractitionerCode = One("practitioner"),
            Language = One("language") is "hi" ? "hi" : "en",
            Password = password,
        }, ct);
    }

    // "--place A --place B" gives two values; configuration would keep the last only. Settings (--Database:File) pass by.
    private static Dictionary<string, List<string>>? Read(IEnumerable<string> args)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        string? option = null;
        foreach (var arg in args)
        {
            if (arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=')) continue;
            if (option is null)
            {
                if (!arg.StartsWith("--", StringComparison.Ordinal)) return null;
                option = arg[2..];
            }
            else
            {
                if (!given.TryGetValue(option, out var values)) given[option] = values = [];
                values.Add(arg);
                option = null;
            }
        }
        return option is null ? given : null;
    }
}
