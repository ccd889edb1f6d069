using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>How likely two records are one person, and what of them agrees.</summary>
/// <param name="Score">Evidence for one person less the evidence against; from <see cref="PatientMatch.Likely"/> on the records are shown side by side.</param>
/// <param name="Agrees">What agrees: <c>name</c>, <c>relative</c>, <c>age</c>, <c>village</c>, <c>mobile</c>, <c>abha</c>.</param>
public sealed record Match(double Score, IReadOnlyList<string> Agrees);

/// <summary>
/// Weighs name, father's or husband's name, age, village and sex of two records. A phone serves a household and makes nobody the same
/// person: it only adds to what else agrees. The weights were tuned on made-up villages (see the tests, which print what they give).
/// </summary>
public sealed class PatientMatch
{
    /// <summary>From this score on somebody must look before a second registration.</summary>
    public const double Likely = 6;

    // Second names that half a village has: they tell nobody apart.
    private static readonly HashSet<string> Common = [.. NameSound.Words("Devi Kumari Kumar Singh Lal Ram Bai Chand Dass Begum Kaur Rani Prasad Nath Mohammad Khatun Bano Chandra Pal")];

    private readonly PatientSummary _patient;
    private readonly string[] _name;
    private readonly string[] _relative;
    private readonly string _village;
    private readonly string _digits;

    public PatientMatch(PatientSummary patient)
    {
        _patient = patient;
        (_name, _relative) = (NameSound.Words(patient.Name), NameSound.Words(patient.RelativeName));
        _village = string.Concat(NameSound.Words(patient.Address.Village));
        _digits = DigitsOf(patient.Name);
    }

    /// <summary>Records of one person nearly always share one of these two, so that only few need be compared.</summary>
    public (string Name, string Relative) Keys => (
        Cut($"{(_name is [var given, ..] ? NameSound.Skeleton(given) : "")}{_digits}"),
        _relative is [var relative, ..] && _name is [var first, ..] ? Cut($"{NameSound.Skeleton(relative)}|{NameSound.Skeleton(first)[..1]}{_digits}") : "");

    /// <summary>Name, relative, birth date or age, sex and village are as they stand in the other record, letter for letter.</summary>
    public static bool IsSame(PatientSummary one, PatientSummary other) => Same(one.Name, other.Name) && Same(one.RelativeName, other.RelativeName)
        && Same(one.Address.Village, other.Address.Village) && one.Sex == other.Sex && one.BirthDate == other.BirthDate
        && (one.BirthDate is not null || (one.Age?.Value, one.Age?.Unit) == (other.Age?.Value, other.Age?.Unit));

    public Match With(PatientMatch other, DateOnly today)
    {
        var agrees = new List<string>();
        if (Abha.DigitsOf(_patient.AbhaNumber) is { Length: 14 } number && number == Abha.DigitsOf(other._patient.AbhaNumber)) return new(100, ["abha"]);
        if (_digits != other._digits) return new(-100, agrees);   // "Baby 1" is not "Baby 2"
        if (_patient.Sex is { } sex && other._patient.Sex is { } otherSex && sex != otherSex) return new(-100, agrees);

        var score = NameEvidence(_name, other._name, Note);
        if (score < -50) return new(score, agrees);
        score += RelativeEvidence(other, Note) + AgeEvidence(other, today, Note) + VillageEvidence(other, Note);
        if (_patient.Mobile is { Length: > 0 } mobile && mobile == other._patient.Mobile) score += Note("mobile", 1);
        return new(score, agrees);

        double Note(string what, double evidence)
        {
            agrees.Add(what);
            return evidence;
        }
    }

    private static double NameEvidence(string[] one, string[] other, Func<string, double, double> agrees)
    {
        if (one.Length == 0 || other.Length == 0) return -100;
        var evidence = FirstAlike(one, other) switch { > 0.97 => agrees("name", 4.5), > 0.87 => agrees("name", 3.5), > 0.82 => agrees("name", 2), > 0.75 => 0, _ => -100.0 };
        return evidence + SecondEvidence(one, other);
    }

    private double RelativeEvidence(PatientMatch other, Func<string, double, double> agrees)
    {
        if (_relative.Length == 0 || other._relative.Length == 0) return 0;
        var alike = FirstAlike(_relative, other._relative);
        var evidence = alike switch { > 0.9 => agrees("relative", 3.5), > 0.8 => agrees("relative", 2.5), > 0.7 => 0.5, _ => -4 };
        return alike > 0.8 ? evidence + SecondEvidence(_relative, other._relative) : evidence;
    }

    // The given names; where one has more words than the other, also all of them run together: Ramlal is Ram Lal.
    private static double FirstAlike(string[] one, string[] other)
    {
        var alike = NameSound.Alike(one[0], other[0]);
        return one.Length == other.Length ? alike : Math.Max(alike, NameSound.Alike(string.Concat(one), string.Concat(other)));
    }

    // A second name is left out or exchanged easily, a family's less than a common one.
    private static double SecondEvidence(string[] one, string[] other)
    {
        if (one.Length < 2 || other.Length < 2) return 0;
        var isCommon = Common.Contains(one[^1]) || Common.Contains(other[^1]);
        return NameSound.Alike(one[^1], other[^1]) > 0.8 ? (isCommon ? 0.2 : 1) : isCommon ? -0.8 : -2;
    }

    private double AgeEvidence(PatientMatch other, DateOnly today, Func<string, double, double> agrees)
    {
        if (_patient.DaysOn(today) is not { } days || other._patient.DaysOn(today) is not { } otherDays) return 0;
        if (_patient.BirthDate is { } born && born == other._patient.BirthDate) return agrees("age", 3);
        var apart = Math.Abs(days - otherDays) / 365.25;
        var told = Math.Max(days, otherDays) / 365.25;
        // Ages are told roughly, and the more so the higher they are; a child's is known better.
        var close = told < 5 ? 1.1 : Math.Max(2.1, told * 0.05);
        if (_patient.BirthDate is not null && other._patient.BirthDate is not null) return apart < close ? -0.5 : apart < close * 2 ? -2 : -8;
        return apart < 0.6 ? agrees("age", 2) : apart < close + 1 ? agrees("age", 1.5) : apart < close * 2 ? -1 : apart < close * 4 ? -3 : -8;
    }

    private double VillageEvidence(PatientMatch other, Func<string, double, double> agrees)
    {
        if (_village.Length == 0 || other._village.Length == 0) return 0;
        return NameSound.Alike(_village, other._village) switch { > 0.85 => agrees("village", 2), > 0.72 => agrees("village", 1), _ => -3 };
    }

    private static string DigitsOf(string name) => new([.. name.Where(char.IsDigit)]);

    private static string Cut(string key) => key.Length <= 48 ? key : key[..48];

    private static bool Same(string one, string other) =>
        string.Equals(one.Trim().Normalize(), other.Trim().Normalize(), StringComparison.OrdinalIgnoreCase);
}
