using System.Net;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>What was long on its way may no longer be wanted: somebody is asked, and the doctor sees the answer.</summary>
public sealed class ConfirmRequestTests(TestDatabase database) : SpokeSlice(database)
{
    private async Task<Guid> Arrived(TimeSpan after)
    {
        var id = await Spoke.Request();
        await Spoke.Deliver(ConsultReceived.WireName, new ConsultReceived { ReceivedAt = Spoke.Clock.GetUtcNow() + after }, id);
        return id;
    }

    private async Task<bool> IsAsked(Guid id) => (bool)(await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["awaitsConfirmation"]!;

    private Task<Answer> Confirm(Guid id) => Spoke.As("cho-sunita").Post($"/api/consults/{id}/confirmation", new { });

    [Test]
    public async Task Only_what_took_more_than_72_hours_is_asked_about()
    {
        Assert.That(await IsAsked(await Arrived(TimeSpan.FromHours(72))), Is.False);
        Assert.That(await IsAsked(await Arrived(TimeSpan.FromHours(72) + TimeSpan.FromSeconds(1))), Is.True);
    }

    [Test]
    public async Task Confirmed_once_or_twice_the_hub_is_told_once()
    {
        var id = await Arrived(TimeSpan.FromDays(4));

        (await Confirm(id)).Must(HttpStatusCode.Accepted);
        (await Confirm(id)).Must(HttpStatusCode.Accepted);

        var told = (await Spoke.Sent(id)).Single(m => m.Name == ConsultConfirmed.WireName);
        Assert.That(told.Read<ConsultConfirmed>().ConfirmedBy, Is.EqualTo("Sunita Verma"));
        Assert.That(await IsAsked(id), Is.False);
        Assert.That((await Spoke.Asked(id)).Events.Count(e => e.Kind == "confirmed"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_nobody_asked_is_not_told()
    {
        var id = await Arrived(TimeSpan.FromHours(1));

        (await Confirm(id)).Must(HttpStatusCode.Accepted);

        Assert.That((await Spoke.Sent(id)).Select(m => m.Name), Is.EqualTo(new[] { ConsultRequested.WireName }));
    }

    [Test]
    public async Task Once_it_is_taken_back_nobody_is_asked_any_more()
    {
        var id = await Arrived(TimeSpan.FromDays(4));

        (await Spoke.As("cho-sunita").Post($"/api/consults/{id}/cancellation", new { })).Must(HttpStatusCode.Accepted);

        Assert.That(await IsAsked(id), Is.False);
        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Cancelling));
    }
}
