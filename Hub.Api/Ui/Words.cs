using System.Globalization;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Ui;

/// <summary>How the hub's pages say the same thing everywhere, in the reader's language.</summary>
internal static class Words
{
    /// <summary>Doctors take consults; nodal officers look.</summary>
    public static bool CanTake(CurrentAccount me) => me.Is(Roles.Specialist) || me.Is(Roles.Mo);

    /// <summary>Managers and operations see figures, never patients.</summary>
    public static bool CanRead(CurrentAccount me) => CanTake(me) || me.Is(Roles.Nodal);

    public static string In(Names names) => Texts.InHindi ? names.Hi : names.En;

    /// <summary>"SHC Gumma, Shimla"; the bare code where the directory has forgotten it.</summary>
    public static string Spoke(ProgrammeDirectory directory, string code) => directory.Spoke(code) is { } spoke
        ? $"{Texts.Current.Find($"facility.{spoke.FacilityType}", In(spoke.Name)) ?? In(spoke.Name)}, {In(spoke.District)}"
        : code;

    /// <summary>A colleague as the certificate of the directory names them.</summary>
    public static string Doctor(ProgrammeDirectory directory, ProgrammeKey programme, string code) =>
        Shared.Contracts.Signing.PractitionerCertificate.Read(directory.Practitioner(code)?.Certificate, programme.Key)?.Practitioner is { } doctor
            ? (Texts.InHindi ? doctor.NameHi ?? doctor.Name : doctor.Name)
            : code;

    public static string Specialty(string code) => Shared.Contracts.Directory.Specialty.Find(code) is { } specialty ? In(specialty.Name) : code;

    /// <summary>"42 F"; months under five years, days under two months, because a dose depends on it.</summary>
    public static string AgeAndSex(PatientSummary? patient, DateOnly day)
    {
        if (patient is null) return "";
        var sex = patient.Sex is { } known ? Texts.Of($"sex.{known.ToString().ToLowerInvariant()}") : null;
        return (Age(patient, day), sex) switch
        {
            ({ } age, { } both) => Texts.Of("person.age-sex", age, both),
            (var age, var only) => age ?? only ?? "",
        };
    }

    public static string Named(PatientSummary? patient, DateOnly day) => AgeAndSex(patient, day) is { Length: > 0 } more ? $"{patient!.Name}, {more}" : patient?.Name ?? "";

    /// <summary>The beginning of a long text, cut at a word.</summary>
    public static string Beginning(string text, int most)
    {
        if (text.Length <= most) return text;
        var cut = text.LastIndexOf(' ', most);
        return $"{text[..(cut > most / 2 ? cut : most)].TrimEnd()}…";
    }

    /// <summary>98160 12345, as it is said on the phone.</summary>
    public static string Phone(string mobile) => mobile.Length == 10 ? $"{mobile[..5]} {mobile[5..]}" : mobile;

    /// <summary>The text of a code; a code from a newer version is shown as it came.</summary>
    public static string Code(string kind, string? code) => code is null ? "" : Texts.Current.Find($"{kind}.{code}") ?? code;

    public static string UrgencyIcon(Urgency urgency) => urgency switch { Urgency.Stat => "octagon", Urgency.Routine => "circle", _ => "triangle" };

    private static string? Age(PatientSummary patient, DateOnly day)
    {
        if (patient.BirthDate is { } born && born <= day)
        {
            var months = ((day.Year - born.Year) * 12) + day.Month - born.Month - (day.Day < born.Day ? 1 : 0);
            var days = day.DayNumber - born.DayNumber;
            return days < 60 ? Texts.Current.Count("age.days", days)
                : months < 60 ? Texts.Current.Count("age.months", months)
                : Years(months / 12);
        }
        var told = patient.Age switch
        {
            null => null,
            { Unit: AgeUnit.Days } age => Texts.Current.Count("age.days", age.Value),
            { Unit: AgeUnit.Months } age => Texts.Current.Count("age.months", age.Value),
            _ => patient.YearsOn(day) is { } years ? Years(years) : null,
        };
        return told is not null && patient.Age!.Estimated ? Texts.Of("age.about", told) : told;
    }

    private static string Years(int years) => Texts.Of("age.years", years.ToString(CultureInfo.InvariantCulture));
}
