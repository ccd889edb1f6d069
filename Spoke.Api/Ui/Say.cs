using System.Globalization;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Contracts.Quality;
using Shared.Hosting.Ui;
using Spoke.Api.Domain;

namespace Spoke.Api.Ui;

/// <summary>A state as it looks: colour, shape and word.</summary>
public sealed record Look(string? Class, string Icon, string Text);

/// <summary>How people, places and states are said on the pages of a site, in the reader's language.</summary>
public static class Say
{
    public static string Here(this Names names) => Texts.InHindi ? names.Hi : names.En;

    public static string In(this Names names, string language) => language == Texts.Hindi ? names.Hi : names.En;

    /// <summary>A text in a language that is not the reader's: a slip is in the patient's.</summary>
    public static string In(string language, string key, params object?[] args) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Current.Template(key, language), args);

    /// <summary>As the facility is called on its signboard.</summary>
    public static string Facility(SpokeEntry spoke, string? language = null)
    {
        language ??= Texts.Language;
        var key = $"facility.{spoke.FacilityType}";
        return Texts.Current.Has(key) ? In(language, key, spoke.Name.In(language)) : spoke.Name.In(language);
    }

    public static string Specialty(string code) => Shared.Contracts.Directory.Specialty.Find(code)?.Name.Here() ?? code;

    /// <summary>The text of a code that may be newer than this program: then the code itself.</summary>
    public static string Code(string prefix, string? code) => code is null ? "" : Texts.Current.Find($"{prefix}.{code}") ?? code;

    /// <summary>"Savitri Devi, 42 F".</summary>
    public static string Who(PatientSummary? patient, DateOnly today) => patient is null || string.IsNullOrWhiteSpace(patient.Name)
        ? Texts.Of("who.unnamed")
        : AgeSex(patient, today) is { Length: > 0 } more ? $"{patient.Name}, {more}" : patient.Name;

    /// <summary>"42 F", "8 months M"; what is not known is left out.</summary>
    public static string AgeSex(PatientSummary patient, DateOnly today, string? language = null)
    {
        language ??= Texts.Language;
        var sex = patient.Sex is { } s ? In(language, $"sex.short.{ConsultRequest.Code(s)}") : "";
        if (PatientAge.On(patient, today) is not { } age) return sex;
        var unit = ConsultRequest.Code(age.Unit);
        return patient.Sex is null ? In(language, $"age.{unit}", age.Value) : In(language, $"who.{unit}", age.Value, sex);
    }

    public static string Relative(PatientSummary patient, string? language = null) => patient.RelativeName.Length == 0
        ? ""
        : In(language ?? Texts.Language, patient.Sex is Sex.Male ? "who.father" : "who.relative", patient.RelativeName);

    /// <summary>"94180 12345 (self)".</summary>
    public static string? Phone(PatientSummary patient, string? language = null)
    {
        language ??= Texts.Language;
        if (patient.Mobile is not { Length: > 0 } mobile) return patient.OtherContact;
        var whose = patient.MobileOf is { Length: > 0 } of ? Texts.Current.Has($"phone-of.{of}") ? In(language, $"phone-of.{of}") : of : null;
        return whose is null ? Spaced(mobile) : $"{Spaced(mobile)} ({whose})";
    }

    public static string Spaced(string mobile) => mobile.Length == 10 ? $"{mobile[..5]} {mobile[5..]}" : mobile;

    /// <summary>Only what can be dialled: directories write remarks behind a number.</summary>
    public static string Dial(string phone) => new([.. phone.TakeWhile(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ').Where(c => c != ' ')]);

    public static Look State(RequestStatus status, bool wasSent, bool patientKnows, bool isPractice) => status switch
    {
        RequestStatus.Draft => Of("b-open", "pencil", "draft"),
        RequestStatus.Queued => isPractice ? Of("b-open", "tray-up", "practice") : Of("b-wait", "tray-up", wasSent ? "sent" : "queued"),
        RequestStatus.Received => Of("b-wait", "hourglass", "received"),
        RequestStatus.Accepted => Of("b-work", "steth", "accepted"),
        RequestStatus.InformationAsked => Of("b-ask", "ask", "information-asked"),
        RequestStatus.Advised => Of("b-ready", "advice", "advised"),
        RequestStatus.Acknowledged => patientKnows ? Of("b-done", "told", "told") : Of("b-done", "eye", "acknowledged"),
        RequestStatus.Closed => Of(null, "closed", "closed"),
        RequestStatus.Returned => Of("b-ask", "return", "returned"),
        RequestStatus.Cancelling => Of("b-open", "cancelling", "cancelling"),
        _ => Of(null, "x", "cancelled"),
    };

    public static Look Urgent(Urgency urgency) => urgency switch
    {
        Urgency.Stat => new("urg-stat", "octagon", Texts.Of("urgency.stat")),
        Urgency.Urgent or Urgency.Asap => new("urg-urgent", "triangle", Texts.Of("urgency.urgent")),
        _ => new("urg-routine", "circle", Texts.Of("urgency.routine")),
    };

    /// <summary>A common complaint in the reader's language, whichever it was typed in; others as typed.</summary>
    public static string Complaint(Complaint complaint) => ComplaintGuide.Named(complaint.Text)?.Name.Here() ?? complaint.Text;

    /// <summary>"Is the neck stiff? Yes"</summary>
    public static string Finding(Finding finding) =>
        $"{(ComplaintGuide.Questions.TryGetValue(finding.Code, out var question) ? question.Here() : finding.Code)} {Texts.Of($"answer.{ConsultRequest.Code(finding.Answer)}")}";

    public static string Duration(Duration? duration) =>
        duration is null ? "" : Texts.Of($"duration.{duration.Unit}", duration.Value);

    /// <summary>"pregnant, 34 weeks" or "delivered on 12/11/2026".</summary>
    public static string Pregnancy(Pregnancy pregnancy) => pregnancy switch
    {
        { DeliveredOn: { } day } => Texts.Of("review.delivered", Format.Date(day)),
        { GestationWeeks: { } weeks } => Texts.Of("review.pregnant-weeks", weeks),
        { LastPeriod: { } last } => Texts.Of("review.pregnant-last", Format.Date(last)),
        _ => Texts.Of("review.pregnant"),
    };

    private static Look Of(string? css, string icon, string state) => new(css, icon, Texts.Of($"state.{state}"));
}
