using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Contracts.Messaging;

/// <summary>Which queue a message uses. An emergency never waits behind anything else.</summary>
public enum MessagePriority
{
    Emergency = 0,
    Normal = 1,
    Attachment = 2,
}

/// <summary>
/// What travels: one message, from one address to another. Its bytes are made once, when the act it tells of is stored,
/// and every send repeats them.
/// </summary>
public sealed record Envelope
{
    /// <summary>UUIDv7; with the sender it is the receiver's key, for ever.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Wire name and version, such as <c>consult-requested.v1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The sender's address: <c>spoke.{site}</c> or <c>hub.{hub}</c>.</summary>
    public required string From { get; init; }

    /// <summary>The receiver's address.</summary>
    public required string To { get; init; }

    public required Guid ConsultId { get; init; }

    /// <summary>Number of redirects so far; 0 from the spoke.</summary>
    public required int Hop { get; init; }

    /// <summary>The sender's version of the consult after the act; the receiver takes the higher.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How the payload is protected; <c>none</c> until keys are handed out.</summary>
    public required string Alg { get; init; }

    /// <summary>With which key; <c>none</c> until keys are handed out.</summary>
    public required string Kid { get; init; }

    public required JsonElement Payload { get; init; }
}

/// <summary>Names of the AMQP headers beside the body: they may change from send to send, the body never does.</summary>
public static class MessageHeaders
{
    /// <summary>The sending database's epoch.</summary>
    public const string Epoch = "hubspoke-epoch";

    /// <summary>Place in the row of messages from that epoch to this receiver, from 1.</summary>
    public const string Number = "hubspoke-number";
}

/// <summary>How every message and every document is written as JSON: camelCase, kebab-case codes, nothing unknown accepted.</summary>
public static class Wire
{
    public static readonly JsonSerializerOptions Json = Make();

    /// <summary>The address of a site's or a hub's inbox, which is also its queue's name.</summary>
    public static string SpokeSite(string site) => $"spoke.{site}";

    public static string Hub(string hub) => $"hub.{hub}";

    private static JsonSerializerOptions Make()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(json);
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }

    public static void Configure(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = 32;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(RefuseEmptyPlaces).WithAddedModifier(LeaveOutWhatIsNewAndEmpty);
    }

    // Annotations of elements are not respected by the serializer itself; without this every reader of a list would have to ask.
    private static void RefuseEmptyPlaces(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { IsValueType: false })
            type.OnDeserialized = list =>
            {
                foreach (var element in (System.Collections.IEnumerable)list)
                    if (element is null) throw new JsonException("A list has an empty place.");
            };
    }

    private static void LeaveOutWhatIsNewAndEmpty(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
            if (member.AttributeProvider?.IsDefined(typeof(SinceAttribute), inherit: false) is true)
                member.ShouldSerialize = (_, value) => value is not null;
    }
}
