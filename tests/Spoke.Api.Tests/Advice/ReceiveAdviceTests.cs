using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Advice;

/// <summary>What arrives signed is checked on the spoke's own computer, with keys of the demo programme's doctors.</summary>
public sealed class ReceiveAdviceTests(TestDatabase database) : AdviceSlice(database)
{
    private async Task AssertNotShown(AdviceNote note)
    {
        Assert.That((await Spoke.Asked(note.ConsultId)) is { Status: RequestStatus.Queued, AdviceVersion: 0, Advice.Count: 0 });
        await Spoke.As("cho-sunita").Get($"/api/consults/{note.ConsultId}/prescription").NotFound();
    }

    private static IEnumerable<TestCaseData> Unlawful()
    {
        yield return Row("prohibited", n => n with { Medicines = [Some.Medicine() with { Name = "tramadol" }] });
        yield return Row("List A by text", n => n with { Medicines = [Some.Medicine() with { Name = "amoxicillin" }] });
        yield return Row("List A by video that was not recorded", n => n with { Mode = ConsultMode.Video, Medicines = [Some.Medicine() with { Name = "amoxicillin" }] });
        yield return Row("a follow-up of another doctor's visit", n => n with { FollowUpConsult = true, InPerson = TestProgramme.InPerson() with { PractitionerCode = "dr-negi" } });
        yield return Row("no diagnosis", n => n with { Diagnoses = [] });
        yield return Row("a prescription to a treating doctor", n => n with { Requester = n.Requester! with { Role = "mo", Register = PractitionerRegister.Nmc } });
        yield return Row("advice to no treating doctor", n => n with { ForTreatingDoctor = true });

        static TestCaseData Row(string what, Func<AdviceNote, AdviceNote> with) => new TestCaseData(with).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Unlawful))]
    public async Task What_the_policy_forbids_is_refused_and_never_shown_whoever_signed_it(object with)
    {
        var note = ((Func<AdviceNote, AdviceNote>)with)(await Note());

        Assert.That(await Give(note), Is.EqualTo("advice-unlawful"));
        await AssertNotShown(note);
    }

    [Test]
    public async Task What_was_signed_under_other_lists_than_ours_says_so()
    {
        var note = await Note() with { RulesVersion = "2027-01-01", Medicines = [Some.Medicine() with { Name = "amoxicillin" }] };

        Assert.That(await Give(note), Is.EqualTo("rules-differ"));
        await AssertNotShown(note);
    }

    [Test]
    public async Task What_was_signed_under_lists_that_are_still_on_their_way_waits_for_them()
    {
        await using var spoke = await TestSpoke.Start();
        var asked = await spoke.Asked(await spoke.Request());
        var note = TestProgramme.Note() with
        {
            ConsultId = asked.ConsultId,
            Number = asked.Number,
            Patient = asked.Patient!,
            Requester = new Requester { Name = "Sunita Verma", Role = "cho" },
            Urgency = asked.Urgency,
            SignedAt = spoke.Clock.GetUtcNow(),
            RulesVersion = ListsInForce.VersionOf(Some.Today, 3),
            Medicines = [Some.Medicine() with { Name = "misoprostol" }],
        };
        var defaults = MedicineLists.Default;
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(TestService.Programme.ProgrammePrivateKeyFile), TestService.Programme.KeyPassword);
        var lists = ProgrammeLists.Sign(new()
        {
            Number = 3,
            IssuedAt = Some.Now,
            MedicineLists = defaults with { Version = note.RulesVersion, Medicines = [.. defaults.Medicines, new() { Generic = "misoprostol", List = MedicineList.O }] },
            Formulary = Shared.Contracts.Medicines.FormularyData.Default,
        }, key);

        Assert.That(await spoke.Deliver(AdviceGiven.WireName, new AdviceGiven { AdviceVersion = 1, Document = Signed(note), At = note.SignedAt }, note.ConsultId, version: 3), Is.Null);
        Assert.That((await spoke.Asked(note.ConsultId)).Advice, Is.Empty);

        Assert.That(await spoke.Deliver(ListsPublished.WireName, new ListsPublished { Number = 3, Document = lists }, Guid.Empty, from: "hub.rpgmc"), Is.Null);
        Assert.That((await spoke.Asked(note.ConsultId)).Advice, Has.Count.EqualTo(1));
        Assert.That(await spoke.Db(db => db.Parked.AnyAsync()), Is.False);
    }

    [Test]
    public async Task Advice_for_another_urgency_than_was_asked_is_not_for_this_request()
    {
        var note = await Note() with { Urgency = Urgency.Stat, Medicines = [], Referral = new ReferralAdvice { Place = "Civil Hospital Theog" } };

        Assert.That(await Give(note), Is.EqualTo("advice-not-for-this"));
        await AssertNotShown(note);
    }

    [Test]
    public async Task Advice_signed_before_the_hub_knew_of_graver_vitals_is_still_for_this_request()
    {
        var note = await Note();
        var grave = new { text = "Much worse.", vitals = new { spo2 = 84, respiratoryRate = 32, pulse = 134 } };
        (await Spoke.As("cho-sunita").Post($"/api/consults/{note.ConsultId}/information", grave)).Must(HttpStatusCode.Accepted);
        Assert.That((await Spoke.Asked(note.ConsultId)).Urgency, Is.EqualTo(Urgency.Stat));

        Assert.That(await Give(note), Is.Null);
    }

    [Test]
    public async Task Lawful_advice_is_shown_with_what_made_it_lawful()
    {
        var note = await Note() with { Mode = ConsultMode.Video, Video = TestProgramme.Video() with { At = Spoke.Clock.GetUtcNow() }, Medicines = [Some.Medicine() with { Name = "amoxicillin" }] };

        Assert.That(await Give(note), Is.Null);

        var slip = (await Spoke.As("cho-sunita").Get($"/api/consults/{note.ConsultId}/prescription")).Must(HttpStatusCode.OK);
        Assert.That(((string?)slip["note"]!["medicines"]![0]!["name"], (int?)slip["note"]!["video"]!["minutes"]), Is.EqualTo(("amoxicillin", (int?)4)));
    }

    [Test]
    public async Task A_hub_of_contract_1_0_is_still_understood()
    {
        var note = await Note() with { Requester = null, Urgency = null, RulesVersion = "2026-11" };

        Assert.That(await Give(note), Is.Null);
        Assert.That((await Spoke.Asked(note.ConsultId)).Status, Is.EqualTo(RequestStatus.Advised));
    }

    [Test]
    public async Task The_doctor_who_gave_advice_takes_it_back_in_whatever_order_it_comes_and_however_often()
    {
        var note = await Note();
        var advice = Signed(note);
        var withdrawal = Withdrawn(note, advice);

        Assert.That(await Withdraw(note, withdrawal), Is.Null, "it waits for its advice");
        Assert.That(await Give(note, advice), Is.Null);
        Assert.That(await Withdraw(note, withdrawal), Is.Null);

        var request = await Spoke.Asked(note.ConsultId);
        Assert.That(request.Advice.Single().Withdrawal, Is.EqualTo(withdrawal));
        Assert.That(request.Events.Where(e => e.Kind == "advice-withdrawn").Select(e => e.Code), Is.EqualTo(new[] { "wrong-medicine" }));
    }

    [Test]
    public async Task The_code_for_the_slip_comes_with_it_and_is_the_signers_own()
    {
        var note = await Note();
        var advice = Signed(note);
        var code = SlipOf(note, advice);

        Assert.That(await Give(note, advice, SlipOf(note with { Version = 2 }, advice)), Is.EqualTo("slip-not-for-this"));
        Assert.That(await Give(note, advice, SlipOf(note, advice, "dr-negi")), Is.EqualTo("slip-not-for-this"));
        Assert.That(await Give(note, advice, "not a code"), Is.EqualTo("slip-not-for-this"));
        await AssertNotShown(note);
        Assert.That(await Give(note, advice, code), Is.Null);
        Assert.That((await Spoke.Asked(note.ConsultId)).Advice.Single().Slip, Is.EqualTo(code));
    }

    [Test]
    public async Task Nobody_else_takes_it_back()
    {
        var note = await Note();
        var advice = Signed(note);
        await Give(note, advice);

        Assert.That(await Withdraw(note, Withdrawn(note, advice, "dr-negi")), Is.EqualTo("withdrawal-not-for-this"));
        Assert.That(await Withdraw(note, Withdrawn(note with { PrescriptionId = Guid.CreateVersion7() }, advice)), Is.EqualTo("withdrawal-not-for-this"));
        Assert.That(await Withdraw(note, advice), Is.EqualTo("signature-broken"));
        Assert.That((await Spoke.Asked(note.ConsultId)).Advice.Single().Withdrawal, Is.Null);
    }
}
