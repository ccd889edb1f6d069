using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Contracts.Messaging;
using Shared.Hosting;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Shared.Tests.Hosting;

public sealed class Note
{
    public Guid Id { get; init; }
    public required string Text { get; set; }
    public DateTimeOffset At { get; init; }
    public int Version { get; set; }
}

/// <summary>The smallest service there is: what Hosting promises is proved on it, without any of the product's own subjects.</summary>
public abstract class NotesDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Note>().Property(n => n.Version).IsConcurrencyToken();
    }
}

public sealed class SqliteNotesDb(DbContextOptions<SqliteNotesDb> options) : NotesDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.StoreTimesAsTicks();
}

public sealed class SqlServerNotesDb(DbContextOptions<SqlServerNotesDb> options) : NotesDb(options);

/// <summary>Makes whatever the model says today, so that a change of Hosting's tables needs no change here.</summary>
[DbContext(typeof(SqliteNotesDb)), Migration("20260101000000_CreateNotes")]
public sealed class CreateNotes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        using var db = new SqliteNotesDb(new DbContextOptionsBuilder<SqliteNotesDb>().UseSqlite("Data Source=:memory:").UseIdentitySchema().Options);
        var model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        migrationBuilder.Operations.AddRange(db.GetService<IMigrationsModelDiffer>().GetDifferences(null, model));
    }
}

[DbContext(typeof(SqliteNotesDb)), Migration("20260102000000_AddShelves")]
public sealed class AddShelves : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE Shelves (Id INTEGER PRIMARY KEY)");
}

public sealed class WriteNote(NotesDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(string? Text, Details? Details = null, int? Count = null);

    public sealed record Details(string? Colour);

    public sealed record Written(Guid Id, string By, string Text);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).NotEmpty();
            RuleFor(c => c.Details!.Colour).MaximumLength(5).When(c => c.Details is not null);
            RuleFor(c => c.Count).GreaterThan(0).WithErrorCode("count-impossible").WithMessage("Count from one.");
        }
    }

    public async Task<Results<Created<Written>, NotFound>> Handle(Command command, CancellationToken ct)
    {
        var note = new Note { Id = Guid.CreateVersion7(), Text = command.Text!, At = clock.GetUtcNow() };
        db.Notes.Add(note);
        var (written, location) = (new Written(note.Id, me.UserName, note.Text), $"/api/notes/{note.Id}");
        idempotency.Remember(StatusCodes.Status201Created, written, location);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(location, written);
    }
}

/// <summary>That service, running on a real socket over a real file.</summary>
public sealed class NotesService : IAsyncDisposable
{
    public const string Password = "correct-horse-7";

    private NotesService(WebApplication app, string folder, bool ownsFolder) => (App, Folder, _ownsFolder) = (app, folder, ownsFolder);

    private readonly bool _ownsFolder;

    public WebApplication App { get; }
    public string Folder { get; }
    public string File => Path.Combine(Folder, "notes.db");
    public Uri Address => new(App.Urls.First());

    public static string NewFolder() => Directory.CreateTempSubdirectory("hubspoke-").FullName;

    public static WebApplication Build(string folder, string environment = "Test", params (string Key, string Value)[] settings)
    {
        var accounts = Path.Combine(folder, "accounts.json");
        WriteWhole(accounts, JsonSerializer.Serialize<AccountEntry[]>(
        [
            new() { UserName = "cho-a", Name = "A", Roles = [Roles.Cho], Password = Password, Postings = [new("spoke-1", new(2026, 1, 1)), new("spoke-2", new(2020, 1, 1), new(2020, 2, 1))] },
            new() { UserName = "dr-b", Name = "B", NameHi = "बी", Roles = [Roles.Specialist], Password = Password, PractitionerCode = "HP-1" },
        ], Wire.Json));

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:File"] = Path.Combine(folder, "notes.db"),
            ["Demo:Enabled"] = "true",
            ["Accounts:File"] = accounts,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddService<NotesDb, SqliteNotesDb, SqlServerNotesDb>("notes", Side.Spoke);
        builder.Services.AddScoped<WriteNote>();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var written = new WrittenLog();
        builder.Logging.AddProvider(written).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(written);
        var app = builder.Build();
        app.UseService();
        Map(app);
        return app;
    }

    // Another host may be reading the same file just now: it finds the old one or the new one, never half of it.
    private static void WriteWhole(string file, string text)
    {
        var beside = $"{file}.{Guid.CreateVersion7():n}";
        System.IO.File.WriteAllText(beside, text);
        System.IO.File.Move(beside, file, overwrite: true);
    }

    public static async Task<NotesService> Start(params (string Key, string Value)[] settings) => await StartIn(NewFolder(), ownsFolder: true, settings);

    public static async Task<NotesService> StartIn(string folder, bool ownsFolder = false, params (string Key, string Value)[] settings)
    {
        var service = new NotesService(Build(folder, settings: settings), folder, ownsFolder);
        await service.App.StartAsync();
        return service;
    }

    public HttpClient Client(bool browser = false)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (browser) client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    public async Task<HttpClient> As(string userName)
    {
        var client = Client();
        using var response = await client.PostAsJsonAsync("/api/sign-in", new { userName, password = Password });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("token").GetString());
        return client;
    }

    /// <summary>A browser that has signed in through the form, and the token for its next post.</summary>
    public async Task<(HttpClient Browser, string FormToken)> Browser(string userName = "cho-a")
    {
        var browser = Client(browser: true);
        using var signedIn = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", (await browser.GetStringAsync("/sign-in")).FormToken()),
            KeyValuePair.Create("userName", userName), KeyValuePair.Create("password", Password),
        ]));
        return (browser, (await browser.GetStringAsync("/sign-in")).FormToken());
    }

    /// <summary>Reads or writes through the service's own context.</summary>
    public async Task<T> Db<T>(Func<NotesDb, Task<T>> work)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<NotesDb>());
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi();
        var notes = api.MapGroup("/notes");
        notes.MapPost("", (WriteNote.Command command, WriteNote act, CancellationToken ct) => act.Handle(command, ct))
            .Validate<WriteNote.Command, WriteNote.Validator>().RequireAuthorization(Policies.Cho);
        notes.MapPost("/unchecked", (WriteNote.Command command, WriteNote act, CancellationToken ct) => act.Handle(command, ct));
        notes.MapPost("/{id:guid}/edit", async (Guid id, string text, NotesDb db, CancellationToken ct) =>
        {
            var note = await db.Notes.FirstAsync(n => n.Id == id, ct);
            await db.Database.ExecuteSqlAsync($"UPDATE Notes SET Version = Version + 1 WHERE Id = {note.Id}", ct);
            (note.Text, note.Version) = (text, note.Version + 1);
            await db.SaveChangesAsync(ct);
            return TypedResults.NoContent();
        });
        api.MapGet("/breaks", string () => throw new InvalidOperationException("Savitri Devi, 42"));
        api.MapGet("/refuses", string () => throw new RuleBrokenException("changed-by-another"));
        api.MapGet("/number", (int value) => value);
        api.MapGet("/hub-only", () => "x").RequireAuthorization(Policies.Specialist);
        api.MapGet("/me", async (CurrentAccount me, CancellationToken ct) => new { me.Id, me.UserName, Places = await me.PlacesToday(ct), me.Roles });
        routes.MapGet("/breaks", string () => throw new InvalidOperationException("Savitri Devi, 42"));
        routes.MapPost("/notes", async (HttpContext http, WriteNote act, Idempotency idempotency, CancellationToken ct) =>
        {
            var posted = await PostedForm.Read(http, ct);
            var command = new WriteNote.Command(posted.Raw("text"));
            var written = await idempotency.Once("write-note", posted.Id("idempotency-key"), command,
                async () => (await act.Handle(command, ct)).Result is Created<WriteNote.Written> { Value: { } made } ? made : null, ct);
            return TypedResults.LocalRedirect($"/notes/{written!.Id}");
        });
        routes.MapPost("/page", (IFormCollection form, CurrentAccount me) =>
            TypedResults.Text($"{me.UserName} wrote {form["text"]} in {string.Join(" and ", form["colour"].ToArray())}"));
        routes.MapGet("/page", (CurrentAccount me) => Results.Content($"<p>{me.UserName}</p>", "text/html"));
    }
}

/// <summary>Everything that would have been logged.</summary>
public sealed class WrittenLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}

internal static partial class Answers
{
    public static string FormToken(this string html) => WebUtility.HtmlDecode(Hidden().Match(html).Groups[1].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Hidden();

    public static async Task<JsonElement> Json(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public static async Task<string?> Code(this HttpResponseMessage response) => (await response.Json()).GetProperty("code").GetString();
}
