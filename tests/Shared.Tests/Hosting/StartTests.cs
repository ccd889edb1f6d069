using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting;
using Shared.Hosting.Ui;

namespace Shared.Tests.Hosting;

/// <summary>A start that cannot succeed says why in one line, and its exit code tells the kinds apart.</summary>
[NonParallelizable]   // the console is the whole process's
public sealed class StartTests
{
    private string _folder = null!;

    private string File => Path.Combine(_folder, "notes.db");

    [SetUp]
    public void Make_a_folder() => _folder = NotesService.NewFolder();

    [TearDown]
    public void Remove_it()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int Code, string Said)> Run(string? typed = null, params string[] args)
    {
        var (error, output, input) = (Console.Error, Console.Out, Console.In);
        using var said = new StringWriter();
        using var stdin = new StringReader(typed ?? "");
        try
        {
            Console.SetError(said);
            Console.SetOut(TextWriter.Null);
            Console.SetIn(stdin);
            var code = await ServiceHost.Run(args, builder => builder.AddService<NotesDb, SqliteNotesDb, SqlServerNotesDb>("notes", Side.Spoke), _ => { });
            return (code, said.ToString());
        }
        finally
        {
            Console.SetError(error);
            Console.SetOut(output);
            Console.SetIn(input);
        }
    }

    [TestCase("Database:File", "--urls=http://127.0.0.1:0")]
    [TestCase("Database:File", "--Database:File=/nowhere/at/all/notes.db")]
    [TestCase("Database:Provider", "--Database:Provider=oracle")]
    [TestCase("Database:ConnectionString", "--Database:Provider=sqlserver")]
    [TestCase("SignIn:PerMinute", "--SignIn:PerMinute=0", "--Database:File=/tmp/never.db")]
    [TestCase("Passwrod", "--SignIn:Passwrod=1", "--Database:File=/tmp/never.db")]
    [TestCase("Demo:Enabled", "--Demo:Enabled=true", "--environment=Production")]
    [TestCase("Accounts:File", "--Accounts:File=/tmp/x.json", "in the folder")]
    public async Task A_wrong_setting_is_named(string setting, params string[] args)
    {
        var (code, said) = await Run(null, [.. args.Select(a => a == "in the folder" ? $"--Database:File={File}" : a)]);

        Assert.That(code, Is.EqualTo(ServiceHost.WrongSetting));
        Assert.That(said, Does.Contain(setting));
        Assert.That(said.Trim().Split('\n'), Has.Length.EqualTo(1), said);
        Assert.That(said, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_said_plainly()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192));
        var (code, said) = await Run(null, $"--Database:File={File}");

        Assert.That(code, Is.EqualTo(ServiceHost.DatabaseUnavailable));
        Assert.That(said.Trim(), Does.StartWith("Database:File:").And.Not.Contain("\n"));
    }

    [Test]
    public async Task An_address_that_is_taken_is_said_plainly()
    {
        await using var first = await NotesService.Start();
        var (code, said) = await Run(null, $"--Database:File={File}", $"--urls={first.Address.GetLeftPart(UriPartial.Authority)}");

        Assert.That(code, Is.EqualTo(ServiceHost.AddressTaken));
        Assert.That(said.Trim(), Does.Contain(first.Address.Port.ToString(null, null)).And.Not.Contain("\n"));
    }

    [Test]
    public async Task An_account_is_added_with_a_password_from_standard_input()
    {
        string[] add = ["accounts", "add", "--user", "dr-new", "--name", "New Doctor", "--role", "specialist", "--role", "nodal", "--place", "hub-1", $"--Database:File={File}"];
        var added = await Run("a-long-password-1\n", add);
        var again = await Run("a-long-password-1\n", add);

        Assert.That(added.Code, Is.Zero, added.Said);
        Assert.That(again.Code, Is.EqualTo(65));
        Assert.That(again.Said, Does.Contain("already"));
        await using var app = NotesService.Build(_folder);
        await using var scope = app.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<NotesDb>().Users.Include(a => a.Postings).SingleAsync(a => a.UserName == "dr-new");
        Assert.That(account.Postings.Single().Place, Is.EqualTo("hub-1"));
    }

    [TestCase("short", "dr-new", 65)]
    [TestCase("long-enough-password", "", 64)]
    public async Task An_account_that_breaks_the_rules_is_refused(string password, string user, int code)
    {
        string[] named = user.Length > 0 ? ["--user", user] : [];
        var (ended, said) = await Run(password + "\n", ["accounts", "add", .. named, "--name", "N", "--role", "specialist", $"--Database:File={File}"]);

        Assert.That(ended, Is.EqualTo(code), said);
        Assert.That(said, Does.Not.Contain(password));
    }
}
