using Hub.Api.Programme;
using Microsoft.Extensions.Options;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;
using Testing;

namespace Hub.Api.Tests.Programme;

public sealed class ReadDirectoryTests
{
    private static readonly Lazy<ProgrammeDirectory> Directory = new(() =>
    {
        using var key = new ProgrammeKey(TestService.Programme.ProgrammeKey);
        return ProgrammeDirectory.Read(File.ReadAllText(TestService.Programme.DirectoryFile), key.Key);
    });

    private static AddressBook AddressesOf(params string[] hubs) => ReadDirectory.AddressesOf(Directory.Value, new HubOptions { Codes = hubs });

    [Test]
    public void Each_hub_it_serves_is_an_address_with_a_queue_one_for_emergencies_and_one_for_pictures()
    {
        var book = AddressesOf("igmc", "rpgmc");

        Assert.That(book.Own.SelectMany(own => own.Queues), Is.EqualTo(new[]
        {
            "hub.igmc", "hub.igmc.emergency", "hub.igmc.attachments", "hub.rpgmc", "hub.rpgmc.emergency", "hub.rpgmc.attachments",
        }));
    }

    [Test]
    public void It_greets_the_sites_whose_spokes_ask_it_and_the_hubs_of_other_processes_that_they_ask_too()
    {
        var directory = Directory.Value with { Mappings = [.. Directory.Value.Mappings.Where(m => m.HubCode != "igmc" || m.SpokeCode == Some.SpokeCode)] };
        var book = ReadDirectory.AddressesOf(directory, new HubOptions { Codes = ["igmc", "lbsgmc"] });

        Assert.That(book.PeersOf("hub.igmc"), Is.EquivalentTo(new[] { "spoke.shimla-1", "hub.rpgmc", "hub.phc-kotkhai" }));
        Assert.That(book.PeersOf("hub.lbsgmc"), Is.EquivalentTo(new[] { "spoke.shimla-1", "spoke.kangra-1", "hub.rpgmc", "hub.phc-kotkhai" }));
    }

    [Test]
    public void Everybody_of_the_programme_is_known_by_the_user_the_broker_vouches_for()
    {
        var book = AddressesOf("igmc");

        Assert.That((book.UserOf["hub.rpgmc"], book.UserOf["spoke.kangra-1"], book.AddressOf("spoke.shimla-1"), book.AddressOf("stranger")),
            Is.EqualTo(("hubs.hp", "spoke.kangra-1", "spoke.shimla-1", (string?)null)));
    }

    [Test]
    public void A_hub_that_is_not_in_the_directory_stops_the_start_by_its_name() =>
        Assert.That(() => AddressesOf("igmc", "pgi"), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("pgi"));

    [Test]
    public void A_wrong_directory_stops_the_start_with_the_settings_name()
    {
        using var stranger = new TestProgramme();
        var key = Convert.ToBase64String(stranger.Key.ExportSubjectPublicKeyInfo());

        Assert.That(async () => await TestHub.Start(null, ("Directory:ProgrammeKey", key)), Throws.Exception);
        Assert.That(async () => await TestHub.Start(null, ("Directory:File", "/nowhere/directory.jws")), Throws.Exception);
    }
}
