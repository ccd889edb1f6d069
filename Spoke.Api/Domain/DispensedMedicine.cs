using Shared.Contracts.Consults;

namespace Spoke.Api.Domain;

/// <summary>What the patient was given of one medicine line, as last recorded.</summary>
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
    public DateTimeOffset At { get; private set; }

    internal void Say(DispenseResult result, decimal? quantity, string by, DateTimeOffset at) => (Result, Quantity, By, At) = (result, quantity, by, at);
}
