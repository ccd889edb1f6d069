using Shared.Contracts.Advice;
using Shared.Contracts.Consults;

namespace Shared.Tests.Prescriptions;

/// <summary>
/// What may be signed, said a second time: from the guideline's table (list × mode × first or follow-up), its annexure and the rules T5 to T16,
/// as a reader of the paper would check a slip. It shares nothing with the policy.
/// </summary>
internal static class Guideline
{
    /// <summary>What is known of a consult by who asked, and not by the note.</summary>
    /// <param name="Doctor">The registered doctor who asked; null for a health officer.</param>
    /// <param name="Urgency">As asked; it may have risen since.</param>
    public sealed record Facts(Guid Consult, string? Doctor, bool Child, Urgency Urgency);

    /// <summary>Generic names with the list a person finds them on: X is prohibited, E for emergencies, '?' on none, '-' no name.</summary>
    public static readonly IReadOnlyDictionary<string, char> Vocabulary = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase)
    {
        ["paracetamol"] = 'O',
        ["cetirizine"] = 'O',
        ["oral rehydration salts"] = 'O',
        ["amoxicillin"] = 'A',
        ["metformin"] = 'A',
        ["amlodipine"] = 'A',
        ["clonazepam"] = 'A',
        ["sitagliptin"] = 'B',
        ["hydrochlorothiazide"] = 'B',
        ["morphine"] = 'X',
        ["tramadol"] = 'X',
        ["paracetamol + codeine"] = 'X',
        ["adrenaline"] = 'E',
        ["magnesium sulphate"] = 'E',
        ["misoprostol"] = '?',
        ["pаracetamol"] = '-',   // its second letter is Cyrillic
    };

    /// <summary>Why this may not have been signed; null where it may.</summary>
    /// <param name="own">A treating doctor's own prescription, else a hub doctor's advice.</param>
    public static string? Forbids(AdviceNote note, Facts facts, bool own)
    {
        if (note.ConsultId != facts.Consult) return "another consult's";
        if (note.Signer.RegistrationNumber.Length == 0 || note.Signer.Council.Length == 0) return "no registration (T1, T2)";
        if (note.Patient.Name.Length == 0 || note.Patient.Address.Village.Length == 0) return "an anonymous patient (T3)";
        if (!note.ConsentConfirmed) return "no consent (T7)";
        if (note.Medicines.Count > 0 && note.Diagnoses.All(d => d.Text.Trim().Length == 0)) return "medicine without a diagnosis (T13)";
        if (own) return facts.Doctor is null || note.Signer.PractitionerCode != facts.Doctor || note.Mode != ConsultMode.InPerson
            ? "not the treating doctor's (T15)"
            : note.Medicines.Select(m => ListOf(m) switch { 'X' => "prohibited", '-' => "a name nobody can read", _ => null }).FirstOrDefault(why => why is not null);

        if (note.Mode == ConsultMode.InPerson) return "a hub sees nobody";
        if (note.Urgency < facts.Urgency) return "less urgent than it was asked";
        if (note.Urgency == Urgency.Stat && note.Referral is not { Place.Length: > 0 }) return "an emergency that stays (T12)";
        if (note.FollowUpConsult && !IsVisit(note)) return "a follow-up of nothing (T11)";
        if (note.ForTreatingDoctor is true && facts.Doctor is null) return "advice to no doctor (T16)";
        if (note.Medicines.Count > 0 && facts.Doctor is not null && note.ForTreatingDoctor is not true) return "the hub prescribes in the treating doctor's place (T15)";
        if (note.Medicines.Count > 0 && facts.Child && note.AccompaniedBy is not { Name.Length: > 0 }) return "a child alone (T5)";
        return note.Medicines.Select(m => Forbids(note, m)).FirstOrDefault(why => why is not null);
    }

    private static string? Forbids(AdviceNote note, MedicineLine line)
    {
        var list = ListOf(line);
        if (list is 'X') return "prohibited";
        if (list is '-') return "a name nobody can read";
        if (note.ForTreatingDoctor is true) return null;
        var once = line.Immediate is true && line.Frequency == "STAT" && line.DurationDays is null or 1;
        if (note.Urgency == Urgency.Stat) return list == 'E' && once ? null : "closed in an emergency (T12)";
        if (list == 'E' || line.Immediate is true) return "only in an emergency (T12)";
        return (list, note.FollowUpConsult) switch
        {
            ('O', _) => null,
            ('A', false) => IsSeen(note) ? null : "List A without video",
            ('A', true) => GoesOn(line) ? null : "List A, new in a follow-up",
            ('B', true) => note.Medicines.Any(m => IsName(line.AddOnTo, m) && GoesOn(m) && ListOf(m) is 'O' or 'A') ? null : "List B, added to nothing",
            ('B', false) => "List B in a first consult",
            _ => IsSeen(note) && line.OffListReason is { } why && why.Trim().Length > 0 ? null : "on no list, unseen or without a reason",
        };
    }

    private static char ListOf(MedicineLine line) =>
        Vocabulary.TryGetValue(line.Name, out var list) ? list : throw new InvalidDataException($"The walk knows no medicine called {line.Name}.");

    private static bool GoesOn(MedicineLine line) => IsName(line.Continues, line);

    private static bool IsName(string? name, MedicineLine of) => string.Equals(name, of.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSeen(AdviceNote note) => note is { Mode: ConsultMode.Video, Video: { PatientConsented: true, DoctorConsented: true, ChoPresent: true, Minutes: >= 1 } video }
        && video.At <= note.SignedAt && video.At >= note.SignedAt.AddDays(-1);

    private static bool IsVisit(AdviceNote note)
    {
        var day = DateOnly.FromDateTime(note.SignedAt.UtcDateTime.AddMinutes(330));
        return note.InPerson is { SameCondition: true, Facility.Length: > 0, SlipNumber.Length: > 0 } visit
            && visit.PractitionerCode == note.Signer.PractitionerCode && visit.On <= day && visit.On.AddMonths(6) >= day;
    }
}
