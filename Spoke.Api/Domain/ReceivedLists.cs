namespace Spoke.Api.Domain;

/// <summary>The programme's lists as they came, signed by the programme key. The highest number is in force; none is ever changed.</summary>
public sealed class ReceivedLists
{
    public long Id { get; private init; }
    public required int Number { get; init; }

    /// <summary>Compact JWS.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
