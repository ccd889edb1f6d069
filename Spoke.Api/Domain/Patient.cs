using Shared.Contracts.Patients;
using Shared.Hosting.Problems;

namespace Spoke.Api.Domain;

/// <summary>
/// A record of somebody who comes to this spoke. Two records of one person are merged: one of them survives, the other leads to it and
/// keeps all that was ever written in it, so that they can be separated again.
/// </summary>
/// <remarks>FHIR R4: Patient; a merged one has a link of type <c>replaced-by</c>.</remarks>
public sealed class Patient
{
    private Patient() { }   // EF Core

    public long Id { get; private init; }
    public required Guid PatientId { get; init; }
    public required string SpokeCode { get; init; }
    public required PatientSummary Summary { get; set; }

    /// <summary>Name, relative, village, phone and numbers in lower case: what the search looks in.</summary>
    public required string SearchText { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Null for those registered before this was noted.</summary>
    public string? RegisteredBy { get; private init; }

    /// <summary>Somebody like this was registered already, and this is why it is another person; null when nobody was.</summary>
    public string? AnotherBecause { get; private init; }

    /// <summary>How name and relative sound: where likely duplicates are looked for; see <see cref="PatientMatch.Keys"/>.</summary>
    public string NameKey { get; private set; } = "";

    public string RelativeKey { get; private set; } = "";

    /// <summary>The <see cref="NameSound.Version"/> that the keys were made with; 0 before any.</summary>
    public int KeyVersion { get; private set; }

    /// <summary>The record that this one leads to since they were merged; null for one that stands for itself.</summary>
    public Guid? SurvivorId { get; private set; }

    /// <summary>Counts corrections, merges and separations, so that of two at once one is refused.</summary>
    public int Version { get; private set; }

    /// <param name="anotherBecause">Why this is nobody of those who were shown; one of <see cref="AnotherPerson.Reasons"/>.</param>
    public static Patient Register(PatientSummary summary, string spokeCode, DateTimeOffset now, string? by = null, string? anotherBecause = null)
    {
        var patient = new Patient
        {
            PatientId = Guid.CreateVersion7(now),
            SpokeCode = spokeCode,
            Summary = summary,
            SearchText = SearchTextOf(summary),
            RegisteredAt = now,
            RegisteredBy = by,
            AnotherBecause = anotherBecause,
        };
        patient.MakeKeys();
        return patient;
    }

    public static string SearchTextOf(PatientSummary p) =>
        string.Join(' ', ((string?[])[p.Name, p.RelativeName, p.Address.Village, p.Mobile, p.AbhaNumber, p.RchId, p.NikshayId, p.NcdId]).Where(part => !string.IsNullOrEmpty(part)))
            .ToLowerInvariant();

    public void MakeKeys()
    {
        (NameKey, RelativeKey) = new PatientMatch(Summary).Keys;
        KeyVersion = NameSound.Version;
    }

    /// <summary>The other record is the same person: from now on it, and whatever was merged into it, leads here.</summary>
    /// <param name="behind">Records that were merged into <paramref name="other"/>.</param>
    /// <exception cref="RuleBrokenException"><c>patients-of-two-spokes</c>, <c>patient-is-itself</c>.</exception>
    public PatientMerge Merge(Patient other, IEnumerable<Patient> behind, string by, DateTimeOffset now)
    {
        if (other.SpokeCode != SpokeCode) throw new RuleBrokenException("patients-of-two-spokes");   // whoever is posted at one of them only would lose the patient
        if (other.PatientId == PatientId) throw new RuleBrokenException("patient-is-itself");
        foreach (var record in behind.Append(other)) record.Follow(PatientId);
        Version++;
        return new PatientMerge
        {
            SurvivorId = PatientId,
            MergedId = other.PatientId,
            MergedBy = by,
            MergedAt = now,
        };
    }

    /// <summary>What is known of the patient was wrong or has changed. Requests that were made keep what they were made with.</summary>
    /// <returns>What stood here before, to be kept; null when nothing is different.</returns>
    public PatientCorrection? Correct(PatientSummary summary, string by, DateTimeOffset now)
    {
        // An age says when it was true: the same figure said again is no new one.
        if (summary.Age is { } age && Summary.Age is { } known && age with { AsOf = known.AsOf } == known) summary = summary with { Age = known };
        if (summary == Summary) return null;
        var correction = new PatientCorrection
        {
            PatientId = PatientId,
            Before = Summary,
            CorrectedBy = by,
            CorrectedAt = now,
        };
        Summary = summary;
        SearchText = SearchTextOf(summary);
        MakeKeys();
        Version++;
        return correction;
    }

    internal void Follow(Guid survivor)
    {
        SurvivorId = survivor == PatientId ? null : survivor;
        Version++;
    }
}

/// <summary>What stood in a patient's record before it was corrected, by whom and when. Never deleted.</summary>
public sealed class PatientCorrection
{
    public long Id { get; private init; }
    public required Guid PatientId { get; init; }
    public required PatientSummary Before { get; init; }
    public required string CorrectedBy { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
}

/// <summary>That two records were found to be one person, by whom and when; and that they were separated again. Never deleted.</summary>
public sealed class PatientMerge
{
    public long Id { get; private init; }
    public required Guid SurvivorId { get; init; }
    public required Guid MergedId { get; init; }
    public required string MergedBy { get; init; }
    public required DateTimeOffset MergedAt { get; init; }
    public string? SeparatedBy { get; private set; }

    /// <summary>Null while the two are one.</summary>
    public DateTimeOffset? SeparatedAt { get; private set; }

    /// <summary>
    /// They are two people after all: the merged record stands for itself again, and what was merged into it before leads to it again.
    /// In whatever order merges are undone, when all are undone every record is as it was registered.
    /// </summary>
    /// <param name="records">Every record that leads where this one leads.</param>
    /// <param name="standing">The merges among them that were not undone.</param>
    public void Separate(IReadOnlyCollection<Patient> records, IReadOnlyCollection<PatientMerge> standing, string by, DateTimeOffset now)
    {
        (SeparatedBy, SeparatedAt) = (by, now);
        HashSet<Guid> apart = [MergedId];
        while (standing.Any(m => m.SeparatedAt is null && apart.Contains(m.SurvivorId) && apart.Add(m.MergedId))) { }
        foreach (var record in records.Where(r => apart.Contains(r.PatientId))) record.Follow(MergedId);
    }
}

/// <summary>Said before somebody is registered of whom there seems to be a record: it is another person, and how one knows.</summary>
public static class AnotherPerson
{
    public static readonly string[] Reasons = ["same-name", "household", "patient-says-new", "other"];
}
