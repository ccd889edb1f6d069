using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Spoke.Api.Consults;
using Spoke.Api.Domain;
using Spoke.Api.Patients;
using Testing;

namespace Spoke.Api.Tests.Patients;

public sealed class MergePatientsTests(TestDatabase database) : SpokeSlice(database)
{
    private static readonly string[] Names = ["Savitri", "Kamla", "Bimla", "Nirmala", "Urmila", "Tulsi", "Radha", "Gita"];

    private async Task<Guid> Register(string name, string cho = "cho-sunita") => (Guid)(await Spoke.As(cho).Post("/api/patients",
        new { patient = Some.Patient() with { Name = name }, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"]!;

    private async Task<Guid> Ask(Guid patientId)
    {
        var body = Some.RequestBody();
        (body["patientId"], body["patient"]) = (patientId, null);
        return await Spoke.Request(body: body);
    }

    private async Task Merge(Guid survivor, Guid other) => (await Spoke.As("cho-sunita").Post($"/api/patients/{survivor}/merge", new { with = other })).Must(HttpStatusCode.OK);

    private async Task Separate(Guid merged) => (await Spoke.As("cho-sunita").Post($"/api/patients/{merged}/separation", new { })).Must(HttpStatusCode.OK);

    private async Task<Guid[]> History(Guid patientId) => await Spoke.Act<PatientHistory, Guid[]>("cho-sunita", async history =>
    {
        var item = await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == patientId));
        return [.. (await history.Read(new(item.PatientId, item.SpokeCode, item.Summary, item.RegisteredAt, item.Version), CancellationToken.None)).Requests.Select(r => r.ConsultId)];
    });

    private async Task<Guid[]> Found(string q) =>
        [.. (await Spoke.As("cho-sunita").Get($"/api/patients?q={q}&take=1000")).Must(HttpStatusCode.OK)["items"]!.AsArray().Select(item => (Guid)item!["patientId"]!)];

    [Test]
    public async Task A_merged_record_leads_to_the_other_which_shows_both_histories()
    {
        var (one, other) = (await Register("Vimla One"), await Register("Veermla Zwei"));
        var (hers, theirs) = (await Ask(one), await Ask(other));

        await Merge(one, other);

        using var redirect = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/api/patients/{other}");
        Assert.That((redirect.StatusCode, redirect.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.TemporaryRedirect, $"/api/patients/{one}")));
        Assert.That(await History(one), Is.EquivalentTo(new[] { hers, theirs }));
        Assert.That(await Found("zwei"), Is.EqualTo(new[] { one }), "By what stands in the merged record too.");
        var merge = await Spoke.Db(db => db.Merges.SingleAsync(m => m.MergedId == other));
        Assert.That((merge.SurvivorId, merge.MergedBy, merge.MergedAt, merge.SeparatedAt), Is.EqualTo((one, "Sunita Verma", Spoke.Clock.GetUtcNow(), (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Separated_again_each_has_what_was_written_for_it_and_who_did_it_is_known()
    {
        var (one, other) = (await Register("Lata"), await Register("Leela"));
        var (hers, theirs) = (await Ask(one), await Ask(other));
        await Merge(one, other);
        var since = await Ask(other);   // written under the record that leads to the other

        await Separate(other);

        Assert.That(await History(one), Is.EquivalentTo(new[] { hers, since }));
        Assert.That(await History(other), Is.EqualTo(new[] { theirs }));
        Assert.That((Guid)(await Spoke.As("cho-sunita").Get($"/api/patients/{other}")).Must(HttpStatusCode.OK)["patientId"]!, Is.EqualTo(other));
        Assert.That((await Spoke.Db(db => db.Merges.SingleAsync(m => m.MergedId == other))).SeparatedBy, Is.EqualTo("Sunita Verma"));
    }

    [Test]
    public async Task An_open_draft_follows_and_is_sent_as_the_record_that_goes_on()
    {
        var (one, other) = (await Register("Meera Right"), await Register("Mira Wrong"));
        var draft = await Spoke.Act<WriteDraft, Guid>("cho-sunita", act =>
            act.Begin(null, new Dictionary<string, string> { ["patientId"] = $"{other}", ["patient.name"] = "Mira Wrong" }, "complaint", false, null, CancellationToken.None));
        await Merge(one, other);

        var (shown, queued) = await Spoke.Act<WriteDraft, (string, Guid?)>("cho-sunita", async drafts =>
        {
            var found = (await drafts.Find(draft, CancellationToken.None))!;
            return (found.Draft!["patient.name"], found.PatientId);
        });
        await Spoke.Act<RequestConsult, bool>("cho-sunita", async act => await act.SendDraft(draft, new RequestConsult.Command
        {
            PatientId = other,
            Specialty = Some.Content().Specialty,
            Urgency = Some.Content().Urgency,
            Question = Some.Content().Question,
            Complaints = Some.Content().Complaints,
            Consent = Some.Content().Consent,
        }, CancellationToken.None) is not null);

        Assert.That(shown, Is.EqualTo("Meera Right"));
        var sent = await Spoke.Asked(draft);
        Assert.That((sent.PatientId, sent.Patient!.Name), Is.EqualTo(((Guid?)one, "Meera Right")));
    }

    [Test]
    public async Task Merged_twice_it_is_merged_once_and_the_other_way_round_nothing_happens()
    {
        var (one, other) = (await Register("Asha"), await Register("Usha"));
        await Merge(one, other);
        await Merge(one, other);

        Assert.That(await Spoke.Db(db => db.Merges.CountAsync(m => m.MergedId == other)), Is.EqualTo(1));
        await Spoke.As("cho-sunita").Post($"/api/patients/{one}/merge", new { with = one }).Refused(HttpStatusCode.Conflict, "patient-is-itself");
        await Spoke.As("cho-sunita").Post($"/api/patients/{one}/separation", new { }).Refused(HttpStatusCode.Conflict, "patient-not-merged");
    }

    [Test]
    public async Task Records_of_another_spoke_are_as_good_as_none()
    {
        var (mine, hers) = (await Register("Poonam"), await Register("Poonam", "cho-anita"));

        await Spoke.As("cho-sunita").Post($"/api/patients/{mine}/merge", new { with = hers }).NotFound();
        await Spoke.As("cho-sunita").Post($"/api/patients/{hers}/separation", new { }).NotFound();
        await Spoke.As("cho-anita").Post($"/api/patients/{hers}/merge", new { with = mine }).NotFound();
    }

    [Test]
    public async Task Two_centres_of_one_health_officer_keep_a_record_each()
    {
        await Spoke.AddAccount("cho-of-two", Shared.Hosting.Identity.Roles.Cho, Some.SpokeCode, "HP-SML-0151");
        async Task<Guid> At(string spoke) => (Guid)(await Spoke.As("cho-of-two").Post("/api/patients",
            new { patient = Some.Patient() with { Name = $"Deepti {spoke[^4..]}" }, spoke })).Must(HttpStatusCode.Created)["patientId"]!;
        var (one, other) = (await At(Some.SpokeCode), await At("HP-SML-0151"));

        await Spoke.As("cho-of-two").Post($"/api/patients/{one}/merge", new { with = other }).Refused(HttpStatusCode.Conflict, "patients-of-two-spokes");
    }

    [Test]
    public async Task After_an_upgrade_known_patients_get_their_keys()
    {
        var id = await Register("Kaushalya");
        await Spoke.Db(db => db.Patients.Where(p => p.PatientId == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.KeyVersion, 0).SetProperty(p => p.NameKey, "")));
        using var keying = new KeyPatients(Spoke.Services.GetRequiredService<IServiceScopeFactory>(), NullLogger<KeyPatients>.Instance);

        while (await keying.KeySome(CancellationToken.None) > 0) { }

        var patient = await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id));
        Assert.That((patient.KeyVersion, patient.NameKey), Is.EqualTo((NameSound.Version, new PatientMatch(patient.Summary).Keys.Name)));
    }

    // Through the API, over the database: whatever was merged into whatever, once all is undone everything is as it was registered.
    [Test]
    public async Task Register_merge_undo_is_the_identity_over_the_database([Values(1, 2, 3)] int seed)
    {
        var random = new Random(20261127 + seed);
        var ids = new List<Guid>();
        foreach (var name in Names)
        {
            ids.Add(await Register($"{name} {seed}"));
            await Ask(ids[^1]);
        }
        var before = await State();
        for (var i = 0; i < 12; i++)
        {
            var (one, other) = (ids[random.Next(ids.Count)], ids[random.Next(ids.Count)]);
            await Spoke.As("cho-sunita").Post($"/api/patients/{one}/merge", new { with = other });
            if (random.Next(4) == 0) await Spoke.As("cho-sunita").Post($"/api/patients/{ids[random.Next(ids.Count)]}/separation", new { });
        }
        foreach (var id in ids.OrderBy(_ => random.Next())) await Spoke.As("cho-sunita").Post($"/api/patients/{id}/separation", new { });

        Assert.That(await State(), Is.EqualTo(before), $"seed {20261127 + seed}");

        async Task<string> State()
        {
            var lines = new List<string>();
            foreach (var id in ids)
            {
                var patient = await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id));
                lines.Add($"{id} {patient.SurvivorId} {patient.Summary} {patient.SearchText} {patient.NameKey} {string.Join(',', await History(id))}");
            }
            return string.Join('\n', lines);
        }
    }
}
