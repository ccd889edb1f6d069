using System.Net;
using Hub.Api.Assignment;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Hub.Api.Tests.Assignment;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class GoOnDutyTests(TestDatabase database)
{
    private TestHub _hub = null!;

    // Each its own: who is on duty is everybody's, and the clock is moved.
    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private Task<int> Look() => ActivatorUtilities.CreateInstance<DutyWatch>(_hub.Services).Look(CancellationToken.None);

    private Task<Presence[]> Stays() => _hub.Db(db => db.Presences.AsNoTracking().OrderBy(p => p.Id).ToArrayAsync());

    private async Task<(bool On, int Colleagues)> State(string doctor)
    {
        var state = (await _hub.As(doctor).Get("/api/duty")).Must(HttpStatusCode.OK);
        return (state.Body!["since"] is not null, (int)state["colleagues"]!);
    }

    [Test]
    public async Task Who_says_so_is_there_until_saying_otherwise()
    {
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        Assert.That((await State("dr-thakur"), await State("dr-sood")), Is.EqualTo(((true, 0), (false, 1))));

        (await _hub.As("dr-thakur").Delete("/api/duty")).Must(HttpStatusCode.OK);
        Assert.That(await State("dr-thakur"), Is.EqualTo((false, 0)));
        Assert.That((await Stays()).Single().Because, Is.EqualTo(OffDuty.Said));
    }

    [Test]
    public async Task Saying_it_twice_or_in_two_windows_at_once_is_one_stay()
    {
        await Task.WhenAll(_hub.As("dr-thakur").Put("/api/duty"), _hub.As("dr-thakur").Put("/api/duty"));
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);

        Assert.That(await Stays(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task After_twenty_minutes_of_silence_nobody_counts_on_a_doctor_and_the_watch_writes_it_down_once()
    {
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        _hub.Clock.Advance(Presence.Silence);

        Assert.That((await State("dr-thakur")).On, Is.False);
        Assert.That((await Look(), await Look()), Is.EqualTo((1, 0)));
        Assert.That((await Stays()).Single().Because, Is.EqualTo(OffDuty.Silent));
    }

    [Test]
    public async Task An_open_page_or_a_held_consult_is_a_sign_of_life()
    {
        var (id, token) = await _hub.Held();
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        for (var i = 0; i < 4; i++)
        {
            _hub.Clock.Advance(TimeSpan.FromMinutes(15));
            (await _hub.As("dr-thakur").Put($"/api/consults/{id}/acceptance?token={token}")).Must(HttpStatusCode.OK);
        }

        Assert.That(await Look(), Is.Zero);
        Assert.That((await State("dr-thakur")).On, Is.True);
    }

    [Test]
    public async Task Whose_registration_has_ended_is_not_counted_on()
    {
        var refused = await _hub.As("dr-expired").Put("/api/duty");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "duty-not-registered")));
        Assert.That(await Stays(), Is.Empty);
    }

    [Test]
    public async Task A_nodal_officer_is_not_on_duty_as_a_doctor() =>
        Assert.That((await _hub.As("nodal-sharma").Put("/api/duty")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
}
