using FluentValidation.Results;
using Microsoft.Extensions.Primitives;
using Shared.Contracts.Patients;
using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>
/// The fields of a patient, as registration and the request form have them, and what they mean. Names are the paths of the
/// validator, so that a refusal meets its field.
/// </summary>
public static class PatientForm
{
    public static readonly string[] Names =
    [
        "patient.name", "patient.relativeName", "patient.birthDate", "patient.age", "patient.ageUnit", "patient.ageEstimated", "patient.sex",
        "patient.mobile", "patient.mobileOf", "patient.otherContact", "patient.ashaName", "patient.ashaMobile", "patient.address.village",
        "patient.address.block", "patient.address.tehsil", "patient.address.district", "patient.address.state", "patient.address.pin", "patient.address.stateLgd",
        "patient.address.districtLgd", "patient.address.subDistrictLgd", "patient.abhaNumber", "patient.abhaAddress", "patient.rchId", "patient.nikshayId", "patient.ncdId",
    ];

    /// <summary>A form over fields that were kept, so that kept and posted ones are read alike.</summary>
    public static PostedForm Over(IReadOnlyDictionary<string, string> fields) =>
        new(new FormCollection(fields.ToDictionary(f => f.Key, f => new StringValues(f.Value))));

    public static PatientSummary Read(PostedForm form, DateOnly today)
    {
        var age = form.Whole("patient.age");
        return new PatientSummary
        {
            Name = form.Text("patient.name") ?? "",
            RelativeName = form.Text("patient.relativeName") ?? "",
            BirthDate = form.Date("patient.birthDate"),
            // A known birth date says it better than any age.
            Age = age is { } value && form.Text("patient.birthDate") is null
                ? new Age { Value = value, Unit = form.Choice<AgeUnit>("patient.ageUnit") ?? AgeUnit.Years, Estimated = form.Ticked("patient.ageEstimated"), AsOf = today }
                : null,
            Sex = form.Choice<Sex>("patient.sex"),
            Mobile = Digits(form.Text("patient.mobile")),
            MobileOf = form.Text("patient.mobile") is null ? null : form.Text("patient.mobileOf"),
            OtherContact = form.Text("patient.otherContact"),
            AshaName = form.Text("patient.ashaName"),
            AshaMobile = Digits(form.Text("patient.ashaMobile")),
            Address = new Address
            {
                Village = form.Text("patient.address.village") ?? "",
                Block = form.Text("patient.address.block"),
                Tehsil = form.Text("patient.address.tehsil"),
                District = form.Text("patient.address.district"),
                State = form.Text("patient.address.state"),
                Pin = Digits(form.Text("patient.address.pin")),
                StateLgd = Digits(form.Text("patient.address.stateLgd")),
                DistrictLgd = Digits(form.Text("patient.address.districtLgd")),
                SubDistrictLgd = Digits(form.Text("patient.address.subDistrictLgd")),
            },
            AbhaNumber = Digits(form.Text("patient.abhaNumber")),
            AbhaAddress = form.Text("patient.abhaAddress"),
            RchId = Digits(form.Text("patient.rchId")),
            NikshayId = form.Text("patient.nikshayId"),
            NcdId = form.Text("patient.ncdId"),
        };
    }

    /// <summary>The same back again, for a form that opens with a known patient.</summary>
    public static Dictionary<string, string> Write(PatientSummary patient) => new()
    {
        ["patient.name"] = patient.Name,
        ["patient.relativeName"] = patient.RelativeName,
        ["patient.birthDate"] = Format.InputDate(patient.BirthDate),
        ["patient.age"] = Format.Input(patient.Age?.Value),
        ["patient.ageUnit"] = patient.Age is { } age ? Domain.ConsultRequest.Code(age.Unit) : "",
        ["patient.ageEstimated"] = patient.Age is { Estimated: true } ? "true" : "",
        ["patient.sex"] = patient.Sex is { } sex ? Domain.ConsultRequest.Code(sex) : "",
        ["patient.mobile"] = patient.Mobile ?? "",
        ["patient.mobileOf"] = patient.MobileOf ?? "",
        ["patient.otherContact"] = patient.OtherContact ?? "",
        ["patient.ashaName"] = patient.AshaName ?? "",
        ["patient.ashaMobile"] = patient.AshaMobile ?? "",
        ["patient.address.village"] = patient.Address.Village,
        ["patient.address.block"] = patient.Address.Block ?? "",
        ["patient.address.tehsil"] = patient.Address.Tehsil ?? "",
        ["patient.address.district"] = patient.Address.District ?? "",
        ["patient.address.state"] = patient.Address.State ?? "",
        ["patient.address.pin"] = patient.Address.Pin ?? "",
        ["patient.address.stateLgd"] = patient.Address.StateLgd ?? "",
        ["patient.address.districtLgd"] = patient.Address.DistrictLgd ?? "",
        ["patient.address.subDistrictLgd"] = patient.Address.SubDistrictLgd ?? "",
        ["patient.abhaNumber"] = patient.AbhaNumber ?? "",
        ["patient.abhaAddress"] = patient.AbhaAddress ?? "",
        ["patient.rchId"] = patient.RchId ?? "",
        ["patient.nikshayId"] = patient.NikshayId ?? "",
        ["patient.ncdId"] = patient.NcdId ?? "",
    };

    /// <summary>The input a refusal is shown at, where that is not the path itself; null for the rest.</summary>
    public static string? InputOf(ValidationFailure failure) => failure switch
    {
        { ErrorCode: "age-missing" } => "patient.age",   // asked first; the birth date is the better answer but seldom known
        { ErrorCode: "another-reason-missing" } => "anotherBecause",
        { PropertyName: "Patient.Address" } => "patient.address.block",
        _ => null,
    };

    /// <summary>What is wrong with a form, each refusal at its input and in the words of a page where it has any.</summary>
    public static FormErrors Wrong(PostedForm form, ValidationResult result)
    {
        var errors = new FormErrors().Add(form.Errors);
        foreach (var failure in result.Errors)
        {
            var input = InputOf(failure) ?? failure.PropertyName;
            if (!form.Errors.Has(input)) errors.Add(input, Texts.Current.Find($"validation.{failure.ErrorCode}") is { } own && !own.Contains('{') ? own : failure.ErrorMessage);
        }
        return errors;
    }

    // Numbers are written with spaces, dashes and a country code, on Hindi keyboards too.
    private static string? Digits(string? typed)
    {
        if (typed is null) return null;
        var plain = new string([.. typed.Where(c => c is not (' ' or '-' or '(' or ')')).Select(c => c is >= '०' and <= '९' ? (char)(c - '०' + '0') : c)]);
        return plain.StartsWith("+91", StringComparison.Ordinal) ? plain[3..] : plain.Length == 11 && plain[0] == '0' ? plain[1..] : plain;
    }
}
