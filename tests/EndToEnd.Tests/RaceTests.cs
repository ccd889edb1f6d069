using System.Net;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Two processes of one hub on one database, as a hospital runs them for safety.</summary>
public sealed class RaceTests : InOneWorld
{
    private const int Rounds = 50;
    private const int AtOnce = 32;

    private static readonly string[] Doctors = ["dr-thakur", "dr-negi", "dr-sood", "dr-bhatia", "dr-chauhan", "dr-saklani"];

    [Test]
    public async Task Of_many_who_accept_a_consult_at_the_same_moment_exactly_one_gets_it()
    {
        await using var second = World.Service("Hub.Api", World.HubSettings, "hub-2");
        await second.Start();
        var ids = new List<Guid>();
        for (var round = 0; round < Rounds; round++) ids.Add(await Sunita.Request());
        foreach (var id in ids) await Becomes(Thakur, id, "waiting");

        var doctors = new[] { World.Hub, second }.SelectMany(hub => Doctors.Select(name => new Doctor(hub.Address, name))).ToList();
        foreach (var doctor in doctors) await doctor.SignIn();
        var losers = new Dictionary<string, int>();
        foreach (var id in ids)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => doctors[i % doctors.Count].TryAccept(id)));
            Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1), "exactly one wins");
            Assert.That(answers.Count(a => a.Status == HttpStatusCode.Conflict), Is.EqualTo(AtOnce - 1), "and everybody else is told why not");
            foreach (var loser in answers.Where(a => a.Status != HttpStatusCode.OK)) losers[loser.Code!] = losers.GetValueOrDefault(loser.Code!) + 1;
        }
        TestContext.Out.WriteLine($"{Rounds} rounds of {AtOnce}; told {string.Join(", ", losers.Select(l => $"{l.Key} {l.Value}"))}");
        Assert.That(losers, Does.ContainKey("changed-by-another"), "they did race: some were refused while they saved");

        // Also of the messages: each spoke hears of one acceptance, and custody holds with one of the two processes gone.
        await second.Kill();
        foreach (var doctor in doctors) doctor.Dispose();
        foreach (var id in ids) await Becomes(Sunita, id, "accepted");
    }
}
