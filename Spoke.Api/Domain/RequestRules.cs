using FluentValidation;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>What no request may lack, and what is impossible. Rules by complaint, age and pregnancy come on top of this later.</summary>
public sealed class RequestRules : AbstractValidator<RequestContent>
{
    public RequestRules()
    {
        RuleFor(r => r.Specialty).Must(s => Shared.Contracts.Directory.Specialty.Find(s) is not null).WithErrorCode("specialty-missing");
        RuleFor(r => r.Urgency).NotNull().WithErrorCode("urgency-missing");
        RuleFor(r => r.Question).Must(q => q.Trim().Length is >= 10 and <= 4000).WithErrorCode("question-length");
        RuleFor(r => r.Complaints).NotEmpty().WithErrorCode("complaint-missing");
        RuleFor(r => r.Complaints).Must(c => c.Count <= 20);
        RuleForEach(r => r.Complaints).ChildRules(c =>
        {
            c.RuleFor(x => x.Text).NotEmpty().WithErrorCode("complaint-missing").MaximumLength(512);
            c.RuleFor(x => x.Duration).Must(d => d!.Value is > 0 and <= 1000 && d.Unit is "h" or "d" or "wk" or "mo" or "a")
                .When(x => x.Duration is not null).WithErrorCode("duration-wrong");
        });
        RuleFor(r => r.Consent).Must(c => c is { Given: true }).WithErrorCode("consent-missing");
        RuleFor(r => r.Consent!.Method).Must(m => m is "verbal" or "signature" or "thumb" or "witness")
            .When(r => r.Consent is { Given: true }).WithErrorCode("consent-method-missing");
        RuleFor(r => r.Vitals!).SetValidator(new VitalsRules()).When(r => r.Vitals is not null);
        RuleFor(r => r.History).MaximumLength(8000);
        RuleFor(r => r.Examination).MaximumLength(8000);
        RuleFor(r => r.TreatmentGiven).MaximumLength(8000);
        RuleFor(r => r.Impression).MaximumLength(8000);
        RuleFor(r => r.Allergies).Must(a => a.Count <= 50 && a.All(x => x.Substance.Length is > 0 and <= 128));
        RuleFor(r => r.CurrentMedicines).Must(m => m.Count <= 50 && m.All(x => x.Length is > 0 and <= 256));
        RuleFor(r => r.PointOfCareTests).Must(t => t.Count <= 50 && t.All(x => x.Test.Length <= 64 && x.Value.Length <= 64));
        RuleFor(r => r.Pregnancy!.GestationWeeks).InclusiveBetween(1, 44).When(r => r.Pregnancy?.GestationWeeks is not null).WithErrorCode("gestation-impossible");
        RuleFor(r => r.Findings).Must(f => f!.Count <= 100 && f.All(x => x.Code.Length is > 0 and <= 64)).When(r => r.Findings is not null);
        RuleFor(r => r.UrgencyOverride!.Because).Must(UrgencyOverride.Reasons.Contains).When(r => r.UrgencyOverride is not null).WithErrorCode("reason-unknown");
        RuleFor(r => r.IncompleteBecause).Must(MissingReasons.All.Contains).When(r => r.IncompleteBecause is not null).WithErrorCode("reason-unknown");
    }
}

/// <summary>Limits that reject only the impossible; source in <see cref="VitalRanges"/>.</summary>
public sealed class VitalsRules : AbstractValidator<Vitals>
{
    public VitalsRules()
    {
        foreach (var (field, low, high, _, of) in VitalRanges.All)
            RuleFor(v => v).Must(v => of(v) is not { } value || (value >= low && value <= high))
                .OverridePropertyName(field).WithErrorCode("vital-out-of-range");
        RuleFor(v => v.Pain).InclusiveBetween(0, 3).When(v => v.Pain is not null).WithErrorCode("vital-out-of-range");
        RuleFor(v => v.DangerSigns).Must(s => s!.Count <= 40 && s.All(code => code.Length is > 0 and <= 64)).When(v => v.DangerSigns is not null);
        RuleFor(v => v.GlucoseMgDl).Null().When(v => v.GlucoseBeyond is not null).WithErrorCode("vital-out-of-range");
        RuleFor(v => v.NotTakenBecause).Must(MissingReasons.All.Contains).When(v => v.NotTakenBecause is not null).WithErrorCode("reason-unknown");
        RuleFor(v => v.Diastolic).Must((v, diastolic) => diastolic < v.Systolic)
            .When(v => v is { Systolic: not null, Diastolic: not null }).WithErrorCode("diastolic-above-systolic");
    }
}

/// <summary>The rule that needs patient and request together: a patient under 18 comes with an adult whose identity is known (T5).</summary>
public static class MinorRule
{
    public static bool Holds(PatientSummary patient, AccompanyingAdult? adult, DateOnly today) =>
        !patient.IsMinorOn(today) || adult is { Name.Length: > 0, Relation.Length: > 0 };
}
