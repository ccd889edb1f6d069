using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

public sealed class SupplyInformationTests(TestDatabase database) : SpokeSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/information";

    private static JsonObject Body() => new() { ["text"] = "No rash, temperature taken again.", ["vitals"] = new JsonObject { ["temperatureC"] = 39.1 } };

    private async Task<Guid> Asked()
    {
        var id = await Spoke.Request();
        await Spoke.Deliver(InformationAsked.WireName, new InformationAsked { InformationId = Guid.CreateVersion7(), Text = "Any rash?", AskedBy = "Dr Anil Thakur", At = Some.Now }, id, version: 3);
        return id;
    }

    [Test]
    public async Task The_answer_is_stored_with_its_message_and_the_time_of_its_vitals()
    {
        var id = await Asked();

        var answer = (await Spoke.As("cho-sunita").Post(Path(id), Body())).Must(HttpStatusCode.Accepted);

        Assert.That((string?)answer["status"], Is.EqualTo("accepted"));
        var sent = (await Spoke.Sent(id))[^1].Read<InformationSupplied>();
        Assert.That((sent.InformationId, sent.Vitals!.TemperatureC, sent.Vitals.TakenAt), Is.EqualTo(((Guid)answer["informationId"]!, 39.1m, Spoke.Clock.GetUtcNow())));
        var request = await Spoke.Asked(id);
        Assert.That((request.Status, request.Thread.OrderBy(m => m.Id).Last().InformationId), Is.EqualTo((RequestStatus.Accepted, sent.InformationId)));
    }

    [Test]
    public async Task Something_may_be_added_before_anybody_asks()
    {
        var id = await Spoke.Request();

        Assert.That((string?)(await Spoke.As("cho-sunita").Post(Path(id), Body())).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("queued"));
    }

    [Test]
    public async Task New_vitals_with_red_flags_raise_the_urgency_and_travel_as_an_emergency()
    {
        var id = await Spoke.Request();
        var body = Body();
        body["vitals"]!["spo2"] = 84;
        body["vitals"]!["respiratoryRate"] = 32;
        body["vitals"]!["pulse"] = 134;

        (await Spoke.As("cho-sunita").Post(Path(id), body)).Must(HttpStatusCode.Accepted);
        (await Spoke.As("cho-sunita").Post(Path(id), Body())).Must(HttpStatusCode.Accepted);

        Assert.That((await Spoke.Asked(id)).Urgency, Is.EqualTo(Urgency.Stat));
        var sent = await Spoke.Sent(id);
        Assert.That(sent[^2..].Select(m => m.Read<InformationSupplied>().Urgency), Is.EqualTo(new Urgency?[] { Urgency.Stat, null }));
    }

    [Test]
    public async Task The_doctor_s_latest_word_on_the_request_is_shown_in_whatever_order_they_come()
    {
        var id = await Spoke.Request();
        RequestRated Rated(RequestRating rating, int minute) => new() { Rating = rating, RatedBy = "Dr Anil Thakur", At = Some.Now.AddMinutes(minute) };

        await Spoke.Deliver(RequestRated.WireName, Rated(RequestRating.WrongSpecialty, 9), id, version: 2);
        await Spoke.Deliver(RequestRated.WireName, Rated(RequestRating.Adequate, 3), id, version: 2);

        Assert.That((string?)(await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["rating"], Is.EqualTo("wrong-specialty"));
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no text", body => body["text"] = " ", "text", "answer-missing");
        yield return new("an impossible temperature", body => body["vitals"]!["temperatureC"] = 60, "vitals.temperatureC", "vital-out-of-range");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_stored(Refusals.Row row)
    {
        var id = await Asked();

        await Spoke.MustBeInvalid("cho-sunita", Path(id), Body(), row);

        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.InformationAsked));
        Assert.That(await Spoke.Sent(id), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_one_answer()
    {
        var (id, key) = (await Asked(), $"{Guid.CreateVersion7()}");

        var first = (await Spoke.As("cho-sunita").Post(Path(id), Body(), key)).Must(HttpStatusCode.Accepted);
        var second = (await Spoke.As("cho-sunita").Post(Path(id), Body(), key)).Must(HttpStatusCode.Accepted);

        Assert.That((Guid)second["informationId"]!, Is.EqualTo((Guid)first["informationId"]!));
        Assert.That((await Spoke.Sent(id)).Count(m => m.Name == InformationSupplied.WireName), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_a_request_of_another_spoke_nobody_has_heard()
    {
        await Spoke.As("cho-anita").Post(Path(await Asked()), Body()).NotFound();
    }
}
