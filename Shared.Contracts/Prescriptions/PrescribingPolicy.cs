using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Medicines;

namespace Shared.Contracts.Prescriptions;

/// <summary>
/// What may be prescribed without seeing the patient: list × mode × first or follow-up × who asks × age × urgency. Pure and shared:
/// the form asks it while a doctor types, the hub before it signs, the spoke before it shows.
/// </summary>
/// <remarks>
/// Source: Telemedicine Practice Guidelines, 25 March 2020 (Appendix 5 to the IMC Regulations 2002), 3.7.4 and Annexure 2; the notice of
/// April 2020 for the exceptions. This programme's own: the EMERGENCY list, and what is on no list only by video with a reason. With the
/// patient before the doctor the guideline does not apply; what stays closed are the substances that the law wants on paper forms of
/// their own (Drugs Rules 1945, rule 65, Schedule X; NDPS Rules 1985).
/// </remarks>
/// <param name="lists">The programme's medicine lists.</param>
/// <param name="alternatives">The generics of List O that the formulary has in the class of a medicine on a day.</param>
/// <exception cref="InvalidDataException">The lists contradict themselves: a sentence that names the medicine.</exception>
public sealed class PrescribingPolicy(MedicineLists lists, Func<string, DateOnly, IReadOnlyList<string>>? alternatives = null)
{
    /// <summary>A live contact counts for this long: the doctor signs what was seen now.</summary>
    public static readonly TimeSpan VideoHolds = TimeSpan.FromHours(24);

    /// <summary>A follow-up is within so many months of the consult in person (rule T11).</summary>
    public const int FollowUpMonths = 6;

    private readonly MedicineIndex _index = new(lists);

    /// <summary>With this project's own lists.</summary>
    public static PrescribingPolicy Default { get; } = new(MedicineLists.Default, Formulary.Default.ListOInstead);

    /// <summary>Kept with every signature.</summary>
    public string RulesVersion => lists.Version;

    /// <summary>
    /// The list of each ingredient on a day, null for one on none; a listed combination has one list, and a prohibited ingredient is all
    /// that counts. Null when the name cannot be read.
    /// </summary>
    public IReadOnlyList<MedicineList?>? ListsOf(string name, DateOnly day) => _index.ListsOf(name, day);

    /// <summary>The one name for a medicine: of its salts, synonyms and Hindi names.</summary>
    public string GenericOf(string name) => _index.GenericOf(name);

    /// <summary>For whoever keeps medicines with their list, such as the formulary: both must say the same.</summary>
    /// <exception cref="InvalidDataException">It does not: a sentence that names the medicine.</exception>
    public void MustAgree(string generic, MedicineList? list, DateOnly day)
    {
        if (ListsOf(generic, day) is not { } ordered) throw new InvalidDataException($"The name {generic} cannot be read.");
        if (ordered.Count != 1 || ordered[0] != list)
            throw new InvalidDataException(
                $"{generic} is on {Said(list)} in the formulary and on {string.Join(" and ", ordered.Select(Said))} in order {lists.OrderNumber}.");

        static string Said(MedicineList? list) => list is null ? "no list" : $"List {list}";
    }

    /// <summary>Everything that keeps this case from being signed: the whole first, then line by line. Empty when it is lawful.</summary>
    public IReadOnlyList<PrescribingRefusal> Check(PrescribingCase asked)
    {
        if (asked.Mode == ConsultMode.InPerson) return CheckInPerson(asked);
        var refusals = new List<PrescribingRefusal>();
        if (asked.Urgency == Urgency.Stat && !asked.HasReferral) Whole("emergency-needs-referral", "T12", LawfulWay.InPersonReferral);
        if (asked.FollowUp && !IsRecorded(asked.InPerson, asked)) Whole("follow-up-not-recorded", "T11");
        if (asked.ForTreatingDoctor && !asked.AskedByTreatingDoctor) Whole("no-treating-doctor", "T16");
        if (asked.Medicines.Count == 0) return refusals;

        if (!asked.Diagnoses.Any(d => !string.IsNullOrWhiteSpace(d.Text))) Whole("diagnosis-missing", "T13");
        if (asked.PatientAge is not >= 18 && !asked.HasAdult) Whole("adult-missing", "T5", LawfulWay.InPersonReferral);
        if (asked.AskedByTreatingDoctor && !asked.ForTreatingDoctor)
            Whole("treating-doctor-prescribes", "T15", LawfulWay.AdviceToTreatingDoctor);
        for (var line = 0; line < asked.Medicines.Count; line++)
            if (Refusal(asked, line) is { } refusal) refusals.Add(refusal);
        return refusals;

        void Whole(string code, string rule, params LawfulWay[] ways) => refusals.Add(new(code, -1, "", rule, null, ways));
    }

    // Who sees the patient is bound by a diagnosis, readable names and the law on what is prescribed on paper, and by no list.
    private List<PrescribingRefusal> CheckInPerson(PrescribingCase asked)
    {
        var refusals = new List<PrescribingRefusal>();
        if (!asked.AskedByTreatingDoctor || !asked.SignedByRequester || asked.ForTreatingDoctor) refusals.Add(new("no-treating-doctor", -1, "", "T16", null, []));
        if (asked.Medicines.Count > 0 && !asked.Diagnoses.Any(d => !string.IsNullOrWhiteSpace(d.Text))) refusals.Add(new("diagnosis-missing", -1, "", "T13", null, []));
        foreach (var (at, line) in asked.Medicines.Index())
        {
            if (ListsOf(line.Name, asked.Day) is not { } ingredients) refusals.Add(new("medicine-name-unreadable", at, line.Name, "T24", null, []));
            else if (ingredients.Contains(MedicineList.Prohibited)) refusals.Add(new("medicine-on-paper-only", at, line.Name, "3.7.4", MedicineList.Prohibited, []));
        }
        return refusals;
    }

    private PrescribingRefusal? Refusal(PrescribingCase asked, int at)
    {
        var line = asked.Medicines[at];
        if (ListsOf(line.Name, asked.Day) is not { } ingredients) return new("medicine-name-unreadable", at, line.Name, "T24", null, []);
        foreach (var list in ingredients)
        {
            var refused = Refused(list, line, asked);
            if (refused is null) continue;
            var (code, rule) = refused.Value;
            var ways = Ways(code, asked);
            return new(code, at, line.Name, rule, list, ways)
            {
                Alternatives = ways.Contains(LawfulWay.ListOAlternative) && alternatives is not null ? alternatives(line.Name, asked.Day) : [],
            };
        }
        return null;
    }

    /// <summary>One cell of the matrix: the refusal's code and rule, or null where the line is allowed.</summary>
    private (string Code, string Rule)? Refused(MedicineList? list, MedicineLine line, PrescribingCase asked)
    {
        if (list == MedicineList.Prohibited) return ("medicine-prohibited", "3.7.4");
        if (asked.ForTreatingDoctor) return null;   // who sees the patient prescribes
        if (asked.Urgency == Urgency.Stat)
            return list != MedicineList.Emergency ? ("ordinary-line-in-emergency", "T12")
                : !IsOneDoseNow(line) ? ("emergency-single-dose", "T12")
                : null;
        if (list == MedicineList.Emergency || line.Immediate is true) return ("emergency-only", "T12");

        var video = asked.Mode == ConsultMode.Video && Counts(asked.Video, asked);
        var followUp = asked.FollowUp && IsRecorded(asked.InPerson, asked);
        return list switch
        {
            MedicineList.O => null,
            MedicineList.A when followUp => IsContinued(line) ? null : ("list-a-not-continued", "T11"),
            MedicineList.A => video ? null : ("list-a-needs-video", "3.7.4"),
            MedicineList.B when followUp => IsAddOn(line, asked) ? null : ("list-b-not-add-on", "T11"),
            MedicineList.B => ("list-b-needs-follow-up", "3.7.4"),
            _ when !video => ("unlisted-needs-video", "3.7.4"),
            _ => string.IsNullOrWhiteSpace(line.OffListReason) ? ("unlisted-needs-reason", "3.7.4") : null,
        };
    }

    private static LawfulWay[] Ways(string code, PrescribingCase asked)
    {
        if (code == "unlisted-needs-reason") return [];
        var ways = new List<LawfulWay>();
        if (code is "list-a-needs-video" or "list-a-not-continued" or "unlisted-needs-video") ways.Add(LawfulWay.NeedsVideo);
        if (asked.AskedByTreatingDoctor && code != "medicine-prohibited") ways.Add(LawfulWay.AdviceToTreatingDoctor);
        ways.Add(LawfulWay.InPersonReferral);
        if (asked.Urgency != Urgency.Stat) ways.Add(LawfulWay.ListOAlternative);   // an emergency's ordinary lines are closed
        return [.. ways];
    }

    private static bool Counts(VideoContact? video, PrescribingCase asked) =>
        video is { PatientConsented: true, DoctorConsented: true, ChoPresent: true, Minutes: > 0, Means.Length: > 0 }
        && video.At <= asked.SignedAt && asked.SignedAt - video.At <= VideoHolds;

    private static bool IsRecorded(InPersonConsult? visit, PrescribingCase asked) =>
        visit is { SameCondition: true, Facility.Length: > 0, SlipNumber.Length: > 0 } && visit.PractitionerCode == asked.SignerCode
        && visit.On <= asked.Day && asked.Day <= visit.On.AddMonths(FollowUpMonths);

    private static bool IsOneDoseNow(MedicineLine line) => line is { Immediate: true, Frequency: "STAT", DurationDays: null or 1 };

    private bool IsContinued(MedicineLine line) => line.Continues is { } before && Same(before, line.Name);

    // Not to another of List B: that one stands on a continued medicine itself.
    private bool IsAddOn(MedicineLine line, PrescribingCase asked) => line.AddOnTo is { } to && asked.Medicines.Any(m =>
        Same(m.Name, to) && IsContinued(m) && ListsOf(m.Name, asked.Day) is [MedicineList.O or MedicineList.A]);

    private bool Same(string one, string other) => _index.GenericOf(one) == _index.GenericOf(other);
}
