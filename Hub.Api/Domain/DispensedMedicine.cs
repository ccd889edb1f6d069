using Shared.Contracts.Consults;

namespace Hub.Api.Domain;

/// <summary>What became of one medicine line of the advice, as the requester last said.</summary>
/// <remarks>FHIR R4: MedicationDispense.</remarks>
public sealed class DispensedMedicine
{
    public long Id { get; private init; }
    public required int AdviceVersion { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    public required string Medicine { get; init; }
    public DispenseResult Result { get; private set; }
    public decimal? Quantity { get; private set; }
    public string By { get; private set; } = "";

    /// <summary>By the spoke's clock, which alone says what was later.</summary>
    public DateTimeOffset At { get; private set; }

    internal void Say(DispensedLine line, string by, DateTimeOffset at)
    {
        if (at > At) (Result, Quantity, By, At) = (line.Result, line.Quantity, by, at);
    }
}
