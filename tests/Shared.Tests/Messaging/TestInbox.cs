using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shared.Contracts.Messaging;
using Shared.Hosting;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Ui;
using Shared.Tests.Hosting;
using Testing;

namespace Shared.Tests.Messaging;

/// <summary>Opens a note of the consult's id. What its text says may also happen to it.</summary>
public sealed record NoteOpened
{
    public const string WireName = "note-opened.v1";
    public required string Text { get; init; }
}

/// <summary>Goes on where the note stands; a note not known yet is waited for.</summary>
public sealed record NoteContinued
{
    public const string WireName = "note-continued.v1";
    public required string Text { get; init; }
}

public sealed record NoteClosed
{
    public const string WireName = "note-closed.v1";
}

public sealed class TakeNotes(NotesDb db, Outbox outbox, TimeProvider clock) : IReceive<NoteOpened>, IReceive<NoteContinued>, IReceive<NoteClosed>, INoteRefusal
{
    public async Task<Reception> Receive(NoteOpened message, Sender from, CancellationToken ct)
    {
        db.Notes.Add(new Note { Id = from.ConsultId, Text = message.Text, At = clock.GetUtcNow() });
        Suffer(message.Text);
        outbox.Send(new Letter(from.To, from.Address, from.ConsultId, from.Hop, 1, MessagePriority.Normal), NoteClosed.WireName, new NoteClosed());
        return await Task.FromResult(Reception.Done);
    }

    public async Task<Reception> Receive(NoteContinued message, Sender from, CancellationToken ct)
    {
        if (await db.Notes.FirstOrDefaultAsync(n => n.Id == from.ConsultId, ct) is not { } note) return Reception.Park;
        note.Text += $" {message.Text}";
        Suffer(message.Text);
        return Reception.Done;
    }

    public Task<Reception> Receive(NoteClosed message, Sender from, CancellationToken ct) => Task.FromResult(Reception.Done);

    public async Task NoteRefusal(OutboxMessage refused, CancellationToken ct)
    {
        if (await db.Notes.FirstOrDefaultAsync(n => n.Id == refused.ConsultId, ct) is { } note) note.Text += $" refused:{refused.RefusedCode}";
    }

    // As late as possible, so that something would be left behind.
    private static void Suffer(string text)
    {
        if (text == "impossible") throw new ImpossibleMessageException("text-impossible", "Nobody can write this down.");
        if (text == "bug") throw new InvalidOperationException("A bug.");
        if (text == "busy") throw new SqliteException("database is locked", 5);
    }
}

/// <summary>The inbox of one hub over a real file, without a broker: a test plays the broker.</summary>
internal sealed class TestInbox : IAsyncDisposable
{
    public const string Us = "hub.igmc";
    public const string AlsoUs = "hub.rpgmc";
    public const string Site = "spoke.a";
    public const string OtherSite = "spoke.b";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private TestInbox(WebApplication app, string folder, bool ownsFolder) => (_app, _folder, _ownsFolder) = (app, folder, ownsFolder);

    private static byte[]? s_template;   // an empty database: making its tables takes longer than any test

    public FakeTimeProvider Clock { get; private init; } = null!;
    public string Folder => _folder;
    public Inbox Inbox => _app.Services.GetRequiredService<Inbox>();
    public GapWatch Gaps => ActivatorUtilities.CreateInstance<GapWatch>(_app.Services);
    public string Log => _app.Services.GetRequiredService<WrittenLog>().Text;

    public static async Task<TestInbox> Start(string? folder = null, Func<ConsumerList, ConsumerList>? consumers = null)
    {
        var clock = new FakeTimeProvider(Some.Now);
        var ownsFolder = folder is null;
        folder ??= NotesService.NewFolder();
        if (ownsFolder && consumers is null && s_template is not null) File.WriteAllBytes(Path.Combine(folder, "notes.db"), s_template);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:File"] = Path.Combine(folder, "notes.db"),
            ["Messaging:Broker"] = "amqp://hubs:secret@127.0.0.1:1/test",
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddService<NotesDb, SqliteNotesDb, SqlServerNotesDb>("inbox", Side.Hub);
        builder.Services.AddMessaging(consumers ?? (on => on
            .On<NoteOpened, TakeNotes>(NoteOpened.WireName)
            .On<NoteContinued, TakeNotes>(NoteContinued.WireName)
            .OnRefusal<TakeNotes>()));
        builder.Services.TryAddScoped<TakeNotes>();
        builder.Services.AddSingleton(new AddressBook(
            [new OwnAddress(Us, IsHub: true), new OwnAddress(AlsoUs, IsHub: true)],
            new Dictionary<string, string> { [Us] = "hubs", [AlsoUs] = "hubs", [Site] = Site, [OtherSite] = OtherSite },
            _ => [Site, OtherSite]));
        var written = new WrittenLog();
        builder.Logging.AddProvider(written);
        builder.Services.AddSingleton(written);
        var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseStart>().Prepare(CancellationToken.None);   // and nothing else: no broker, no relay
        s_template ??= Copy(Path.Combine(folder, "notes.db"));
        return new TestInbox(app, folder, ownsFolder) { Clock = clock };
    }

    private static byte[] Copy(string file)
    {
        using var source = new SqliteConnection($"Data Source={file};Pooling=False");
        using var copy = new SqliteConnection($"Data Source={file}.copy;Pooling=False");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        copy.Close();
        return File.ReadAllBytes($"{file}.copy");
    }

    public Task Take(params Delivered[] batch) => Inbox.Take(batch, CancellationToken.None);

    /// <summary>The receipts that are ready to go, which are then gone.</summary>
    public IReadOnlyList<(string To, Receipt Receipt)> Receipts() => [.. _app.Services.GetRequiredService<ReceiptDesk>().TakeWaiting().Select(outgoing =>
        (outgoing.To, JsonSerializer.Deserialize<Envelope>(outgoing.Body, Wire.Json)!.Payload.Deserialize<Receipt>(Wire.Json)!))];

    /// <summary>Everything in one receipt, as "id" or "id code".</summary>
    public string[] Answers(string to = Site) => [.. Receipts().Where(r => r.To == to).SelectMany(r =>
        r.Receipt.Received.Select(id => $"{id}").Concat(r.Receipt.Refused.Select(refused => $"{refused.MessageId} {refused.Code}")))];

    public async Task<T> Db<T>(Func<NotesDb, Task<T>> work)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<NotesDb>());
    }

    public Task<string?> Note(Guid id) => Db(db => db.Notes.Where(n => n.Id == id).Select(n => (string?)n.Text).FirstOrDefaultAsync());

    public Task<List<InboxMessage>> Rows() => Db(db => db.Inbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync());

    public Task<List<QuarantinedMessage>> Quarantine() => Db(db => db.Quarantine.AsNoTracking().OrderBy(m => m.Id).ToListAsync());

    public Task<Peer?> Peer(string address = Site) => Db(db => db.Peers.AsNoTracking().FirstOrDefaultAsync(p => p.Own == Us && p.Address == address));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_ownsFolder) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A message of a spoke as the broker delivers it.</summary>
    public static Delivered Message<T>(
        string name, T payload, Guid? consult = null, Guid? id = null, string from = Site, string to = Us, string? user = null,
        Guid? epoch = null, long? number = null, Action<JsonObject>? change = null)
    {
        var envelope = new Envelope
        {
            MessageId = id ?? Guid.CreateVersion7(),
            Name = name,
            From = from,
            To = to,
            ConsultId = consult ?? Guid.CreateVersion7(),
            Hop = 0,
            Version = 1,
            SentAt = Some.Now,
            Alg = "none",
            Kid = "none",
            Payload = JsonSerializer.SerializeToElement(payload, Wire.Json),
        };
        var body = JsonSerializer.SerializeToNode(envelope, Wire.Json)!.AsObject();
        change?.Invoke(body);
        return new Delivered(Us, Encoding.UTF8.GetBytes(body.ToJsonString()), user ?? from, envelope.MessageId.ToString(), epoch, number);
    }

    public static Delivered Opened(string text = "Fever.", Guid? consult = null, Guid? id = null, string from = Site, string? user = null, Guid? epoch = null, long? number = null) =>
        Message(NoteOpened.WireName, new NoteOpened { Text = text }, consult, id, from, user: user, epoch: epoch, number: number);

    public static Delivered Continued(string text, Guid consult, string from = Site) => Message(NoteContinued.WireName, new NoteContinued { Text = text }, consult, from: from);
}
