using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>A sign that is ticked, with how soon somebody with it needs an answer.</summary>
public sealed record DangerSign(string Code, Urgency Urgency);

/// <summary>The danger signs a health officer looks for, by group of patients.</summary>
/// <remarks>
/// Young infants and children: IMNCI chart booklet (MoHFW, WHO India). Pregnancy: the Government of India's antenatal red flags. Older
/// children and adults: the programme's own choice. The urgency of each is the programme's proposal. All need clinical sign-off.
/// </remarks>
public static class DangerSigns
{
    public const string ChestIndrawing = "chest-indrawing";
    public const string SunkenEyes = "sunken-eyes";
    public const string DrinksPoorly = "drinks-poorly";
    public const string SlowSkinPinch = "skin-pinch-very-slow";
    public const string NotAbleToDrink = "not-able-to-drink";
    public const string Lethargic = "lethargic-or-unconscious";

    private static readonly Dictionary<PatientGroup, DangerSign[]> ByGroup = new()
    {
        [PatientGroup.YoungInfant] =
        [
            new("not-feeding", Urgency.Stat), new("convulsion", Urgency.Stat), new(ChestIndrawing, Urgency.Stat), new("moves-only-when-stimulated", Urgency.Stat),
            new("nasal-flaring-or-grunting", Urgency.Stat), new("bulging-fontanelle", Urgency.Stat), new("pustules-or-boil", Urgency.Urgent),
        ],
        [PatientGroup.Child] =
        [
            new(NotAbleToDrink, Urgency.Stat), new("vomits-everything", Urgency.Stat), new("convulsion", Urgency.Stat), new(Lethargic, Urgency.Stat),
            new(ChestIndrawing, Urgency.Stat), new("stridor-when-calm", Urgency.Stat), new("stiff-neck", Urgency.Stat),
            new("severe-pallor", Urgency.Urgent), new("swelling-of-both-feet", Urgency.Urgent),
            // One of these alone is no emergency; two of them with drinking or alertness make severe dehydration (Imnci).
            new(SunkenEyes, Urgency.Routine), new(DrinksPoorly, Urgency.Routine), new(SlowSkinPinch, Urgency.Routine),
        ],
        [PatientGroup.OlderChild] =
        [
            new("unconscious", Urgency.Stat), new("convulsion", Urgency.Stat), new("breathless-at-rest", Urgency.Stat), new("severe-bleeding", Urgency.Stat),
            new("stiff-neck", Urgency.Stat), new("vomits-everything", Urgency.Urgent),
        ],
        [PatientGroup.Adult] =
        [
            new("unconscious", Urgency.Stat), new("convulsion", Urgency.Stat), new("breathless-at-rest", Urgency.Stat), new("severe-bleeding", Urgency.Stat),
            new("chest-pain-now", Urgency.Stat), new("weakness-of-one-side", Urgency.Stat),
        ],
        [PatientGroup.Pregnant] =
        [
            new("convulsion", Urgency.Stat), new("vaginal-bleeding", Urgency.Stat), new("headache-with-blurred-vision", Urgency.Stat),
            new("severe-abdominal-pain", Urgency.Stat), new("breathless-at-rest", Urgency.Stat), new("unconscious", Urgency.Stat),
            new("less-fetal-movement", Urgency.Urgent), new("leaking-before-37-weeks", Urgency.Urgent),
        ],
    };

    public static IReadOnlyList<DangerSign> For(PatientGroup group) => ByGroup[group];

    /// <summary>Every code of every group, once.</summary>
    public static IReadOnlyCollection<string> Codes { get; } = [.. ByGroup.Values.SelectMany(signs => signs).Select(sign => sign.Code).Distinct()];
}
