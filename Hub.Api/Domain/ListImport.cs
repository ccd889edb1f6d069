using System.Text.Json;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Hosting.Problems;

namespace Hub.Api.Domain;

/// <summary>Which of the programme's lists.</summary>
public enum ListKind
{
    Medicines,
    Formulary,
    Diagnoses,
}

/// <summary>What becomes of one row of a file.</summary>
public enum ListRowState
{
    New,
    Changed,
    Same,

    /// <summary>Not in the file, which replaces the whole list: it goes.</summary>
    Gone,

    /// <summary>Left out of the import, with its reason.</summary>
    Refused,
}

/// <param name="Line">Of the file, from 1 with the heading; 0 for what is not in it.</param>
/// <param name="Why">Code of the refusal; its text is <c>lists.why.{code}</c>.</param>
/// <param name="Detail">What the reason is about, such as the name of a column.</param>
public sealed record ListRow(int Line, string Name, ListRowState State, string? Why = null, string? Detail = null);

/// <summary>
/// One import of one list: first only looked at, then perhaps taken. It holds the whole list as it is then, so that what was in force
/// on any day can be read and gone back to. Never changed after it was taken.
/// </summary>
public sealed class ListImport
{
    private ListImport() { }   // EF Core

    public long Id { get; private init; }
    public ListKind Kind { get; private init; }

    /// <summary>The order it was taken in, over all lists; null while it was only looked at.</summary>
    public int? Number { get; private set; }

    /// <summary>The number that was in force when it was looked at: what has been taken since would be lost.</summary>
    public int BasedOn { get; private init; }

    public string FileName { get; private init; } = "";

    /// <summary>Who signed the order, its number and its day.</summary>
    public string SignedBy { get; private init; } = "";
    public string OrderNumber { get; private init; } = "";
    public DateOnly OrderedOn { get; private init; }

    /// <summary>The rows of the file, as JSON.</summary>
    public string Rows { get; private init; } = "[]";

    /// <summary>Why the whole was refused, in the words of whatever contradicts it; null where nothing does.</summary>
    public string? Contradiction { get; private init; }

    /// <summary>The whole list as it becomes, as JSON; empty when it was refused.</summary>
    public string Content { get; private set; } = "";

    public string By { get; private init; } = "";
    public DateTimeOffset At { get; private init; }
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>The number whose list this one went back from.</summary>
    public int? Undoes { get; private init; }

    public static ListImport Look(
        ListKind kind, int basedOn, string fileName, ListOrder order, IReadOnlyList<ListRow> rows, string? contradiction, object content, string by,
        DateTimeOffset now, int? undoes = null) => new()
        {
            Kind = kind,
            BasedOn = basedOn,
            FileName = fileName,
            SignedBy = order.SignedBy,
            OrderNumber = order.OrderNumber,
            OrderedOn = order.OrderedOn,
            Rows = JsonSerializer.Serialize(rows, Wire.Json),
            Contradiction = contradiction,
            Content = contradiction is null ? JsonSerializer.Serialize(content, content.GetType(), Wire.Json) : "",
            By = by,
            At = now,
            Undoes = undoes,
        };

    public IReadOnlyList<ListRow> ReadRows() => JsonSerializer.Deserialize<ListRow[]>(Rows, Wire.Json)!;

    /// <summary>The whole list: <see cref="MedicineLists"/>, <see cref="FormularyData"/> or <see cref="DiagnosisData"/>.</summary>
    public object ReadContent() => JsonSerializer.Deserialize(Content, Kind switch
    {
        ListKind.Medicines => typeof(MedicineLists),
        ListKind.Formulary => typeof(FormularyData),
        _ => typeof(DiagnosisData),
    }, Wire.Json)!;

    /// <summary>The list says whose order it is and which version, which every signature keeps.</summary>
    private void Stamp(bool isSent)
    {
        // A site waits for what was sent, and refuses what never will be.
        var version = ListsInForce.VersionOf(OrderedOn, Number!.Value);
        if (!isSent) version = version.Replace('/', '-');
        object stamped = ReadContent() switch
        {
            MedicineLists lists => lists with { Version = version, SignedBy = SignedBy, OrderNumber = OrderNumber, OrderedOn = OrderedOn },
            FormularyData formulary => formulary with { Version = version },
            var diagnoses => (DiagnosisData)diagnoses with { Version = version },
        };
        Content = JsonSerializer.Serialize(stamped, stamped.GetType(), Wire.Json);
    }

    /// <param name="inForce">The number in force now.</param>
    /// <param name="isSent">Sites are sent what is taken.</param>
    public void Take(int inForce, bool isSent, DateTimeOffset now)
    {
        if (Number is not null) throw new RuleBrokenException("lists-taken-already");
        if (Contradiction is not null) throw new RuleBrokenException("lists-contradict");
        if (BasedOn != inForce) throw new RuleBrokenException("changed-by-another");
        (Number, TakenAt) = (inForce + 1, now);
        Stamp(isSent);
    }
}

/// <summary>Whose order a list is by.</summary>
public sealed record ListOrder(string SignedBy, string OrderNumber, DateOnly OrderedOn);
