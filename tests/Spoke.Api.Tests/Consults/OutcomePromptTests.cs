using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Spoke.Api.Consults;
using Spoke.Api.Domain;
using Spoke.Api.Patients;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>What became of the patient is asked once: at the next visit or on day 7, whichever comes first.</summary>
public sealed class OutcomePromptTests(TestDatabase database) : AdviceSlice(database)
{
    [SetUp]
    public async Task Begin_anew()   // tests move the clock by days
    {
        await Stop();
        await Start();
    }

    private async Task<ConsultRequest> Told(HowTold how = HowTold.Phone, PatientSummary? patient = null)
    {
        var note = await Note(Some.RequestBody(patient));
        await Give(note);
        (await Spoke.As("cho-sunita").Post($"/api/consults/{note.ConsultId}/patient-told", new { how })).Must(HttpStatusCode.OK);
        return await Spoke.Asked(note.ConsultId);
    }

    private Task<int> LookForDue() => ActivatorUtilities.CreateInstance<AskOutcomes>(Spoke.Services).AskDue(CancellationToken.None);

    private Task<bool> Visit(ConsultRequest of) => Spoke.Act("cho-sunita", async (PatientHistory act) =>
    {
        await act.AskOutcomes(of.PatientId!.Value, CancellationToken.None);
        return true;
    });

    private async Task<string?[]> Asked(ConsultRequest of) => [.. (await Spoke.Asked(of.ConsultId)).Events.Where(e => e.Kind == "outcome-asked").Select(e => e.Code)];

    private Task<bool> IsToDo(ConsultRequest of) => Spoke.Act("cho-sunita", async (MyConsults act) =>
        (await act.Read(CancellationToken.None)).OutcomeDue.Any(row => row.Request.ConsultId == of.ConsultId));

    [Test]
    public async Task Whichever_comes_first_asks_and_the_other_does_not()
    {
        var (visited, waited) = (await Told(), await Told(patient: Some.Patient() with { Name = "Farida Begum", RelativeName = "Salim Khan" }));
        Assert.That(await IsToDo(visited), Is.False, "just told");

        await Visit(visited);
        await Visit(visited);
        Assert.That(await IsToDo(visited), Is.True);
        Spoke.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await LookForDue();
        Assert.That(await Asked(waited), Is.Empty, "not seven days yet");
        Spoke.Clock.Advance(TimeSpan.FromMinutes(1));
        await LookForDue();
        await LookForDue();
        await Visit(waited);

        Assert.That(await Asked(visited), Is.EqualTo(new[] { "visit" }));
        Assert.That(await Asked(waited), Is.EqualTo(new[] { "day-7" }));
    }

    [Test]
    public async Task Who_was_not_reached_or_has_answered_is_not_asked()
    {
        var (notReached, closed) = (await Told(HowTold.NotReached), await Told());
        (await Spoke.As("cho-sunita").Post($"/api/consults/{closed.ConsultId}/outcome", new { code = "improved" })).Must(HttpStatusCode.OK);
        Spoke.Clock.Advance(TimeSpan.FromDays(8));

        await LookForDue();
        foreach (var request in new[] { notReached, closed }) await Visit(request);

        Assert.That(await Asked(notReached), Is.Empty);
        Assert.That(await Asked(closed), Is.Empty);
    }

    [Test]
    public async Task Answering_ends_it()
    {
        var told = await Told();
        await Visit(told);

        (await Spoke.As("cho-sunita").Post($"/api/consults/{told.ConsultId}/outcome", new { code = "same" })).Must(HttpStatusCode.OK);

        Assert.That(await IsToDo(told), Is.False);
    }
}
