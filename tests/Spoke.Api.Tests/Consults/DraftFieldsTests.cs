using Microsoft.Extensions.Time.Testing;
using Shared.Contracts.Consults;
using Shared.Hosting.Ui;
using Spoke.Api.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>From what is typed to a request, and what the form asks before it sends it.</summary>
public sealed class DraftFieldsTests
{
    private static readonly Dictionary<string, string> Typed = new()
    {
        ["patient.name"] = "Savitri Devi",
        ["patient.relativeName"] = "Ram Lal",
        ["patient.age"] = "42",
        ["patient.sex"] = "female",
        ["patient.address.village"] = "Kotkhai",
        ["patient.mobile"] = "9418012345",
        ["complaints[0].text"] = "Chest pain",
        ["complaints[0].duration"] = "2",
        ["complaints[0].durationUnit"] = "h",
        ["specialty"] = "general-medicine",
        ["urgency"] = "routine",
        ["question"] = "Chest pain for two hours, what now?",
        ["consent.given"] = "true",
        ["consent.method"] = "verbal",
        ["consent.language"] = "hi",
    };

    [OneTimeSetUp]
    public void Read_the_texts() => Texts.Load(strict: true, typeof(DraftFields).Assembly);

    private static ConsultRequest Draft(params (string Field, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(Typed);
        foreach (var (field, value) in more) fields[field] = value;
        return ConsultRequest.Begin(Some.SpokeCode, Guid.Empty, "Sunita Verma", new DraftForm { Fields = fields, SavedAt = Some.Now }, practice: false, corrects: null, Some.Now);
    }

    private static string[] Faults(ConsultRequest draft) =>
        [.. DraftFields.Check(draft, new RequestConsult.Validator(new FakeTimeProvider(Some.Now)), Some.Today, hasPicture: false).Select(f => f.Field)];

    private static RequestConsult.Command Command(ConsultRequest draft) => DraftFields.CommandOf(draft, "cho-sunita", Some.Today);

    [Test]
    public void What_is_missing_takes_one_reason_and_an_emergency_takes_none() => Assert.Multiple(() =>
    {
        Assert.That(Faults(Draft()), Is.EqualTo(new[] { "incompleteBecause" }));
        Assert.That(Faults(Draft(("incompleteBecause", "no-instrument"))), Is.Empty);
        Assert.That(Faults(Draft(("urgency", "stat"))), Is.Empty);
    });

    [Test]
    public void Less_haste_than_the_red_flags_propose_takes_a_reason_that_is_sent_with_it()
    {
        (string, string)[] grave = [("vitals.spo2", "84"), ("vitals.respiratoryRate", "32"), ("vitals.pulse", "134"), ("incompleteBecause", "no-time")];

        Assert.Multiple(() =>
        {
            Assert.That(Faults(Draft(grave)), Is.EqualTo(new[] { "urgency.override" }));
            Assert.That(Faults(Draft([.. grave, ("urgency", "stat")])), Is.Empty);
            var decided = Draft([.. grave, ("urgency.override", "treated-and-better")]);
            Assert.That(Faults(decided), Is.Empty);
            Assert.That(Command(decided).UrgencyOverride, Is.EqualTo(new UrgencyOverride(Urgency.Stat, "treated-and-better")));
            Assert.That(Command(Draft(("urgency.override", "treated-and-better"))).UrgencyOverride, Is.Null, "nothing was overridden");
        });
    }

    [Test]
    public void What_cannot_be_so_is_no_red_flag_and_asks_for_no_reason() =>
        Assert.That(Faults(Draft(("vitals.spo2", "12"), ("incompleteBecause", "no-time"))), Is.EqualTo(new[] { "vitals.spo2" }));

    [Test]
    public void Danger_signs_are_null_when_nobody_looked_and_empty_when_none_was_found() => Assert.Multiple(() =>
    {
        Assert.That(Command(Draft()).Vitals, Is.Null);
        Assert.That(Command(Draft(("vitals.danger.none", "true"))).Vitals!.DangerSigns, Is.Empty);
        Assert.That(Command(Draft(("vitals.danger.chest-pain-now", "true"), ("vitals.danger.none", "true"))).Vitals!.DangerSigns, Is.EqualTo(new[] { "chest-pain-now" }));
        Assert.That(Command(Draft(("vitals.danger.vaginal-bleeding", "true"))).Vitals, Is.Null, "a sign of pregnancy, and nobody said that she is pregnant");
    });

    [TestCase("HI", Beyond.High)]
    [TestCase("lo", Beyond.Low)]
    public void A_meter_at_its_end_is_no_figure(string shown, Beyond beyond)
    {
        var vitals = Command(Draft(("vitals.glucoseMgDl", shown))).Vitals!;

        Assert.That((vitals.GlucoseMgDl, vitals.GlucoseBeyond), Is.EqualTo(((decimal?)null, (Beyond?)beyond)));
    }

    [Test]
    public void Words_and_codes_come_back_as_they_were_typed_when_a_request_is_corrected()
    {
        Dictionary<string, string> typed = new()
        {
            ["allergies"] = "penicillin: rash\ndust",
            ["findings.sweating"] = "yes",
            ["pregnancy.pregnant"] = "delivered",
            ["pregnancy.deliveredOn"] = "2026-11-10",
            ["vitals.danger.none"] = "true",
            ["vitals.glucoseMgDl"] = "HI",
            ["vitals.pain"] = "3",
            ["vitals.notTaken"] = "no-instrument",
        };
        var draft = Draft([.. typed.Select(field => (field.Key, field.Value))]);
        draft.Queue(Guid.CreateVersion7(), Some.Patient(), Command(draft), "HP-SML-0147-00001", Some.HubCode, Some.Now);

        Assert.That(typed, Is.SubsetOf(DraftFields.Of(draft)));
    }
}
