using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Patients;
using Shared.Hosting.Problems;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

/// <summary>A registered patient who may be the one that somebody is about to register.</summary>
public sealed record LikelyPatient(Patient Patient, Match Match)
{
    /// <summary>Everything that tells people apart is the same, letter for letter.</summary>
    public bool IsSame { get; init; }
}

public static class LikelyPatients
{
    /// <summary>More than this nobody reads.</summary>
    public const int Shown = 5;

    // Far more than share a name or a relative in one centre's villages.
    private const int MostCompared = 1000;

    /// <summary>
    /// Who of these spokes may be this person, the likeliest first. Only records that share a sound of the name, or of the relative and the
    /// name's beginning, are compared; a merged record stands for the one it leads to.
    /// </summary>
    public static async Task<IReadOnlyList<LikelyPatient>> Likely(
        this DbSet<Patient> patients, PatientSummary summary, IReadOnlyList<string> spokes, DateOnly today, CancellationToken ct)
    {
        var match = new PatientMatch(summary);
        var (name, relative) = match.Keys;
        var near = await patients.AsNoTracking()
            .Where(p => spokes.Contains(p.SpokeCode) && ((name != "" && p.NameKey == name) || (relative != "" && p.RelativeKey == relative)))
            .OrderByDescending(p => p.Id).Take(MostCompared).ToListAsync(ct);
        if (Abha.DigitsOf(summary.AbhaNumber) is { Length: 14 } number)
        {
            var shown = $"{number[..2]}-{number[2..6]}-{number[6..10]}-{number[10..]}";
            near.AddRange(await patients.AsNoTracking().Where(p => spokes.Contains(p.SpokeCode) && (p.SearchText.Contains(number) || p.SearchText.Contains(shown))).Take(Shown).ToListAsync(ct));
        }
        LikelyPatient[] likely = [.. near.DistinctBy(p => p.PatientId)
            .Select(p => new LikelyPatient(p, match.With(new PatientMatch(p.Summary), today)) { IsSame = PatientMatch.IsSame(summary, p.Summary) })
            .Where(l => l.IsSame || l.Match.Score >= PatientMatch.Likely)
            .OrderByDescending(l => l.IsSame).ThenByDescending(l => l.Match.Score).Take(Shown * 2)];

        var leading = likely.Select(l => l.Patient.SurvivorId).OfType<Guid>().ToArray();
        var survivors = leading.Length == 0 ? [] : await patients.AsNoTracking().Where(p => leading.Contains(p.PatientId)).ToDictionaryAsync(p => p.PatientId, ct);
        return [.. likely.Select(l => l.Patient.SurvivorId is { } survivor ? l with { Patient = survivors[survivor] } : l).DistinctBy(l => l.Patient.PatientId).Take(Shown)];
    }
}

/// <summary>Who is registered already, as a refusal shows it: only people whom the reader may see.</summary>
/// <param name="Score">The higher the likelier; see <see cref="PatientMatch"/>.</param>
/// <param name="Agrees">What agrees: <c>name</c>, <c>relative</c>, <c>age</c>, <c>village</c>, <c>mobile</c>, <c>abha</c>.</param>
public sealed record Candidate(Guid PatientId, string SpokeCode, PatientSummary Patient, DateTimeOffset RegisteredAt, double Score, IReadOnlyList<string> Agrees)
{
    public const string Code = "patient-likely-registered";

    /// <summary>409 <c>patient-likely-registered</c> with <c>candidates</c>: choose one of them, or say that it is another person and why.</summary>
    public static ProblemHttpResult Refuse(IEnumerable<LikelyPatient> likely)
    {
        var problem = Problem.Of(StatusCodes.Status409Conflict, Code);
        problem.ProblemDetails.Extensions["candidates"] = likely
            .Select(l => new Candidate(l.Patient.PatientId, l.Patient.SpokeCode, l.Patient.Summary, l.Patient.RegisteredAt, Math.Round(l.Match.Score, 1), l.Match.Agrees)).ToArray();
        return problem;
    }
}
