using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>Somebody who comes to this spoke.</summary>
/// <remarks>FHIR R4: Patient.</remarks>
public sealed class Patient
{
    private Patient() { }   // EF Core

    public long Id { get; private init; }
    public required Guid PatientId { get; init; }
    public required string SpokeCode { get; init; }
    public required PatientSummary Summary { get; set; }

    /// <summary>Name, relative, village and phone in lower case: what the search looks in.</summary>
    public required string SearchText { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public static Patient Register(PatientSummary summary, string spokeCode, DateTimeOffset now) => new()
    {
        PatientId = Guid.CreateVersion7(now),
        SpokeCode = spokeCode,
        Summary = summary,
        SearchText = SearchTextOf(summary),
        RegisteredAt = now,
    };

    public static string SearchTextOf(PatientSummary p) =>
        string.Join(' ', p.Name, p.RelativeName, p.Address.Village, p.Mobile, p.AbhaNumber).ToLowerInvariant();
}
