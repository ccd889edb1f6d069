using System.Net;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Testing;

namespace Hub.Api.Tests.Consults;

public sealed class GetConsultTests(TestDatabase database) : HubSlice(database)
{
    private async Task<Answer> Get(Guid id, string reader = "dr-thakur") => (await Hub.As(reader).Get($"/api/consults/{id}")).Must(HttpStatusCode.OK);

    [Test]
    public async Task A_doctor_sees_the_whole_case()
    {
        var id = await Hub.Receive();

        var view = await Get(id);

        Assert.Multiple(() =>
        {
            Assert.That(((string?)view["status"], (int)view["version"]), Is.EqualTo(("waiting", 1)));
            Assert.That((string?)view["patient"]["name"], Is.EqualTo("Savitri Devi"));
            Assert.That((decimal)view["request"]["vitals"]!["temperatureC"]!, Is.EqualTo(38.6m));
            Assert.That((string?)view["requester"]["name"], Is.EqualTo("Sunita Verma"));
            Assert.That(view.Body!["token"], Is.Null);
            Assert.That(view["events"].AsArray().Select(e => (string?)e!["kind"]), Is.EqualTo(new[] { "received" }));
        });
    }

    [Test]
    public async Task The_token_is_for_its_holder_alone()
    {
        var (id, token) = await Hub.Held();

        Assert.That((string?)(await Get(id))["token"], Is.EqualTo(token));
        foreach (var reader in new[] { "dr-negi", "nodal-sharma" })
        {
            var seen = await Get(id, reader);
            Assert.That((seen.Body!["token"], (string?)seen["holderName"]), Is.EqualTo(((object?)null, "Dr Anil Thakur")));
        }
    }

    [Test]
    public async Task Question_and_answer_stand_in_their_order()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });
        Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id, version: 2);

        var thread = (await Get(id))["thread"].AsArray();

        Assert.That(thread.Select(m => (bool)m!["fromHub"]!), Is.EqualTo(new[] { true, false }));
        Assert.That((int)thread[1]!["vitals"]!["pulse"]!, Is.EqualTo(92));
    }

    [Test]
    public async Task A_reader_of_another_hub_does_not_find_it()
    {
        var id = await Hub.Receive();

        await Hub.As("dr-katoch").Get($"/api/consults/{id}").NotFound();
    }

    [Test]
    public async Task A_consult_cancelled_before_it_came_is_shown_as_what_it_is()
    {
        var id = Guid.CreateVersion7();
        await Hub.Deliver(CancellationRequested.WireName, new CancellationRequested { RequestedBy = "Sunita Verma", At = Some.Now }, id);

        var view = await Get(id);

        Assert.That(((string?)view["status"], view.Body!["patient"]), Is.EqualTo(("cancelled", (object?)null)));
    }

    [Test]
    public async Task An_age_in_months_comes_as_it_was_told()
    {
        var baby = Some.Patient() with { BirthDate = null, Age = new Age { Value = 7, Unit = AgeUnit.Months, AsOf = Some.Today } };
        var id = await Hub.Receive(Some.ConsultRequested() with { Patient = baby });

        Assert.That((string?)(await Get(id))["patient"]["age"]!["unit"], Is.EqualTo("months"));
    }
}
