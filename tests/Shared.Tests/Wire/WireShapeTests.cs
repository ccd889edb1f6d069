using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Shared.Tests.WireShapes;

/// <summary>
/// What travels only ever grows: a site that was off for a month meets a newer hub. Each shape is approved as a file beside this
/// one. A new member is nullable and changes the file; a removed or renamed one needs a new version of the message.
/// </summary>
public sealed class WireShapeTests
{
    private static readonly JsonSerializerOptions Indented = new(Wire.Json) { WriteIndented = true };
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Shared.Tests", "Wire");

    private static IEnumerable<string> Names => Samples.Messages.Keys.Concat(Samples.Documents.Keys);

    private static object SampleOf(string name) => Samples.Messages.GetValueOrDefault(name) ?? Samples.Documents[name];

    // Records with a wire name, in any namespace of the contracts.
    private static Dictionary<string, Type> Contracted() => typeof(Envelope).Assembly.GetTypes()
        .Select(type => (Type: type, Field: type.GetField("WireName") ?? (type == typeof(Receipt) || type == typeof(Hello) ? type.GetField("Name") : null)))
        .Where(found => found.Field is not null).ToDictionary(found => (string)found.Field!.GetRawConstantValue()!, found => found.Type);

    [TestCaseSource(nameof(Names))]
    public void A_shape_is_as_it_was_approved(string name)
    {
        var file = Path.Combine(Folder, name + ".json");
        var now = JsonSerializer.Serialize(SampleOf(name), SampleOf(name).GetType(), Indented) + "\n";
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";

        Assert.That(Difference(approved, now), Is.Empty, $"{name} changed. If that is meant, and older services can still read it, approve this as {name}.json:\n{now}");
    }

    [TestCaseSource(nameof(Names))]
    public void An_approved_shape_shows_every_member(string name) =>
        Assert.That(Empty(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))), ""), Is.Empty);

    [TestCaseSource(nameof(Names))]
    public void What_was_approved_is_still_read(string name)
    {
        var approved = File.ReadAllText(Path.Combine(Folder, name + ".json"));
        var read = JsonSerializer.Deserialize(approved, SampleOf(name).GetType(), Wire.Json);

        Assert.That(JsonSerializer.Serialize(read, SampleOf(name).GetType(), Indented) + "\n", Is.EqualTo(approved));
    }

    // An older sender does not know a member that was added. (Hello says null when it has seen nothing: that one was always there.)
    [TestCaseSource(nameof(Names))]
    public void What_may_be_null_may_be_missing(string name)
    {
        var type = SampleOf(name).GetType();
        var written = JsonSerializer.SerializeToNode(SampleOf(name), type, Wire.Json)!.AsObject();
        var nullability = new NullabilityInfoContext();
        foreach (var member in type.GetProperties().Where(p => nullability.Create(p).WriteState == NullabilityState.Nullable && p.Name != nameof(Hello.SenderEpoch)))
            Assert.That(written.Remove(JsonNamingPolicy.CamelCase.ConvertName(member.Name)), Is.True, member.Name);

        Assert.That(() => written.Deserialize(type, Wire.Json), Throws.Nothing);
    }

    // An older service refuses what it does not know: what does not use a new member must look as it always did.
    [Test]
    public void What_came_later_is_nullable_and_left_out_while_it_is_null()
    {
        var nullability = new NullabilityInfoContext();
        var added = typeof(Envelope).Assembly.GetTypes().SelectMany(t => t.GetProperties()).Where(p => p.IsDefined(typeof(SinceAttribute))).ToArray();
        var plain = JsonSerializer.SerializeToNode(TestProgramme.Note(), Wire.Json)!.AsObject().Select(m => m.Key);

        Assert.That(added.Where(p => nullability.Create(p).WriteState != NullabilityState.Nullable).Select(p => $"{p.DeclaringType!.Name}.{p.Name}"), Is.Empty);
        Assert.That(added, Is.Not.Empty);
        Assert.That(plain, Does.Contain("referral").And.No.Member("video").And.No.Member("supersedes"));
    }

    [Test]
    public void Every_message_has_an_approved_shape() => Assert.That(Samples.Messages.Keys, Is.EquivalentTo(Contracted().Keys));

    [Test]
    public void Every_sample_is_the_message_it_is_called() => Assert.Multiple(() =>
    {
        foreach (var (name, type) in Contracted()) Assert.That(Samples.Messages.GetValueOrDefault(name), Is.TypeOf(type));
    });

    [Test]
    public void Every_approved_file_is_a_shape() =>
        Assert.That(Directory.GetFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Names));

    [Test]
    public void Every_message_is_told_of_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "Shared.Contracts", "README.md"));

        Assert.That(Contracted().Keys.Where(name => !readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_message_is_somebodys_to_react_to()
    {
        var names = Hub.Api.Consumers.List(new()).Names.Concat(Spoke.Api.Consumers.List(new()).Names);

        Assert.That(names.Distinct(), Is.EquivalentTo(Contracted().Keys.Except([Receipt.Name, Hello.Name])), "Receipt and hello are the inbox's own.");
    }

    [Test]
    public void The_difference_is_shown_line_by_line() => Assert.That(Difference("a\nb\nc\n", "a\nB\nc\nd\n"), Is.EqualTo(new[] { "- b", "+ B", "+ d" }));

    [Test]
    public void A_member_without_a_value_is_found() =>
        Assert.That(Empty(JsonNode.Parse("""{"a":{"b":[1,{"c":null}]},"d":[]}"""), ""), Is.EqualTo(new[] { "/a/b/c", "/d" }));

    private static string[] Difference(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        return [.. old.Except(now).Select(line => "- " + line).Concat(now.Except(old).Select(line => "+ " + line)).OrderBy(line => line[2..], StringComparer.OrdinalIgnoreCase)];
    }

    private static IEnumerable<string> Empty(JsonNode? node, string path) => node switch
    {
        null => [path],
        JsonArray { Count: 0 } => [path],
        JsonArray array => array.SelectMany(element => Empty(element, path)),
        JsonObject whole => whole.SelectMany(member => Empty(member.Value, $"{path}/{member.Key}")),
        _ => [],
    };

    // Measured as it is published: the envelope with everything a request can hold, in Hindi, whose letters take three bytes each.
    [Test]
    public void A_complete_request_is_under_four_kilobytes_on_the_wire()
    {
        const string words = "पाँच दिन से बुखार है, शाम को ठंड लगती है।";
        var request = (ConsultRequested)Samples.Messages[ConsultRequested.WireName];
        var envelope = (Envelope)Samples.Documents["envelope"] with
        {
            Name = ConsultRequested.WireName,
            Payload = JsonSerializer.SerializeToElement(request with
            {
                Request = request.Request with { Question = words, History = words + words, Examination = words, TreatmentGiven = words, Impression = "वायरल बुखार" },
            }, Wire.Json),
        };

        var bytes = JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json).Length;

        TestContext.Out.WriteLine($"{bytes} bytes");
        Assert.That(bytes, Is.LessThan(4096));
    }
}
