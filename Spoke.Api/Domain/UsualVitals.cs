namespace Spoke.Api.Domain;

public enum Usual
{
    Yes,
    Low,
    High,
}

/// <summary>
/// Which measured values stand out on a page. For the eye only: never a score, never a refusal.
/// </summary>
/// <remarks>
/// Adults: breathing, oxygen and temperature as NEWS2 scores 0 (Royal College of Physicians, 2017); pulse 60-100; blood pressure high
/// from 140/90 and low under 90/60. Under 16: pulse by APLS; breathing by IMNCI's fast breathing under 5, by APLS above; no blood pressure.
/// General knowledge, to be confirmed by a clinical lead.
/// </remarks>
public static class UsualVitals
{
    public static Usual Judge(string field, decimal? value, int? ageInMonths)
    {
        if (value is not { } measured) return Usual.Yes;
        var (low, high) = RangeOf(field, ageInMonths);
        return measured < low ? Usual.Low : measured > high ? Usual.High : Usual.Yes;
    }

    /// <summary>An unknown age is taken for an adult's.</summary>
    public static (decimal? Low, decimal? High) RangeOf(string field, int? ageInMonths)
    {
        var child = ageInMonths is < 16 * 12;
        return field switch
        {
            "systolic" => child ? (null, null) : (90, 139),
            "diastolic" => child ? (null, null) : (60, 89),
            "pulse" => child ? PulseOfChild(ageInMonths!.Value) : (60, 100),
            "respiratoryRate" => child ? BreathingOfChild(ageInMonths!.Value) : (12, 20),
            "temperatureC" => (36.1m, 38.0m),
            "spo2" => (96, null),
            "glucoseMgDl" => (70, 199),
            "haemoglobinGDl" => (11, null),
            _ => (null, null),
        };
    }

    private static (decimal?, decimal?) PulseOfChild(int months) => months switch
    {
        < 12 => (110, 160),
        < 24 => (100, 150),
        < 60 => (95, 140),
        < 144 => (80, 120),
        _ => (60, 100),
    };

    private static (decimal?, decimal?) BreathingOfChild(int months) => months switch
    {
        < 2 => (30, 59),
        < 12 => (25, 49),
        < 60 => (20, 39),
        < 144 => (20, 25),
        _ => (15, 20),
    };
}
