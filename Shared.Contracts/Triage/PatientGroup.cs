using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>Which rules a patient is looked at with: by age, and by pregnancy before age.</summary>
public enum PatientGroup
{
    /// <summary>Under 2 months: IMNCI's young infant.</summary>
    YoungInfant,

    /// <summary>2 months to under 5 years: IMNCI's child.</summary>
    Child,

    /// <summary>5 to under 16 years: no score is meant for them; danger signs and oxygen only.</summary>
    OlderChild,

    /// <summary>From 16 years: NEWS2.</summary>
    Adult,

    /// <summary>Pregnant, or delivered within the last six weeks: MEOWS and the Government of India's red flags.</summary>
    Pregnant,
}

public static class PatientGroups
{
    public const int DaysAfterDelivery = 42;

    private const int TwoMonths = 60;
    private const decimal Year = 365.25m;

    /// <summary>The group, or null when the age is not known: nothing is then scored.</summary>
    public static PatientGroup? Of(int? ageInDays, Pregnancy? pregnancy) => (ageInDays, pregnancy) switch
    {
        (_, not null) => PatientGroup.Pregnant,
        (null, _) => null,
        ( < TwoMonths, _) => PatientGroup.YoungInfant,
        ({ } days, _) when days < 5 * Year => PatientGroup.Child,
        ({ } days, _) when days < 16 * Year => PatientGroup.OlderChild,
        _ => PatientGroup.Adult,
    };
}
