namespace Shared.Contracts.Consults;

/// <summary>
/// What the patient was given of what the doctor prescribed, line by line. Sent by Spoke.Api; not answered. Said again about a line, the
/// later word holds. Since contract 1.3.
/// </summary>
/// <remarks>FHIR R4: a MedicationDispense for each line.</remarks>
public sealed record Dispensed
{
    public const string WireName = "dispensed.v1";

    /// <summary>No prescription is longer.</summary>
    public const int MostLines = 30;

    /// <summary>The advice whose lines these are.</summary>
    public required int AdviceVersion { get; init; }

    public required IReadOnlyList<DispensedLine> Lines { get; init; }
    public required string DispensedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What became of one line.</summary>
public sealed record DispensedLine
{
    /// <summary>Place of the line in the advice, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Generic name, as on the line.</summary>
    public required string Medicine { get; init; }

    public required DispenseResult Result { get; init; }

    /// <summary>How much was given, in what the line counts; null when all of it, none of it, or nobody counted.</summary>
    public decimal? Quantity { get; init; }
}

public enum DispenseResult
{
    Given,

    /// <summary>Less than prescribed; the rest is not here.</summary>
    Partly,
    OutOfStock,

    /// <summary>By the patient.</summary>
    Refused,
}
