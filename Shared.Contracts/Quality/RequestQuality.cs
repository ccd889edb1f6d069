using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Contracts.Triage;

namespace Shared.Contracts.Quality;

/// <summary>Something a doctor needs, and whether the request has it.</summary>
/// <param name="Code">A name of <see cref="ComplaintGuide.Names"/>, or <c>ask:</c> and a question of <see cref="ComplaintGuide.Questions"/>.</param>
/// <param name="IsThere">A question answered "not known" is answered.</param>
public sealed record Need(string Code, bool IsThere)
{
    public const string AskPrefix = "ask:";
    public const string TestPrefix = "test:";
    public const string Picture = "picture";

    public Names Name => Code.StartsWith(AskPrefix, StringComparison.Ordinal) ? ComplaintGuide.Questions[Code[AskPrefix.Length..]] : ComplaintGuide.Names[Code];
}

/// <summary>A specialty for this patient and complaint.</summary>
/// <param name="Complaint">The complaint it is for.</param>
/// <param name="Because"><c>any</c>, or who the patient is: <c>child</c>, <c>woman</c>, <c>pregnant</c>.</param>
public sealed record SuggestedSpecialty(string Code, string Complaint, string Because);

/// <summary>How much of what a doctor needs a request holds. It asks and suggests; it never stops an emergency.</summary>
/// <remarks>Pure; both sides ask it. The minimum of each complaint is data (<c>complaints.json</c>), a proposal to be signed off.</remarks>
public sealed record RequestQuality(IReadOnlyList<Need> Needs)
{
    private const int ShortestStory = 10;

    public IEnumerable<Need> Missing => Needs.Where(need => !need.IsThere);

    /// <summary>Percent of what is needed; 100 is complete.</summary>
    public int Score => Needs.Count == 0 ? 100 : 100 * Needs.Count(need => need.IsThere) / Needs.Count;

    /// <param name="hasPicture">A photo goes with the request.</param>
    public static RequestQuality Of(RequestContent request, PatientSummary patient, DateOnly today, bool hasPicture)
    {
        var complaints = request.Complaints.Select(ComplaintGuide.Of).OfType<ListedComplaint>().DistinctBy(c => c.Code).ToArray();
        var group = PatientGroups.Of(patient.DaysOn(today), request.Pregnancy);
        var isSmall = group is PatientGroup.YoungInfant or PatientGroup.Child;

        List<string> codes = [];
        if (complaints.Length == 0 || complaints.All(c => c.Vague)) codes.Add("complaint-detail");
        codes.AddRange(ComplaintGuide.Always["everybody"]);
        if (isSmall || group is PatientGroup.OlderChild) codes.AddRange(ComplaintGuide.Always["child"]);
        if (MayBePregnant(patient, today)) codes.AddRange(ComplaintGuide.Always["woman"]);
        if (group is PatientGroup.Pregnant) codes.AddRange(ComplaintGuide.Always["pregnant"]);
        foreach (var complaint in complaints)
        {
            codes.AddRange(complaint.Needs);
            if (isSmall) codes.AddRange(complaint.Child);
            if (group is PatientGroup.Pregnant) codes.AddRange(complaint.Pregnant);
            codes.AddRange(complaint.Asks.Select(ask => Need.AskPrefix + ask));
        }
        // Round the arm of a child from 6 to 59 months only.
        if (group is not PatientGroup.Child || patient.DaysOn(today) < 183) codes.RemoveAll(code => code == "muacCm");
        if (!Fits(request.Specialty, patient, today)) codes.Add("specialty-fits");
        return new([.. codes.Distinct().Select(code => new Need(code, code == Need.Picture ? hasPicture : IsThere(code, request)))]);
    }

    /// <summary>
    /// The specialty for the first complaint that is known. What no hub answers for this spoke is not suggested: the general consult then,
    /// and nothing when that is not served either.
    /// </summary>
    public static SuggestedSpecialty? Suggest(RequestContent request, PatientSummary patient, DateOnly today, Func<string, bool> isServed)
    {
        if (request.Complaints.Select(ComplaintGuide.Of).FirstOrDefault(c => c is not null) is not { } complaint) return null;
        string[] groups =
        [
            .. request.Pregnancy is not null ? ["pregnant"] : Array.Empty<string>(),
            .. patient.Sex is Sex.Female && patient.YearsOn(today) is >= 12 ? ["woman"] : Array.Empty<string>(),
            .. patient.YearsOn(today) is < 16 ? ["child"] : Array.Empty<string>(),
            "any",
        ];
        var because = groups.First(complaint.Specialty.ContainsKey);
        if (complaint.Specialty[because] is var specialty && isServed(specialty)) return new(specialty, complaint.Code, because);
        return isServed(Specialty.GeneralConsult) ? new(Specialty.GeneralConsult, complaint.Code, "any") : null;
    }

    /// <summary>Women's doctors see no men, and children's doctors nobody from 18.</summary>
    public static bool Fits(string specialty, PatientSummary patient, DateOnly today) => specialty switch
    {
        "obs-gynae" => patient.Sex is not Sex.Male,
        "paediatrics" => patient.YearsOn(today) is null or < 18,
        _ => true,
    };

    /// <summary>Pregnancy is asked of women from 12 to 49.</summary>
    public static bool MayBePregnant(PatientSummary patient, DateOnly today) => patient.Sex is Sex.Female && patient.YearsOn(today) is >= 12 and < 50;

    private static bool IsThere(string code, RequestContent request) => code switch
    {
        "duration" => request.Complaints.Count > 0 && request.Complaints.All(c => c.Duration is not null),
        "history" => request.History?.Trim().Length >= ShortestStory,
        "examination" => request.Examination?.Trim().Length >= ShortestStory / 2,
        "allergies" => request.Allergies.Count > 0 || request.NoKnownAllergies is true,
        "currentMedicines" => request.CurrentMedicines.Count > 0,
        "pregnancy" => request.Pregnancy is not null || request.IsPregnant is not null,
        "gestation" => request.Pregnancy is { GestationWeeks: not null } or { LastPeriod: not null } or { DeliveredOn: not null },
        "complaint-detail" or "specialty-fits" => false,
        _ when code.StartsWith(Need.TestPrefix, StringComparison.Ordinal) => request.PointOfCareTests.Any(t => t.Test == code[Need.TestPrefix.Length..]),
        _ when code.StartsWith(Need.AskPrefix, StringComparison.Ordinal) => request.Findings?.Any(f => f.Code == code[Need.AskPrefix.Length..]) is true,
        _ => request.Vitals is { } vitals && RedFlags.IsTaken(vitals, code),
    };
}
