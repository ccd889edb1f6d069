using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Shared.Tests.Messaging;

public sealed class EnvelopeTests
{
    internal static Envelope Sample() => new()
    {
        MessageId = new Guid("0192f000-0000-7000-8000-0000000000aa"),
        Name = ConsultReceived.WireName,
        From = "hub.igmc",
        To = Some.Site,
        ConsultId = new Guid("0192f000-0000-7000-8000-00000000000a"),
        Hop = 0,
        Version = 1,
        SentAt = Some.Now,
        Alg = "none",
        Kid = "none",
        Payload = JsonSerializer.SerializeToElement(new ConsultReceived { ReceivedAt = Some.Now }, Wire.Json),
    };

    private static string[] Members() => [.. JsonSerializer.SerializeToNode(Sample(), Wire.Json)!.AsObject().Select(member => member.Key)];

    private static Envelope? Read(JsonObject json) => JsonSerializer.Deserialize<Envelope>(json.ToJsonString(), Wire.Json);

    private static JsonObject Written() => JsonSerializer.SerializeToNode(Sample(), Wire.Json)!.AsObject();

    [Test]
    public void It_comes_back_as_it_went()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Sample(), Wire.Json);

        Assert.That(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<Envelope>(body, Wire.Json), Wire.Json), Is.EqualTo(body));
    }

    [TestCaseSource(nameof(Members))]
    public void Without_any_one_member_it_is_unreadable(string member)
    {
        var json = Written();
        json.Remove(member);

        Assert.That(() => Read(json), Throws.TypeOf<JsonException>());
    }

    [TestCaseSource(nameof(Members))]
    public void With_null_for_any_one_member_it_is_unreadable(string member)
    {
        var json = Written();
        json[member] = null;

        if (member == "payload") Assert.That(Read(json)!.Payload.ValueKind, Is.EqualTo(JsonValueKind.Null), "The payload's own shape is checked by who reads it.");
        else Assert.That(() => Read(json), Throws.TypeOf<JsonException>());
    }

    [Test]
    public void With_a_member_nobody_knows_it_is_unreadable()
    {
        var json = Written();
        json["surprise"] = 1;

        Assert.That(() => Read(json), Throws.TypeOf<JsonException>());
    }
}

public sealed class WireTests
{
    private sealed record Sample
    {
        public required Urgency Urgency { get; init; }
        public required string Text { get; init; }
        public IReadOnlyList<string> Lines { get; init; } = [];
        public int? Count { get; init; }
    }

    private static Sample? Read(string json) => JsonSerializer.Deserialize<Sample>(json, Wire.Json);

    [Test]
    public void Members_are_camel_case_choices_kebab_case_and_nothing_is_left_out() =>
        Assert.That(JsonSerializer.Serialize(new Sample { Urgency = Urgency.Stat, Text = "दर्द" }, Wire.Json),
            Is.EqualTo("""{"urgency":"stat","text":"दर्द","lines":[],"count":null}"""));

    [Test]
    public void A_choice_of_two_words_is_hyphened() =>
        Assert.That(JsonSerializer.Serialize(new object[] { WaitingAgain.HandedBack, HowTold.ThroughAsha, Outcome.NotKnown }, Wire.Json),
            Is.EqualTo("""["handed-back","through-asha","not-known"]"""));

    [TestCase("""{"urgency":0,"text":"a"}""", TestName = "A choice by its number is refused")]
    [TestCase("""{"urgency":"soon","text":"a"}""", TestName = "A choice nobody knows is refused")]
    [TestCase("""{"urgency":"stat"}""", TestName = "A missing member that is required is refused")]
    [TestCase("""{"urgency":"stat","text":null}""", TestName = "Null where a text must be is refused")]
    [TestCase("""{"urgency":"stat","text":"a","more":1}""", TestName = "A member nobody knows is refused")]
    [TestCase("""{"urgency":"stat","text":"a","count":"1"}""", TestName = "A figure in quotes is refused")]
    [TestCase("""{"urgency":"stat","text":"a","lines":null}""", TestName = "Null where a list must be is refused")]
    [TestCase("""{"urgency":"stat","text":"a","lines":["a",null]}""", TestName = "An empty place in a list is refused")]
    public void What_does_not_fit_is_refused(string json) => Assert.That(() => Read(json), Throws.TypeOf<JsonException>());

    [Test]
    public void What_is_refused_is_named_by_its_path()
    {
        var fault = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RequestContent>("""{"complaints":[{"text":"Fever"},null]}""", Wire.Json));

        Assert.That(fault!.Path, Does.StartWith("$.complaints"));
    }

    [Test]
    public void A_body_that_goes_on_for_ever_inwards_is_refused() =>
        Assert.That(() => JsonSerializer.Deserialize<JsonElement>(new string('[', 100) + new string(']', 100), Wire.Json), Throws.TypeOf<JsonException>());

    [TestCase("igmc", "hub.igmc")]
    public void A_hub_is_an_address(string hub, string address) => Assert.That(Wire.Hub(hub), Is.EqualTo(address));

    [TestCase("shimla-1", "spoke.shimla-1")]
    public void A_site_is_an_address(string site, string address) => Assert.That(Wire.SpokeSite(site), Is.EqualTo(address));
}
