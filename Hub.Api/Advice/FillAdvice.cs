using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;

namespace Hub.Api.Advice;

/// <summary>
/// What fills the advice form at one press: the templates of the hub and of the doctor, the words the doctor uses most, and what the
/// doctor last gave. It only fills: every line is judged again, and nothing is signed by it (guideline rule T19).
/// </summary>
public sealed class FillAdvice(HubDb db, CurrentAccount me, PrescribingPolicy policy, ProgrammeKey programme)
{
    private const string Template = "use-template";
    private const string Word = "use-word";

    /// <summary>What was last given to the same patient.</summary>
    public const string RepeatForPatient = "repeat-patient";

    /// <summary>What was last given for the diagnosis that stands in the form.</summary>
    public const string RepeatForDiagnosis = "repeat-diagnosis";

    private const int MostFavourites = 6;
    private const int LatestWords = 400;

    public sealed record Offered(Guid TemplateId, string NameEn, string NameHi, bool IsOwn);

    /// <param name="Id">Of the latest use, whose dose and form are taken over.</param>
    public sealed record Favourite(long Id, string Text);

    /// <param name="GivenToPatientAt">Null when this doctor has given this patient nothing here.</param>
    public sealed record Offers(
        IReadOnlyList<Offered> Templates, IReadOnlyList<Favourite> Diagnoses, IReadOnlyList<Favourite> Medicines, DateTimeOffset? GivenToPatientAt);

    public static string UseTemplate(Guid templateId) => $"{Template}:{templateId}";

    public static string UseWord(long id) => $"{Word}:{id}";

    public static bool IsFill(string? act) =>
        act is RepeatForPatient or RepeatForDiagnosis || act?.Split(':')[0] is Template or Word;

    /// <param name="hubCode">The hub of the consult, whose templates are offered.</param>
    public async Task<Offers> Read(string hubCode, PatientSummary? patient, CancellationToken ct)
    {
        var owner = me.Id;
        var templates = await db.AdviceTemplates.AsNoTracking()
            .Where(t => t.RetiredAt == null && (t.OwnerId == owner || t.HubCode == hubCode))
            .Select(t => new Offered(t.TemplateId, t.NameEn, t.NameHi, t.OwnerId != null)).ToListAsync(ct);
        return new(
            [.. templates.OrderByDescending(t => t.IsOwn).ThenBy(t => t.NameEn, StringComparer.Ordinal)],
            await Favourites(UsedWord.OfDiagnosis, ct), await Favourites(UsedWord.OfMedicine, ct),
            patient is null ? null : (await Last(a => a.PatientKey == SameAs.Patient(patient), ct))?.SignedAt);
    }

    /// <summary>What a button of the form brings; null when there is nothing, or nothing of the reader's.</summary>
    /// <param name="diagnoses">What the form says now.</param>
    public async Task<AdviceContent?> Find(string act, PatientSummary? patient, IReadOnlyList<Diagnosis> diagnoses, CancellationToken ct)
    {
        switch (act.Split(':'))
        {
            case [Template, var text] when Guid.TryParse(text, out var templateId):
                var (owner, hubs) = (me.Id, await me.PlacesToday(ct));
                return (await db.AdviceTemplates.AsNoTracking().FirstOrDefaultAsync(
                    t => t.TemplateId == templateId && t.RetiredAt == null && (t.OwnerId == owner || hubs.Contains(t.HubCode!)), ct))?.Content;
            case [Word, var text] when long.TryParse(text, out var id):
                var word = await db.UsedWords.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id && u.PractitionerCode == me.PractitionerCode, ct);
                return word is null ? null : new() { Diagnoses = word.Diagnosis is { } d ? [d] : [], Medicines = word.Medicine is { } m ? [m] : [] };
            case [RepeatForPatient] when patient is not null:
                return Content(await Last(a => a.PatientKey == SameAs.Patient(patient), ct));
            case [RepeatForDiagnosis] when SameAs.Diagnosis(diagnoses) is { } key:
                return Content(await Last(a => a.DiagnosisKey == key, ct));
            default:
                return null;
        }
    }

    private AdviceContent? Content(GivenAdvice? given) =>
        given is not null && SignedAdvice.Check(given.Document, programme.Key, policy).Note is { } note ? AdviceContent.Of(note) : null;

    // Only where the reader may read today, and nothing that was taken back.
    private async Task<GivenAdvice?> Last(System.Linq.Expressions.Expression<Func<GivenAdvice, bool>> which, CancellationToken ct) =>
        me.PractitionerCode is not { } code ? null : await db.Consults.AsNoTracking().AtHubs(await me.PlacesToday(ct)).SelectMany(c => c.Advice)
            .Where(a => a.PractitionerCode == code && a.WithdrawnAt == null).Where(which)
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);

    private async Task<IReadOnlyList<Favourite>> Favourites(string kind, CancellationToken ct)
    {
        if (me.PractitionerCode is not { } code) return [];
        // By the latest uses, so that a habit can change.
        var most = await db.UsedWords.Where(u => u.PractitionerCode == code && u.Kind == kind).OrderByDescending(u => u.Id).Take(LatestWords)
            .GroupBy(u => u.Key).Select(same => new { Times = same.Count(), Last = same.Max(u => u.Id) })
            .OrderByDescending(same => same.Times).ThenByDescending(same => same.Last).Take(MostFavourites).ToListAsync(ct);
        var ids = most.Select(m => m.Last).ToArray();
        var words = (await db.UsedWords.AsNoTracking().Where(u => ids.Contains(u.Id)).ToListAsync(ct)).ToDictionary(u => u.Id);
        return [.. ids.Select(id => new Favourite(id, words[id].Diagnosis?.Text ?? words[id].Medicine!.Name))];
    }
}
