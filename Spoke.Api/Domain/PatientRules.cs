using FluentValidation;
using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>
/// Nobody is anonymous (guideline rule T3): name, father's or husband's name, age, sex, village and one way to reach the patient.
/// Formats as in the programme's table of identifiers.
/// </summary>
public sealed class PatientRules : AbstractValidator<PatientSummary>
{
    public PatientRules(TimeProvider clock)
    {
        RuleFor(p => p.Name).NotEmpty().WithErrorCode("patient-name-missing").MaximumLength(128);
        RuleFor(p => p.RelativeName).NotEmpty().WithErrorCode("relative-name-missing").MaximumLength(128);
        RuleFor(p => p.Sex).NotNull().WithErrorCode("sex-missing");
        RuleFor(p => p.BirthDate).Must((p, _) => p.BirthDate is not null || p.Age is not null).WithErrorCode("age-missing");
        RuleFor(p => p.BirthDate).Must(born => born <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(5.5)) && born.Value.Year > 1890)
            .When(p => p.BirthDate is not null).WithErrorCode("birth-date-impossible");
        RuleFor(p => p.Age).Must(a => a!.Value is >= 0 and <= 130).When(p => p.Age is not null).WithErrorCode("age-impossible");
        RuleFor(p => p.Age).Must(a => a!.Unit switch { AgeUnit.Months => a.Value < 60, AgeUnit.Days => a.Value <= 60, _ => true })
            .When(p => p.Age is { Value: >= 0 and <= 130 }).WithErrorCode("age-unit-wrong");
        RuleFor(p => p.Address.Village).NotEmpty().WithErrorCode("village-missing").MaximumLength(128);
        RuleFor(p => p.Address.Pin).Matches("^[1-9][0-9]{5}$").When(p => !string.IsNullOrEmpty(p.Address.Pin)).WithErrorCode("pin-wrong");
        RuleFor(p => p.Mobile).NotEmpty()
            .When(p => string.IsNullOrWhiteSpace(p.OtherContact) && string.IsNullOrWhiteSpace(p.AshaMobile)).WithErrorCode("contact-missing");
        RuleFor(p => p.Mobile).Matches("^[6-9][0-9]{9}$").When(p => !string.IsNullOrEmpty(p.Mobile)).WithErrorCode("mobile-wrong");
        RuleFor(p => p.AshaMobile).Matches("^[6-9][0-9]{9}$").When(p => !string.IsNullOrEmpty(p.AshaMobile)).WithErrorCode("mobile-wrong");
        RuleFor(p => p.AbhaNumber).Must(n => Abha.IsNumber(n!)).When(p => !string.IsNullOrEmpty(p.AbhaNumber)).WithErrorCode("abha-wrong");
        RuleFor(p => p.AbhaAddress).Must(a => Abha.IsAddress(a!)).When(p => !string.IsNullOrEmpty(p.AbhaAddress)).WithErrorCode("abha-address-wrong");
        RuleFor(p => p.RchId).Matches("^[0-9]{12}$").When(p => !string.IsNullOrEmpty(p.RchId)).WithErrorCode("rch-wrong");
        RuleFor(p => p.NikshayId).Matches("^[A-Za-z0-9-]{4,20}$").When(p => !string.IsNullOrEmpty(p.NikshayId)).WithErrorCode("register-number-wrong");
        RuleFor(p => p.NcdId).Matches("^[A-Za-z0-9/-]{4,24}$").When(p => !string.IsNullOrEmpty(p.NcdId)).WithErrorCode("register-number-wrong");
        RuleFor(p => p.Address.StateLgd).Matches("^[0-9]{1,2}$").When(p => !string.IsNullOrEmpty(p.Address.StateLgd)).WithErrorCode("lgd-wrong");
        RuleFor(p => p.Address.DistrictLgd).Matches("^[0-9]{1,4}$").When(p => !string.IsNullOrEmpty(p.Address.DistrictLgd)).WithErrorCode("lgd-wrong");
        RuleFor(p => p.Address.SubDistrictLgd).Matches("^[0-9]{1,6}$").When(p => !string.IsNullOrEmpty(p.Address.SubDistrictLgd)).WithErrorCode("lgd-wrong");
        RuleFor(p => p.MobileOf).MaximumLength(64);
        RuleFor(p => p.OtherContact).MaximumLength(128);
        RuleFor(p => p.AshaName).MaximumLength(128);
        foreach (var part in new Func<PatientSummary, string?>[] { p => p.Address.Block, p => p.Address.Tehsil, p => p.Address.District, p => p.Address.State })
            RuleFor(p => p.Address).Must((p, _) => part(p) is not { Length: > 128 }).WithErrorCode("address-too-long");
    }
}
