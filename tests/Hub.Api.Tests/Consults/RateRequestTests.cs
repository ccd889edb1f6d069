using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Consults;

public sealed class RateRequestTests(TestDatabase database) : HubSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/rating";

    private static JsonObject Body(string? rating) => new() { ["rating"] = rating };

    [Test]
    public async Task The_holder_s_word_goes_to_the_spoke_and_may_be_changed()
    {
        var (id, _) = await Hub.Held();

        (await Hub.As("dr-thakur").Post(Path(id), Body("adequate"))).Must(HttpStatusCode.NoContent);
        (await Hub.As("dr-thakur").Post(Path(id), Body("incomplete"))).Must(HttpStatusCode.NoContent);

        var rated = (await Hub.Sent(id)).Where(m => m.Name == RequestRated.WireName).Select(m => m.Read<RequestRated>()).ToArray();
        Assert.That(rated.Select(r => r.Rating), Is.EqualTo(new[] { RequestRating.Adequate, RequestRating.Incomplete }));
        Assert.That(rated[0].RatedBy, Is.EqualTo("Dr Anil Thakur"));
    }

    [Test]
    public async Task Nobody_rates_what_waits_or_what_another_holds()
    {
        var waiting = await Hub.Receive();
        await Hub.As("dr-thakur").Post(Path(waiting), Body("adequate")).Refused(HttpStatusCode.Conflict, "rating-not-yours");

        var (held, _) = await Hub.Held();
        (await Hub.As("nodal-sharma").Post(Path(held), Body("adequate"))).Must(HttpStatusCode.Forbidden);
        Assert.That((await Hub.Sent(held)).Any(m => m.Name == RequestRated.WireName), Is.False);
    }

    [Test]
    public async Task A_rating_that_does_not_exist_is_refused_and_a_foreign_consult_is_not_there()
    {
        var (id, _) = await Hub.Held();

        await Hub.As("dr-thakur").Post(Path(id), Body(null)).Refused(HttpStatusCode.BadRequest, "validation-failed");
        (await Hub.As("dr-thakur").Post(Path(Guid.CreateVersion7()), Body("adequate"))).Must(HttpStatusCode.NotFound);
    }
}
