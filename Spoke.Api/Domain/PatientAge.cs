using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>An age as it is said: days under two months, months under two years or while it was told in months, then years.</summary>
public readonly record struct PatientAge(int Value, AgeUnit Unit)
{
    public int Months => Unit switch { AgeUnit.Years => Value * 12, AgeUnit.Months => Value, _ => Value / 30 };

    public static PatientAge? On(PatientSummary patient, DateOnly day)
    {
        if (patient.BirthDate is { } born)
        {
            var days = day.DayNumber - born.DayNumber;
            var months = ((day.Year - born.Year) * 12) + day.Month - born.Month - (day.Day < born.Day ? 1 : 0);
            return days < 60 ? new(Math.Max(0, days), AgeUnit.Days) : months < 24 ? new(months, AgeUnit.Months) : new(months / 12, AgeUnit.Years);
        }
        if (patient.Age is not { } told) return null;
        var since = told.AsOf is { } asOf && day > asOf ? day.DayNumber - asOf.DayNumber : 0;
        var (value, unit) = (told.Value, told.Unit);
        if (unit == AgeUnit.Days && value + since >= 60) (value, unit, since) = ((value + since) / 30, AgeUnit.Months, 0);
        if (unit == AgeUnit.Months && value + (since / 30) >= 60) (value, unit, since) = ((value + (since / 30)) / 12, AgeUnit.Years, 0);
        return new(value + (unit switch { AgeUnit.Days => since, AgeUnit.Months => since / 30, _ => since / 365 }), unit);
    }
}
