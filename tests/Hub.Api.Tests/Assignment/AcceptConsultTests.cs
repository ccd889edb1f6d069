using System.Net;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

public sealed class AcceptConsultTests(TestDatabase database) : HubSlice(database)
{
    private Task<Answer> Accept(Guid id, string doctor = "dr-thakur", string? key = null) => Hub.As(doctor).Post($"/api/consults/{id}/acceptance", key: key);

    [Test]
    public async Task Accepting_gives_a_token_for_half_an_hour_and_tells_the_spoke_in_the_same_transaction()
    {
        var id = await Hub.Receive();

        var answer = (await Accept(id)).Must(HttpStatusCode.OK);

        Assert.That((DateTimeOffset)answer["expiresAt"]!, Is.EqualTo(Hub.Clock.GetUtcNow().AddMinutes(30)));
        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease!.Token.ToString(null, null)), Is.EqualTo((ConsultStatus.Accepted, (string)answer["token"]!)));
        var told = (await Hub.Sent(id))[^1];
        Assert.That((told.Name, told.To, told.Envelope.Version, told.Read<ConsultAccepted>().PractitionerName), Is.EqualTo((ConsultAccepted.WireName, Some.Site, 2, "Dr Anil Thakur")));
    }
}
