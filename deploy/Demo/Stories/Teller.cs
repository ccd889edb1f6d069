using Shared.Contracts.Consults;

namespace Demo.Stories;

/// <summary>Tells the stories in their order, one after another, and says what it is doing.</summary>
internal sealed class Teller(DemoSettings ports) : IDisposable
{
    private readonly HttpClient _hub = Service(ports.HubPort);
    private readonly HttpClient _shimla = Service(ports.FirstSpokePort);
    private readonly HttpClient _kangra = Service(ports.FirstSpokePort + 1);
    private readonly Dictionary<(HttpClient, string), Person> _signedIn = [];

    /// <summary>Everything that needs the lines up.</summary>
    public async Task Tell(CancellationToken ct)
    {
        var nodal = await AtHub("nodal-sharma", ct);
        foreach (var hub in HimachalPradesh.Hubs)
            foreach (var template in HubTemplates.All)
                await nodal.Do($"template/{hub.Code}/{template.Name.En}", "/api/templates", template with { Hub = hub.Code }, ct);

        foreach (var hub in HimachalPradesh.Hubs) await nodal.Put($"/api/roster/{hub.Code}", new { list = HimachalPradesh.Roster(hub) }, ct);
        foreach (var doctor in HimachalPradesh.Doctors.Where(d => !d.Expired)) await (await AtHub(doctor.Code, ct)).Put("/api/duty", null, ct);

        var at = 0;
        foreach (var (title, story) in SolvedStories.All)
        {
            Console.WriteLine($"  {++at,2} of {SolvedStories.All.Count}  {title}");
            await story(this, ct);
        }
    }

    /// <summary>Three requests of a site whose line is cut. They are accepted there all the same, and wait.</summary>
    public async Task TellOfWaiting(CancellationToken ct)
    {
        var ops = await Sign(_kangra, "ops", ct);
        await ops.Until("the link of kangra-1 down", "/api/connection", c => !c["linkIsUp"]!.GetValue<bool>(), ct);
        foreach (var request in WaitingStories.All)
        {
            Console.WriteLine($"  waits  {request.Title}");
            await Consult.Ask(request.Story, await Sign(_kangra, request.Requester, ct), request.Request, ct);
        }
    }

    /// <summary>Until a site's link is up and everything it kept has been taken over by the hubs.</summary>
    public async Task SeeItSent(CancellationToken ct)
    {
        var ops = await Sign(_kangra, "ops", ct);
        await ops.Until("the link of kangra-1 up and nothing waiting", "/api/connection",
            c => c["linkIsUp"]!.GetValue<bool>() && c["openRows"]!.GetValue<int>() == 0, ct);
    }

    public Task<Person> AtShimla(string userName, CancellationToken ct) => Sign(_shimla, userName, ct);

    public Task<Person> AtKangra(string userName, CancellationToken ct) => Sign(_kangra, userName, ct);

    public Task<Person> AtHub(string userName, CancellationToken ct) => Sign(_hub, userName, ct);

    public void Dispose()
    {
        _hub.Dispose();
        _shimla.Dispose();
        _kangra.Dispose();
    }

    private async Task<Person> Sign(HttpClient service, string userName, CancellationToken ct) =>
        _signedIn.TryGetValue((service, userName), out var person)
            ? person
            : _signedIn[(service, userName)] = await Person.SignIn(service, userName, ct);

    private static HttpClient Service(int port) => new() { BaseAddress = new Uri($"http://localhost:{port}"), Timeout = TimeSpan.FromSeconds(60) };
}

/// <summary>What every request of the stories has in common.</summary>
internal static class Said
{
    public static Consent Consent(string by, string language = "hi") =>
        new() { Given = true, Method = "verbal", Language = language, TextVersion = "2026-11", TakenBy = by };

    public static Complaint For(string text, string? code, int value, string unit) =>
        new() { Text = text, Code = code, Duration = new Duration { Value = value, Unit = unit } };

    public static IReadOnlyList<Finding> Findings(string[]? yes = null, string[]? no = null) =>
        [.. (yes ?? []).Select(code => new Finding(code, FindingAnswer.Yes)), .. (no ?? []).Select(code => new Finding(code, FindingAnswer.No))];
}
