using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Hub.Api.Tests.Intake;

public sealed class ReceiveConsultTests(TestDatabase database) : HubSlice(database)
{
    private Task<string?> Deliver(ConsultRequested request, Guid id, string? from = null, string? to = null, int hop = 0) =>
        Hub.Deliver(ConsultRequested.WireName, request, id, hop: hop, from: from, to: to);

    [Test]
    public async Task A_request_waits_and_the_spoke_is_told_when_the_hubs_clock_began()
    {
        var id = Guid.CreateVersion7();

        Assert.That(await Deliver(Some.ConsultRequested(), id), Is.Null);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Hop, consult.HubCode, consult.Site), Is.EqualTo((ConsultStatus.Waiting, 0, Some.HubCode, Some.Site)));
        Assert.That((consult.Patient, consult.Request!.Question), Is.EqualTo((Some.Patient(), Some.Content().Question)));
        var told = (await Hub.Sent(id))[0];
        Assert.That((told.Name, told.To, told.Read<ConsultReceived>().ReceivedAt, told.Envelope.Version), Is.EqualTo((ConsultReceived.WireName, Some.Site, Some.Now, 1)));
    }

    [Test]
    public async Task Asked_again_under_another_message_it_is_the_same_consult()
    {
        var id = Guid.CreateVersion7();
        await Deliver(Some.ConsultRequested(), id);

        Assert.That(await Deliver(Some.ConsultRequested(), id), Is.Null);

        Assert.That(await Hub.Db(db => db.Consults.CountAsync(c => c.ConsultId == id)), Is.EqualTo(1));
        Assert.That((await Hub.Sent(id)).Select(m => m.Name), Is.EqualTo(new[] { ConsultReceived.WireName, ConsultPromised.WireName }));
    }

    [Test]
    public async Task An_emergency_is_answered_as_one()
    {
        var id = Guid.CreateVersion7();

        await Deliver(Some.ConsultRequested() with { Request = Some.Content() with { Urgency = Urgency.Stat } }, id);

        Assert.That((await Hub.Sent(id)).Select(m => m.Priority), Is.All.EqualTo(MessagePriority.Emergency));
    }

    [TestCase("HP-SML-0148", "dermatology-and-more", "specialty-not-here")]
    [TestCase("HP-SML-0148", "general-consult", "specialty-not-here")]
    public async Task What_this_hub_does_not_answer_goes_back_with_the_reason(string spoke, string specialty, string reason)
    {
        var id = Guid.CreateVersion7();

        Assert.That(await Deliver(Some.ConsultRequested() with { SpokeCode = spoke, Request = Some.Content() with { Specialty = specialty } }, id), Is.Null);

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Returned));
        Assert.That((await Hub.Sent(id)).Single().Read<ConsultReturned>().Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_spoke_that_does_not_ask_this_hub_gets_its_request_back()
    {
        var id = Guid.CreateVersion7();
        var itself = Some.ConsultRequested() with { SpokeCode = "HP-SML-0200", Request = Some.Content() with { Specialty = "general-consult" } };

        // The health centre of Kotkhai is hub and spoke, and does not ask itself.
        Assert.That(await Deliver(itself, id, to: "hub.phc-kotkhai"), Is.Null);

        Assert.That((await Hub.Sent(id)).Single().Read<ConsultReturned>().Reason, Is.EqualTo("spoke-not-mapped"));
    }

    [TestCase("HP-KGR-0042")]
    [TestCase("HP-XXX-9999")]
    public async Task A_site_asks_for_its_own_spokes_only(string spoke)
    {
        var id = Guid.CreateVersion7();

        Assert.That(await Deliver(Some.ConsultRequested() with { SpokeCode = spoke }, id), Is.EqualTo("spoke-not-of-site"));

        Assert.That(await Hub.Db(db => db.Consults.AnyAsync(c => c.ConsultId == id)), Is.False);
    }

    private static IEnumerable<TestCaseData> Incomplete()
    {
        yield return Row("no urgency", r => r with { Request = r.Request with { Urgency = null } });
        yield return Row("no specialty", r => r with { Request = r.Request with { Specialty = "" } });
        yield return Row("no question", r => r with { Request = r.Request with { Question = "" } });
        yield return Row("no consent", r => r with { Request = r.Request with { Consent = null } });
        yield return Row("consent refused", r => r with { Request = r.Request with { Consent = new Consent() } });
        yield return Row("nobody's name", r => r with { Patient = r.Patient with { Name = "" } });

        static TestCaseData Row(string what, Func<ConsultRequested, ConsultRequested> lacking) => new TestCaseData(lacking).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Incomplete))]
    public async Task What_no_request_may_lack_is_asked_for_even_when_a_spoke_forgot(object lacking)
    {
        var id = Guid.CreateVersion7();

        Assert.That(await Deliver(((Func<ConsultRequested, ConsultRequested>)lacking)(Some.ConsultRequested()), id), Is.EqualTo("request-incomplete"));

        Assert.That(await Hub.Db(db => db.Consults.AnyAsync(c => c.ConsultId == id)), Is.False);
    }

    [Test]
    public async Task Another_sites_consult_id_is_not_taken_over()
    {
        var id = await Hub.Receive();
        var foreign = Some.ConsultRequested() with { SpokeCode = "HP-KGR-0042", Number = "HP-KGR-0042-00001" };

        Assert.That(await Deliver(foreign, id, from: "spoke.kangra-1"), Is.EqualTo("consult-of-another"));

        Assert.That((await Hub.Consult(id)).Site, Is.EqualTo(Some.Site));
    }
}
