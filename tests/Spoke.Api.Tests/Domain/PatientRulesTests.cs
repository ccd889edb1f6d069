using Microsoft.Extensions.Time.Testing;
using Shared.Contracts.Patients;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

public sealed class PatientRulesTests
{
    private static readonly string TooLong = new('a', 129);

    private static PatientRules Rules(DateTimeOffset? now = null) => new(new FakeTimeProvider(now ?? Some.Now));

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Row("no name", p => p with { Name = " " }, "Name", "patient-name-missing");
        yield return Row("a name too long", p => p with { Name = TooLong }, "Name", "MaximumLengthValidator");
        yield return Row("no father's or husband's name", p => p with { RelativeName = "" }, "RelativeName", "relative-name-missing");
        yield return Row("a relative's name too long", p => p with { RelativeName = TooLong }, "RelativeName", "MaximumLengthValidator");
        yield return Row("no sex", p => p with { Sex = null }, "Sex", "sex-missing");
        yield return Row("neither birth date nor age", p => p with { BirthDate = null }, "BirthDate", "age-missing");
        yield return Row("born tomorrow", p => p with { BirthDate = Some.Today.AddDays(1) }, "BirthDate", "birth-date-impossible");
        yield return Row("born in 1890", p => p with { BirthDate = new(1890, 12, 31) }, "BirthDate", "birth-date-impossible");
        yield return Row("age below nothing", p => p with { BirthDate = null, Age = new Age { Value = -1 } }, "Age", "age-impossible");
        yield return Row("age beyond anybody", p => p with { BirthDate = null, Age = new Age { Value = 131 } }, "Age", "age-impossible");
        yield return Row("no village", p => p with { Address = new Address { Village = "" } }, "Address.Village", "village-missing");
        yield return Row("a village too long", p => p with { Address = new Address { Village = TooLong } }, "Address.Village", "MaximumLengthValidator");
        yield return Row("a PIN that begins with 0", p => p with { Address = p.Address with { Pin = "017120" } }, "Address.Pin", "pin-wrong");
        yield return Row("a PIN of five figures", p => p with { Address = p.Address with { Pin = "17120" } }, "Address.Pin", "pin-wrong");
        yield return Row("no way to reach the patient", p => p with { Mobile = null }, "Mobile", "contact-missing");
        yield return Row("a landline as mobile", p => p with { Mobile = "0177265432" }, "Mobile", "mobile-wrong");
        yield return Row("a mobile of nine figures", p => p with { Mobile = "941801234" }, "Mobile", "mobile-wrong");
        yield return Row("a mobile with the country's code", p => p with { Mobile = "+919418012345" }, "Mobile", "mobile-wrong");
        yield return Row("a wrong mobile of the ASHA", p => p with { AshaMobile = "12345" }, "AshaMobile", "mobile-wrong");
        yield return Row("an ABHA number of 13 figures", p => p with { AbhaNumber = "9112345678901" }, "AbhaNumber", "abha-wrong");
        yield return Row("an ABHA number cut elsewhere", p => p with { AbhaNumber = "911-234-5678-901" }, "AbhaNumber", "abha-wrong");
        yield return Row("whose phone, too long", p => p with { MobileOf = TooLong }, "MobileOf", "MaximumLengthValidator");
        yield return Row("another contact, too long", p => p with { OtherContact = TooLong }, "OtherContact", "MaximumLengthValidator");
        yield return Row("the ASHA's name, too long", p => p with { AshaName = TooLong }, "AshaName", "MaximumLengthValidator");
        yield return Row("a block too long", p => p with { Address = p.Address with { Block = TooLong } }, "Address", "address-too-long");
        yield return Row("a tehsil too long", p => p with { Address = p.Address with { Tehsil = TooLong } }, "Address", "address-too-long");
        yield return Row("a district too long", p => p with { Address = p.Address with { District = TooLong } }, "Address", "address-too-long");
        yield return Row("a state too long", p => p with { Address = p.Address with { State = TooLong } }, "Address", "address-too-long");

        static TestCaseData Row(string what, Func<PatientSummary, PatientSummary> wrong, string field, string code) =>
            new TestCaseData(wrong, field, code).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_wrong_is_said_at_its_field_and_nothing_else_is(object wrong, string field, string code)
    {
        var failures = Rules().Validate(((Func<PatientSummary, PatientSummary>)wrong)(Some.Patient())).Errors;

        Assert.That(failures.Select(f => (f.PropertyName, f.ErrorCode)), Is.EqualTo(new[] { (field, code) }));
    }

    private static IEnumerable<TestCaseData> Taken()
    {
        yield return Row("a birth date", p => p);
        yield return Row("an age alone", p => p with { BirthDate = null, Age = new Age { Value = 42, Estimated = true } });
        yield return Row("a child of ten days", p => p with { BirthDate = null, Age = new Age { Value = 10, Unit = AgeUnit.Days, AsOf = Some.Today } });
        yield return Row("born today", p => p with { BirthDate = Some.Today });
        yield return Row("another contact instead of a mobile", p => p with { Mobile = null, OtherContact = "Through the sarpanch" });
        yield return Row("the ASHA's mobile instead of one of the patient", p => p with { Mobile = null, AshaMobile = "9418054321" });
        yield return Row("an ABHA number in one piece", p => p with { AbhaNumber = "91123456789012" });
        yield return Row("an ABHA number in four", p => p with { AbhaNumber = "91-1234-5678-9012" });
        yield return Row("no PIN", p => p with { Address = p.Address with { Pin = null } });
        yield return Row("a name in Devanagari", p => p with { Name = "सावित्री देवी" });

        static TestCaseData Row(string what, Func<PatientSummary, PatientSummary> right) => new TestCaseData(right).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Taken))]
    public void What_is_enough_is_taken(object right) =>
        Assert.That(Rules().Validate(((Func<PatientSummary, PatientSummary>)right)(Some.Patient())).Errors, Is.Empty);

    [Test]
    public void Today_is_the_day_in_india()
    {
        var born = Some.Patient() with { BirthDate = Some.Today };

        Assert.That(Rules(new(2026, 11, 22, 18, 29, 0, TimeSpan.Zero)).Validate(born).IsValid, Is.False, "Still the 22nd at 23:59.");
        Assert.That(Rules(new(2026, 11, 22, 18, 30, 0, TimeSpan.Zero)).Validate(born).IsValid, Is.True, "The 23rd has begun.");
    }
}
