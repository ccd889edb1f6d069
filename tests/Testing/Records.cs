using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Testing;

/// <summary>A service's SQLite file, read past the service, with statements of our own: what is on the disk is what counts.</summary>
public sealed class Records(string file)
{
    public sealed record Sent(Guid MessageId, string From, string To, string Name, long Priority, Guid ConsultId, byte[] Body, long? Number, long Sends, long? LastSentAt, OutboxState State, string? RefusedCode);

    public enum OutboxState { Open, Received, Refused }

    public sealed record Taken(string Sender, string Receiver, Guid MessageId, string Name, Guid? Epoch, long? Number, string? RefusedCode);

    public sealed record PutAside(string BrokerUser, string Queue, Guid? MessageId, string? Name, string Code, bool IsReleased);

    public sealed record Consult(long Row, Guid ConsultId, long Hop, string HubCode, string Site, string SpokeCode, string Status, long Version, long AdviceVersion);

    public sealed record Request(long Row, Guid ConsultId, string SpokeCode, string Number, string HubCode, string Status, long AdviceVersion, string? RefusedCode, bool IsPractice);

    public sealed record Happened(long Row, string Kind, string? By, string? Code, long At);

    public sealed record Advice(long Row, long Version, string Document);

    public string File => file;

    public IReadOnlyList<Sent> Outbox() => Query(
        """SELECT "MessageId", "From", "To", "Name", "Priority", "ConsultId", "Body", "Number", "Sends", "LastSentAt", "State", "RefusedCode" FROM "Outbox" ORDER BY "Id" """,
        r => new Sent(r.Id(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.Id(5), (byte[])r[6], r.Long(7), r.GetInt64(8), r.Long(9), (OutboxState)r.GetInt32(10), r.Text(11)));

    public IReadOnlyList<Sent> Open() => [.. Outbox().Where(m => m.State == OutboxState.Open)];

    public IReadOnlyList<Taken> Inbox() => Query(
        """SELECT "Sender", "Receiver", "MessageId", "Name", "Epoch", "Number", "RefusedCode" FROM "Inbox" ORDER BY "Id" """,
        r => new Taken(r.GetString(0), r.GetString(1), r.Id(2), r.GetString(3), r.IsDBNull(4) ? null : r.Id(4), r.Long(5), r.Text(6)));

    public IReadOnlyList<PutAside> Quarantine() => Query(
        """SELECT "BrokerUser", "Queue", "MessageId", "Name", "Code", "ReleasedAt" FROM "Quarantine" ORDER BY "Id" """,
        r => new PutAside(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.Id(2), r.Text(3), r.GetString(4), !r.IsDBNull(5)));

    public long Parked() => Number("""SELECT count(*) FROM "Parked" """);

    /// <summary>Issues of the programme's lists at a site.</summary>
    public long ListsReceived() => Number("""SELECT count(*) FROM "ReceivedLists" """);

    public Guid Epoch() => Query("""SELECT "Epoch" FROM "Custody" """, r => r.Id(0)).Single();

    public IReadOnlyList<Consult> Consults() => Query(
        """SELECT "Id", "ConsultId", "Hop", "HubCode", "Site", "SpokeCode", "Status", "Version", "AdviceVersion" FROM "Consults" ORDER BY "Id" """,
        r => new Consult(r.GetInt64(0), r.Id(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetInt64(7), r.GetInt64(8)));

    public IReadOnlyList<Request> Requests() => Query(
        """SELECT "Id", "ConsultId", "SpokeCode", "Number", "HubCode", "Status", "AdviceVersion", "RefusedCode", "IsPractice" FROM "ConsultRequests" ORDER BY "Id" """,
        r => new Request(r.GetInt64(0), r.Id(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt64(6), r.Text(7), r.GetBoolean(8)));

    /// <summary>The consult of each piece of a picture that the hub has.</summary>
    public IReadOnlyList<Guid> AttachmentPieces() => Query(
        """
        SELECT c."ConsultId" FROM "AttachmentPieces" p JOIN "ConsultAttachments" a ON a."Id" = p."AttachmentRow" JOIN "Consults" c ON c."Id" = a."ConsultRow"
        """,
        r => r.Id(0));

    public IReadOnlyList<Happened> ConsultEvents() => Events("ConsultEvents", "ConsultRow");

    public IReadOnlyList<Happened> RequestEvents() => Events("RequestEvents", "RequestRow");

    public IReadOnlyList<(long Row, Guid InformationId)> ConsultMessages() => Messages("ConsultMessages", "ConsultRow");

    public IReadOnlyList<(long Row, Guid InformationId)> RequestMessages() => Messages("RequestMessages", "RequestRow");

    public IReadOnlyList<Advice> AdviceAtHub() => AdviceOf("ConsultRow");

    public IReadOnlyList<Advice> AdviceAtSpoke() => AdviceOf("RequestRow");

    public long Number(string statement) => Query(statement, r => r.GetInt64(0)).Single();

    /// <summary>Everything that a message may change, as text, to compare before and after.</summary>
    public string Snapshot(params string[] tables) => string.Join('\n', tables.SelectMany(table => Query(
        $"SELECT * FROM \"{table}\"", r => $"{table}: {string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r[i] is byte[] b ? Convert.ToHexString(b) : Convert.ToString(r[i], CultureInfo.InvariantCulture)))}")));

    /// <summary>Damages what is stored, as a fault of the disk or of a person would.</summary>
    public void Damage(string statement, params (string Name, object Value)[] values)
    {
        using var connection = Connect(SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value is Guid id ? Stored(id) : value);
        if (command.ExecuteNonQuery() == 0) throw new InvalidOperationException($"Nothing to change: {statement}");
    }

    public SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    private static string Stored(Guid id) => id.ToString("D").ToUpperInvariant();

    private List<Happened> Events(string table, string owner) => Query(
        $"SELECT \"{owner}\", \"Kind\", \"By\", \"Code\", \"At\" FROM \"{table}\" ORDER BY \"Id\"",
        r => new Happened(r.GetInt64(0), r.GetString(1), r.Text(2), r.Text(3), r.GetInt64(4)));

    private List<(long, Guid)> Messages(string table, string owner) => Query(
        $"SELECT \"{owner}\", \"InformationId\" FROM \"{table}\" ORDER BY \"Id\"", r => (r.GetInt64(0), r.Id(1)));

    private List<Advice> AdviceOf(string owner) => Query(
        $"SELECT \"{owner}\", \"Version\", \"Document\" FROM \"Advice\" ORDER BY \"Id\"", r => new Advice(r.GetInt64(0), r.GetInt64(1), r.GetString(2)));

    private List<T> Query<T>(string statement, Func<SqliteDataReader, T> read)
    {
        using var connection = Connect(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}

internal static class Reading
{
    public static Guid Id(this SqliteDataReader reader, int column) => Guid.Parse(reader.GetString(column));

    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Long(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
