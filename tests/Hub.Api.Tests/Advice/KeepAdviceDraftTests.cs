using Hub.Api.Advice;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Testing;

namespace Hub.Api.Tests.Advice;

/// <summary>What a doctor types is kept whatever becomes of the browser and of the lease, for that doctor and nobody else.</summary>
public sealed class KeepAdviceDraftTests(TestDatabase database) : HubSlice(database)
{
    private static FormCollection Typed(string advice, string token) => new(new Dictionary<string, StringValues>
    {
        ["advice"] = advice,
        ["token"] = token,
        ["consentConfirmed"] = "true",
        ["medicines[0].name"] = "parac",
    });

    private Task<DateTimeOffset?> Keep(string doctor, Guid id, string advice, string token) =>
        Hub.Act<KeepAdviceDraft, DateTimeOffset?>(doctor, act => act.Handle(id, Typed(advice, token), CancellationToken.None));

    private async Task<KeepAdviceDraft.Draft?> Found(string doctor, Guid id) => await Hub.Act<KeepAdviceDraft, KeepAdviceDraft.Draft?>(doctor, act => act.Find(id, CancellationToken.None));

    [Test]
    public async Task What_was_typed_is_there_word_for_word_for_its_doctor_alone_and_consent_is_said_anew()
    {
        var (id, token) = await Hub.Held();

        Assert.That(await Keep("dr-thakur", id, "Half a sen", token), Is.Not.Null);

        var draft = (await Found("dr-thakur", id))!.Fields;
        Assert.That((draft.Raw("advice"), draft.Raw("medicines[0].name")), Is.EqualTo(("Half a sen", "parac")));
        Assert.That(draft.Has("consentConfirmed") || draft.Has("token"), Is.False);
        Assert.That(await Found("dr-negi", id), Is.Null);
    }

    [Test]
    public async Task A_lost_lease_takes_no_word_and_gives_none_to_the_next_doctor()
    {
        var (id, token) = await Hub.Held();
        await Keep("dr-thakur", id, "Before the lease ended", token);
        await EndLease(id);
        await Hub.As("dr-negi").Post($"/api/consults/{id}/acceptance");

        Assert.That(await Keep("dr-thakur", id, "Typed on after it was lost", token), Is.Not.Null, "the page stood open all the while");

        Assert.That((await Found("dr-thakur", id))!.Fields.Raw("advice"), Is.EqualTo("Typed on after it was lost"));
        Assert.That(await Found("dr-negi", id), Is.Null);
        Assert.That((await Hub.Consult(id)).Lease!.HolderName, Is.EqualTo("Dr Kavita Negi"), "an old token renews nothing");
    }

    [Test]
    public async Task Typing_says_that_the_doctor_is_still_there()
    {
        var (id, token) = await Hub.Held();
        var before = (await Hub.Consult(id)).Lease!.ExpiresAt;
        Hub.Clock.Advance(TimeSpan.FromMinutes(1));

        await Keep("dr-thakur", id, "Still here", token);

        Assert.That((await Hub.Consult(id)).Lease!.ExpiresAt, Is.EqualTo(before + TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Nothing_is_kept_on_a_consult_of_another_hub()
    {
        var (id, token) = await Hub.Held();

        Assert.That(await Keep("dr-katoch", id, "Curious", token), Is.Null);
        Assert.That(await Hub.Db(db => db.AdviceDrafts.CountAsync(d => d.ConsultId == id)), Is.Zero);
    }

    private Task<bool> EndLease(Guid id) => Hub.Db(async db =>
    {
        var consult = await db.Consults.SingleAsync(c => c.ConsultId == id);
        var ended = consult.EndLease(Hub.Clock.GetUtcNow() + Lease.Length);
        await db.SaveChangesAsync();
        return ended;
    });
}
