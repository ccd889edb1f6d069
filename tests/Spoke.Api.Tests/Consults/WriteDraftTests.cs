using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>Everything typed is kept, right or wrong; the walk through the pages is in the browser tests.</summary>
public sealed class WriteDraftTests(TestDatabase database) : SpokeSlice(database)
{
    private static readonly Dictionary<string, string> Nobody = [];

    private Task<T> As<T>(string cho, Func<WriteDraft, Task<T>> act) => Spoke.Act(cho, act);

    private Task<Guid> Begin(bool practice = false) => As("cho-sunita", act => act.Begin(null, Nobody, "patient", practice, null, CancellationToken.None));

    private Task<DraftForm?> Keep(Guid id, string step, params (string Field, string Value)[] fields) =>
        As("cho-sunita", act => act.Keep(id, step, fields.ToDictionary(f => f.Field, f => f.Value), CancellationToken.None));

    [Test]
    public async Task What_one_step_keeps_stands_beside_what_the_others_kept()
    {
        var id = await Begin();

        await Keep(id, "patient", ("patient.name", "Savitri"), ("patient.age.value", "not a number"));
        await Keep(id, "complaint", ("complaints[0].text", "बुखार"), ("patient.name", "Savitri Devi"));

        var draft = (await Spoke.Asked(id)).Draft!;
        Assert.That((draft.Step, draft["patient.name"], draft["patient.age.value"], draft["complaints[0].text"]),
            Is.EqualTo(("complaint", "Savitri Devi", "not a number", "बुखार")));
    }

    [Test]
    public async Task Saves_that_come_at_the_same_time_are_all_kept()
    {
        var id = await Begin();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Keep(id, "history", ($"field{i}", $"{i}"))));

        var draft = (await Spoke.Asked(id)).Draft!;
        Assert.That(Enumerable.Range(0, 4).Select(i => draft[$"field{i}"]), Is.EqualTo(new[] { "0", "1", "2", "3" }));
    }

    [Test]
    public async Task Another_spokes_draft_and_one_that_was_sent_are_not_to_be_written()
    {
        var id = await Begin();

        Assert.That(await As("cho-anita", act => act.Keep(id, "patient", Nobody, CancellationToken.None)), Is.Null);
        Assert.That(await Keep(await Spoke.Request(), "patient"), Is.Null);
    }

    [Test]
    public async Task A_returned_request_is_a_draft_again_with_everything_filled_in_and_only_one()
    {
        var returned = await Spoke.Request();
        Task<Guid?> Correct() => As("cho-sunita", act => act.Correct(returned, DraftFields.Of, CancellationToken.None));
        Assert.That(await Correct(), Is.Null, "It has not been returned yet.");
        await Spoke.Deliver(ConsultReturned.WireName, new ConsultReturned { Reason = "incomplete", Text = "Which side?", ReturnedBy = "Dr Anil Thakur", At = Some.Now }, returned, version: 3);

        var draft = (await Correct())!.Value;
        Assert.That(await Correct(), Is.EqualTo(draft));

        var request = await Spoke.Asked(draft);
        Assert.That((request.Status, request.Corrects, request.Draft!["question"], request.Draft["patient.name"]),
            Is.EqualTo((RequestStatus.Draft, (Guid?)returned, Some.Content().Question, Some.Patient().Name)));
    }

    [Test]
    public async Task Pictures_of_a_returned_request_go_along_without_being_taken_again_once()
    {
        var returned = await Spoke.Request();
        (await Spoke.As("cho-sunita").Post($"/api/consults/{returned}/attachments?kind=ecg", Attachments.SomeFiles.PhonePhoto(width: 200, height: 150))).Must(HttpStatusCode.Created);
        (await Spoke.As("cho-sunita").Post($"/api/consults/{returned}/information", new { text = "In daylight." })).Must(HttpStatusCode.Accepted);
        await Spoke.Deliver(ConsultReturned.WireName, new ConsultReturned { Reason = "incomplete", ReturnedBy = "Dr Anil Thakur", At = Some.Now }, returned, version: 3);

        Task<Guid?> Correct() => As("cho-sunita", act => act.Correct(returned, DraftFields.Of, CancellationToken.None));
        var draft = (await Correct())!.Value;
        await Correct();

        var pictures = await Spoke.Db(db => db.Attachments.AsNoTracking().Where(a => a.ConsultId == returned || a.ConsultId == draft).OrderBy(a => a.Id).ToListAsync());
        Assert.That(pictures.Select(p => (p.ConsultId, p.Number, p.Kind, p.Sha256, p.SentAt is null)), Is.EqualTo(new[]
        {
            (returned, 1, AttachmentKind.Ecg, pictures[0].Sha256, false), (draft, 1, AttachmentKind.Ecg, pictures[0].Sha256, true),
        }));
    }
}
