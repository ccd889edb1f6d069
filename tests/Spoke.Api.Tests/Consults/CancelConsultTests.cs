using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

public sealed class CancelConsultTests(TestDatabase database) : SpokeSlice(database)
{
    private async Task<string?> Cancel(Guid id, string cho = "cho-sunita") =>
        (string?)(await Spoke.As(cho).Post($"/api/consults/{id}/cancellation", new { reason = "Went to the district hospital." })).Must(HttpStatusCode.Accepted)["status"];

    [Test]
    public async Task What_has_never_left_ends_here_and_its_message_is_taken_back()
    {
        var id = await Spoke.Request();

        Assert.That(await Cancel(id), Is.EqualTo("cancelled"));

        Assert.That(await Spoke.Sent(id), Is.Empty);
    }

    [Test]
    public async Task Of_what_was_sent_the_hub_decides()
    {
        var id = await Spoke.Request();
        await Spoke.Db(db => db.Outbox.Where(m => m.ConsultId == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Sends, 1)));

        Assert.That(await Cancel(id), Is.EqualTo("cancelling"));
        Assert.That((await Spoke.Sent(id)).Select(m => m.Name), Is.EqualTo(new[] { ConsultRequested.WireName, CancellationRequested.WireName }));

        await Spoke.Deliver(ConsultCancelled.WireName, new ConsultCancelled { At = Some.Now }, id, version: 2);
        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Cancelled));
    }

    [Test]
    public async Task What_is_over_stays_as_it_is()
    {
        var id = await Spoke.Request();
        await Cancel(id);

        await Spoke.As("cho-sunita").Post($"/api/consults/{id}/cancellation", new { }).Refused(HttpStatusCode.Conflict, "request-move-not-allowed");
    }

    [Test]
    public async Task Of_a_request_of_another_spoke_nobody_has_heard()
    {
        await Spoke.As("cho-anita").Post($"/api/consults/{await Spoke.Request()}/cancellation", new { }).NotFound();
    }
}
