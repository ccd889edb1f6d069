using System.Net;
using Testing;

namespace Hub.Api.Tests.Assignment;

public sealed class RenewLeaseTests(TestDatabase database) : HubSlice(database)
{
    private Task<Answer> Renew(Guid id, string token, string doctor = "dr-thakur") => Hub.As(doctor).Put($"/api/consults/{id}/acceptance?token={token}");

    [Test]
    public async Task The_half_hour_starts_again_and_nobody_is_told()
    {
        var (id, token) = await Hub.Held();
        var (sent, version) = ((await Hub.Sent(id)).Length, (await Hub.Consult(id)).Version);
        Hub.Clock.Advance(TimeSpan.FromMinutes(20));

        var answer = (await Renew(id, token)).Must(HttpStatusCode.OK);

        Assert.That((DateTimeOffset)answer["expiresAt"]!, Is.EqualTo(Hub.Clock.GetUtcNow().AddMinutes(30)));
        Assert.That((await Hub.Consult(id)).Lease!.ExpiresAt, Is.EqualTo(Hub.Clock.GetUtcNow().AddMinutes(30)));
        Assert.That(((await Hub.Sent(id)).Length, (await Hub.Consult(id)).Version), Is.EqualTo((sent, version)));
    }

    [Test]
    public async Task While_the_spoke_is_asked_there_is_nothing_to_start()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });

        var answer = (await Renew(id, token)).Must(HttpStatusCode.OK);

        Assert.That(answer.Body!["expiresAt"], Is.Null);
    }

    [Test]
    public async Task Only_its_holder_with_the_present_token_keeps_it()
    {
        var (id, token) = await Hub.Held();

        await Renew(id, token + "0").Stale();
        await Renew(id, token, "dr-negi").Stale();
        await Renew(id, token, "dr-katoch").NotFound();
    }
}
