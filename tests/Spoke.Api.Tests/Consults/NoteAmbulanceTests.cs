using System.Net;
using System.Text.Json;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Spoke.Api.Tests.Consults;

public sealed class NoteAmbulanceTests(TestDatabase database) : SpokeSlice(database)
{
    private Task<Answer> Note(Guid id, object? body = null) => Spoke.As("cho-sunita").Post($"/api/consults/{id}/ambulance", body ?? new { });

    private async Task<DateTimeOffset?> Shown(Guid id) => (DateTimeOffset?)(await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK).Body!["ambulanceCalledAt"];

    [Test]
    public async Task Called_after_the_request_was_sent_the_doctor_is_told_when()
    {
        var id = await Spoke.Request();
        var at = Spoke.Clock.GetUtcNow().AddMinutes(-3);

        (await Note(id, new { at })).Must(HttpStatusCode.Accepted);

        var told = (await Spoke.Sent(id)).Single(m => m.Name == AmbulanceCalled.WireName).Read<AmbulanceCalled>();
        Assert.That((told.CalledAt, told.RecordedBy), Is.EqualTo((at, "Sunita Verma")));
        Assert.That(await Shown(id), Is.EqualTo(at));
    }

    [Test]
    public async Task The_first_time_holds_and_is_told_once_also_when_it_stood_in_the_request()
    {
        var body = Some.RequestBody();
        body["ambulanceCalledAt"] = JsonSerializer.SerializeToNode(Spoke.Clock.GetUtcNow().AddMinutes(-9), Wire.Json);
        var (with, without) = (await Spoke.Request(body: body), await Spoke.Request());

        foreach (var id in new[] { with, without, without }) (await Note(id)).Must(HttpStatusCode.Accepted);

        Assert.That((await Spoke.Sent(with)).Count(m => m.Name == AmbulanceCalled.WireName), Is.Zero);
        Assert.That((await Spoke.Sent(without)).Count(m => m.Name == AmbulanceCalled.WireName), Is.EqualTo(1));
        Assert.That(await Shown(with), Is.EqualTo(Spoke.Clock.GetUtcNow().AddMinutes(-9)));
    }

    [Test]
    public async Task Not_in_the_future_and_not_of_another_spokes_patient()
    {
        var id = await Spoke.Request();

        await Note(id, new { at = Spoke.Clock.GetUtcNow().AddHours(1) }).Refused(HttpStatusCode.BadRequest, "validation-failed");
        await Spoke.As("cho-anita").Post($"/api/consults/{id}/ambulance", new { }).NotFound();
    }
}
