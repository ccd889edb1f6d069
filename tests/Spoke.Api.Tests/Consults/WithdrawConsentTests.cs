using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Consults;
using Spoke.Api.Domain;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>The patient may stop at any time and owes no reason (guideline rules T6, T10).</summary>
public sealed class WithdrawConsentTests(TestDatabase database) : AdviceSlice(database)
{
    private Task<Answer> Take(Guid id, string? reason = null, string cho = "cho-sunita") => Spoke.As(cho).Post($"/api/consults/{id}/consent-withdrawal", new { reason });

    private async Task<ConsentWithdrawn[]> Told(Guid id) =>
        [.. (await Spoke.Sent(id)).Where(m => m.Name == ConsentWithdrawn.WireName).Select(m => m.Read<ConsentWithdrawn>())];

    [Test]
    public async Task What_never_left_ends_here_and_nobody_hears_of_it()
    {
        var id = await Spoke.Request();

        Assert.That((string?)(await Take(id)).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("cancelled"));

        Assert.That(await Spoke.Sent(id), Is.Empty);
        Assert.That((await Spoke.Asked(id)).ConsentWithdrawnAt, Is.EqualTo(Spoke.Clock.GetUtcNow()));
    }

    [Test]
    public async Task What_a_doctor_holds_stops_and_the_hub_is_told_why_if_the_patient_says()
    {
        var id = await Spoke.Request();
        await Spoke.Deliver(ConsultAccepted.WireName, new ConsultAccepted { PractitionerName = "Dr Anil Thakur", At = Some.Now }, id, version: 2);

        Assert.That((string?)(await Take(id, " Goes to Shimla. ")).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("cancelling"));

        Assert.That((await Told(id)).Single().Reason, Is.EqualTo("Goes to Shimla."));
        await Spoke.Deliver(ConsultCancelled.WireName, new ConsultCancelled { At = Some.Now }, id, version: 3);
        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Cancelled));
    }

    [Test]
    public async Task After_the_advice_it_is_recorded_and_told_and_the_advice_stands()
    {
        var note = await Note();
        await Give(note);

        Assert.That((string?)(await Take(note.ConsultId)).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("advised"));

        Assert.That(await Told(note.ConsultId), Has.Length.EqualTo(1));
        var view = (await Spoke.As("cho-sunita").Get($"/api/consults/{note.ConsultId}")).Must(HttpStatusCode.OK);
        Assert.That((view.Body!["consentWithdrawnAt"] is not null, view.Body["advice"] is not null), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Once_and_only_for_ones_own_patients()
    {
        var id = await Spoke.Request();
        (await Take(id)).Must(HttpStatusCode.Accepted);

        await Take(id).Refused(HttpStatusCode.Conflict, "consent-withdrawn-already");
        await Take(id, cho: "cho-anita").NotFound();
    }

    [Test]
    public async Task A_request_in_the_making_is_given_up()
    {
        var id = await Spoke.Act("cho-sunita", (WriteDraft act) => act.Begin(null, new Dictionary<string, string>(), "patient", false, null, CancellationToken.None));

        Assert.That((string?)(await Take(id)).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("cancelled"));
        Assert.That(await Spoke.Db(db => db.Outbox.CountAsync(m => m.ConsultId == id)), Is.Zero);
    }
}
