using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench;

/// <summary>
/// The least a round trip can cost with the same durability: the same five durable steps (request, intake, accept, advise, advice
/// in) with their messages and receipts, done bare: RabbitMQ.Client confirms and acks, raw SQLite commits (WAL, FULL), the same
/// batch sizes, the same message sizes. No HTTP, no model, no checks.
/// </summary>
internal static class Floor
{
    // As the product's messages measure.
    private const int RequestBytes = 2300;
    private const int ProgressBytes = 520;
    private const int AdviceBytes = 5200;

    public static async Task<LevelResult> Run(Stack stack, int concurrency)
    {
        var run = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        await using var hub = await BareEnd.Open(stack, $"floor.hub.{run}", $"floor.spoke.{run}", quorum: true);
        await using var spoke = await BareEnd.Open(stack, $"floor.spoke.{run}", $"floor.hub.{run}", quorum: false);
        hub.OnMessage = (id, kind, end) => end.Insert(id, "received", ProgressBytes);
        spoke.OnMessage = (_, _, _) => { };
        await hub.Start();
        await spoke.Start();

        async Task One(int _)
        {
            var id = Guid.CreateVersion7();
            var arrived = hub.Wait(id, "request");
            var advised = spoke.Wait(id, "advice");
            await spoke.Commit(id, "request", RequestBytes);
            await arrived;
            await hub.Commit(id, "accepted", ProgressBytes);
            await hub.Commit(id, "advice", AdviceBytes);
            await advised;
        }

        async Task Settled()
        {
            while (hub.OpenRows + spoke.OpenRows > 0) await Task.Delay(TimeSpan.FromMilliseconds(2));
        }

        var processes = new Dictionary<string, int> { ["floor"] = Environment.ProcessId, ["broker"] = stack.Processes["broker"] };
        var count = concurrency switch { 1 => 300, 8 => 1500, _ => 6000 };
        await Level.Run(concurrency, Math.Min(count, 600), processes, One, Settled);
        await Console.Error.WriteLineAsync($"floor, {concurrency} at a time: {count}");
        return await Level.Run(concurrency, count, processes, One, Settled);
    }
}

/// <summary>One end of the floor: a database, a publisher, a consumer, and nothing else.</summary>
internal sealed class BareEnd : IAsyncDisposable
{
    private const int BatchSize = 100;
    private static readonly TimeSpan BatchWait = TimeSpan.FromMilliseconds(10);

    private readonly SqliteConnection _db;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Channel<(long Row, Guid Id, string Kind, byte[] Body)> _unsent = Channel.CreateUnbounded<(long, Guid, string, byte[])>();
    private readonly Channel<(ulong Tag, Guid Id, string Kind, byte[] Body)> _delivered = Channel.CreateUnbounded<(ulong, Guid, string, byte[])>();
    private readonly ConcurrentDictionary<(Guid, string), TaskCompletionSource> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly string _own, _peer;
    private IConnection _connection = null!;
    private IChannel _publisher = null!, _consumer = null!;
    private int _open;

    private BareEnd(SqliteConnection db, string own, string peer) => (_db, _own, _peer) = (db, own, peer);

    /// <summary>What an end does with a message, inside the transaction that takes it.</summary>
    public required Action<Guid, string, BareEnd> OnMessage { get; set; }

    public int OpenRows => Volatile.Read(ref _open);

    public static async Task<BareEnd> Open(Stack stack, string own, string peer, bool quorum)
    {
        var db = new SqliteConnection($"Data Source={Path.Combine(stack.Folder, own + ".db")}");
        db.Open();
        Run(db, """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE State(Id BLOB, Kind TEXT, Body BLOB, PRIMARY KEY(Id, Kind));
            CREATE TABLE Outbox(Row INTEGER PRIMARY KEY, Id BLOB, Kind TEXT, Body BLOB, Sent INTEGER, Closed INTEGER, UNIQUE(Id, Kind));
            CREATE TABLE Inbox(Id BLOB, Kind TEXT, PRIMARY KEY(Id, Kind));
            """);
        var end = new BareEnd(db, own, peer) { OnMessage = (_, _, _) => { } };
        end._connection = await new ConnectionFactory { Uri = new Uri(stack.Installation.BrokerFor(Demo.BrokerDefinitions.Tester)) }.CreateConnectionAsync();
        end._publisher = await end._connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        end._consumer = await end._connection.CreateChannelAsync();
        await end._consumer.QueueDeclareAsync(own, true, false, false, quorum ? new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-single-active-consumer"] = true } : null);
        return end;
    }

    public async Task Start()
    {
        await _consumer.BasicQosAsync(0, 500, false);
        var consumer = new AsyncEventingBasicConsumer(_consumer);
        consumer.ReceivedAsync += (_, message) =>
        {
            _delivered.Writer.TryWrite((message.DeliveryTag, Guid.Parse(message.BasicProperties.MessageId!), message.BasicProperties.Type!, message.Body.ToArray()));
            return Task.CompletedTask;
        };
        await _consumer.BasicConsumeAsync(_own, false, consumer);
        _loops.Add(Task.Run(Relay));
        _loops.Add(Task.Run(Take));
    }

    public Task Wait(Guid id, string kind) => _waiting.GetOrAdd((id, kind), _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>An act of a person: state and message in one commit.</summary>
    public async Task Commit(Guid id, string kind, int bytes)
    {
        await _turn.WaitAsync();
        try
        {
            using var transaction = _db.BeginTransaction();
            Insert(id, kind, bytes);
            transaction.Commit();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Insert(Guid id, string kind, int bytes)
    {
        var body = new byte[bytes];
        Run(_db, "INSERT OR REPLACE INTO State VALUES ($id, $kind, $body)", ("$id", id), ("$kind", kind), ("$body", body));
        Run(_db, "INSERT INTO Outbox(Id, Kind, Body) VALUES ($id, $kind, $body)", ("$id", id), ("$kind", kind), ("$body", body));
        using var last = _db.CreateCommand();
        last.CommandText = "SELECT last_insert_rowid()";
        Interlocked.Increment(ref _open);
        _unsent.Writer.TryWrite(((long)last.ExecuteScalar()!, id, kind, body));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        await _consumer.QueueDeleteAsync(_own);
        await _connection.DisposeAsync();
        await _db.DisposeAsync();
        _turn.Dispose();
        _stop.Dispose();
    }

    private async Task Relay()
    {
        var batch = new List<(long Row, Guid Id, string Kind, byte[] Body)>();
        while (await Readable(_unsent.Reader))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _unsent.Reader.TryRead(out var row)) batch.Add(row);
            // A row is visible here a moment before its commit; the turn says when it is durable.
            await _turn.WaitAsync();
            _turn.Release();
            await Task.WhenAll(batch.Select(row => Publish(row.Id, row.Kind, row.Body)));
            await InTurn(() =>
            {
                foreach (var row in batch) Run(_db, "UPDATE Outbox SET Sent = 1 WHERE Row = $row", ("$row", row.Row));
            });
        }
    }

    private async Task Take()
    {
        var batch = new List<(ulong Tag, Guid Id, string Kind, byte[] Body)>();
        while (await Readable(_delivered.Reader))
        {
            batch.Clear();
            var until = Task.Delay(BatchWait);
            while (batch.Count < BatchSize)
            {
                if (_delivered.Reader.TryRead(out var message)) batch.Add(message);
                else if (until.IsCompleted) break;
                else await Task.WhenAny(until, _delivered.Reader.WaitToReadAsync().AsTask());
            }

            var taken = new List<(Guid Id, string Kind)>();
            await InTurn(() =>
            {
                foreach (var (_, id, kind, body) in batch)
                {
                    if (kind == "receipt") Close(body);
                    else
                    {
                        Run(_db, "INSERT INTO Inbox VALUES ($id, $kind)", ("$id", id), ("$kind", kind));
                        Run(_db, "INSERT OR REPLACE INTO State VALUES ($id, $kind, $body)", ("$id", id), ("$kind", kind), ("$body", body));
                        OnMessage(id, kind, this);
                        taken.Add((id, kind));
                    }
                }
            });
            await _consumer.BasicAckAsync(batch[^1].Tag, multiple: true);
            foreach (var key in taken)
                if (_waiting.TryRemove(key, out var waiting)) waiting.TrySetResult();
            if (taken.Count > 0)
                await Publish(Guid.CreateVersion7(), "receipt", System.Text.Encoding.UTF8.GetBytes(string.Join(' ', taken.Select(t => $"{t.Id:N}{t.Kind}"))));
        }
    }

    private void Close(byte[] receipt)
    {
        foreach (var key in System.Text.Encoding.UTF8.GetString(receipt).Split(' '))
        {
            Run(_db, "UPDATE Outbox SET Closed = 1 WHERE Id = $id AND Kind = $kind", ("$id", Guid.ParseExact(key[..32], "N")), ("$kind", key[32..]));
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Publish(Guid id, string kind, byte[] body) => await _publisher.BasicPublishAsync("", _peer, mandatory: true, new BasicProperties
    {
        MessageId = id.ToString("D"),
        Type = kind,
        DeliveryMode = DeliveryModes.Persistent,
        Expiration = "120000",
    }, body);

    private async Task InTurn(Action work)
    {
        await _turn.WaitAsync();
        try
        {
            using var transaction = _db.BeginTransaction();
            work();
            transaction.Commit();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> Readable<T>(ChannelReader<T> reader)
    {
        try
        {
            return await reader.WaitToReadAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Run(SqliteConnection db, string sql, params (string Name, object Value)[] values)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value is Guid id ? id.ToByteArray() : value);
        command.ExecuteNonQuery();
    }
}
