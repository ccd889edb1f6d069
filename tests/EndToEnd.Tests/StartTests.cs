using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>How a service starts when something is wrong: it works on without the broker, and otherwise ends with a line that says what to do.</summary>
public sealed class StartTests : InOneWorld
{
    private const int WrongSetting = 78;
    private const int AddressTaken = 98;

    [Test]
    public async Task A_spoke_starts_without_the_broker_takes_requests_and_connects_when_the_broker_comes()
    {
        await World.Shimla.Kill();
        await World.Broker.Stop();
        await World.Shimla.Start();

        using var ready = await World.Shimla.Ready();
        var says = JsonNode.Parse(await ready!.Content.ReadAsStringAsync())!;
        Assert.That((ready.StatusCode, (string?)says["status"], (string?)says["broker"]), Is.EqualTo((HttpStatusCode.OK, "degraded", "down")));
        var id = await Sunita.Request();
        Assert.That((bool)(await Sunita.Connection())["linkIsUp"]!, Is.False);
        Assert.That(World.Shimla.Log, Does.Contain("cannot be reached"));

        await World.Broker.Start();
        await Becomes(Sunita, id, "received");
        Assert.That((bool)(await Sunita.Connection())["linkIsUp"]!, Is.True);
    }

    [TestCase("Hub.Api")]
    [TestCase("Spoke.Api")]
    public async Task A_password_that_the_broker_refuses_ends_the_start(string service)
    {
        var broker = new UriBuilder(SettingsOf(service)["Messaging__Broker"]) { Password = "wrong" };
        var (exitCode, log) = await Start(service, ("Messaging__Broker", broker.Uri.AbsoluteUri));
        Assert.That(exitCode, Is.EqualTo(WrongSetting), log);
        Assert.That(log, Does.Contain($"The broker refuses user {Uri.UnescapeDataString(broker.UserName)}").And.Contain("Messaging:Broker"));
        Assert.That(log, Does.Not.Contain("password=wrong").And.Not.Contain(":wrong@"));
    }

    [TestCase("Spoke.Api", "Messaging__Broker", "", "Messaging:Broker")]
    [TestCase("Spoke.Api", "Messaging__Broker", "http://somewhere", "Messaging:Broker")]
    [TestCase("Hub.Api", "Messaging__ReceiptTimeout", "00:00:00", "Messaging:ReceiptTimeout")]
    [TestCase("Hub.Api", "Messaging__ReciptTimeout", "00:01:00", "Messaging: ", "ReciptTimeout")]
    [TestCase("Hub.Api", "Messaging__BatchSize", "many", "Messaging: ", "BatchSize")]
    [TestCase("Spoke.Api", "Database__File", "/nowhere/at/all.db", "Database:File")]
    [TestCase("Hub.Api", "Database__Provider", "oracle", "Database:Provider")]
    [TestCase("Spoke.Api", "Spoke__Site", "nowhere-1", "Spoke:Site", "nowhere-1")]
    [TestCase("Hub.Api", "Hub__Codes__0", "nowhere", "Hub:Codes", "nowhere")]
    [TestCase("Hub.Api", "Directory__File", "/nowhere/directory.jws", "Directory:File")]
    [TestCase("Spoke.Api", "Directory__ProgrammeKey", "bm90IGEga2V5", "Directory:ProgrammeKey")]
    [TestCase("Hub.Api", "Signing__KeysFolder", "/nowhere", "Signing:KeysFolder")]
    [TestCase("Spoke.Api", "Accounts__File", "/nowhere/accounts.json", "Accounts:File")]
    [TestCase("Spoke.Api", "Sms__Gateway", "http://sms.example/", "Sms:Gateway")]
    [TestCase("Spoke.Api", "Sms__File", "/nowhere/sms.jsonl", "Sms:File")]
    [TestCase("Spoke.Api", "Sms__Gatway", "https://sms.example/", "Sms: ", "Gatway")]
    [TestCase("Hub.Api", "ASPNETCORE_ENVIRONMENT", "Production", "Demo:Enabled")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string service, string setting, string value, params string[] named)
    {
        var (exitCode, log) = await Start(service, (setting, value));
        Assert.That(exitCode, Is.EqualTo(WrongSetting), log);
        var last = log.TrimEnd().Split('\n')[^1];
        foreach (var word in named) Assert.That(last, Does.Contain(word));
        Assert.That(log, Does.Not.Contain("   at "), "no stack trace");
    }

    [Test]
    public async Task A_directory_that_another_programme_has_signed_stops_the_start()
    {
        var other = Demo.DemoProgramme.Write(Directory.CreateTempSubdirectory("hubspoke-").FullName);
        var (exitCode, log) = await Start("Spoke.Api", ("Directory__File", other.DirectoryFile));
        Directory.Delete(other.Folder, recursive: true);
        Assert.That(exitCode, Is.EqualTo(WrongSetting), log);
        Assert.That(log, Does.Contain("not signed by the programme key"));
    }

    [Test]
    public async Task Failpoints_are_refused_in_production()
    {
        var (exitCode, log) = await Start("Spoke.Api", ("ASPNETCORE_ENVIRONMENT", "Production"), ("Demo__Enabled", "false"), ("HUBSPOKE_FAILPOINT", "inbox-after-commit"));
        Assert.That(exitCode, Is.EqualTo(WrongSetting), log);
        Assert.That(log, Does.Contain("HUBSPOKE_FAILPOINT"));
    }

    [Test]
    public async Task A_port_that_is_taken_is_said()
    {
        using var taken = new TcpListener(IPAddress.Loopback, FreePort.Next());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (exitCode, log) = await Start("Spoke.Api", ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"));
        Assert.That(exitCode, Is.EqualTo(AddressTaken), log);
        Assert.That(log, Does.Contain(port.ToString(null, null)));
    }

    private IReadOnlyDictionary<string, string> SettingsOf(string service) => service == "Hub.Api" ? World.HubSettings : World.ShimlaSettings;

    /// <summary>Starts another process of a service on data of its own, and waits for its end.</summary>
    private async Task<(int ExitCode, string Log)> Start(string service, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("hubspoke-");
        var all = SettingsOf(service).ToDictionary();
        all["Database__File"] = Path.Combine(folder.FullName, "own.db");
        foreach (var (name, value) in settings) all[name] = value;
        await using var process = new ServiceProcess(service, all, Path.Combine(folder.FullName, "log"));
        process.Launch(all.GetValueOrDefault("HUBSPOKE_FAILPOINT"), all.Where(s => s.Key == "ASPNETCORE_URLS").Where(_ => settings.Any(s => s.Name == "ASPNETCORE_URLS")).ToDictionary());
        var exitCode = await process.HasEnded(World.Patience);
        var log = process.Log;
        folder.Delete(recursive: true);
        return (exitCode, log);
    }
}
