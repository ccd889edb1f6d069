namespace Shared.Contracts.Directory;

/// <summary>
/// The programme has taken new medicine lists or a new formulary. Sent by the hub process that holds the programme key to every site.
/// About no consult: its envelope has the empty id.
/// </summary>
public sealed record ListsPublished
{
    public const string WireName = "lists-published.v1";

    public required int Number { get; init; }

    /// <summary>Compact JWS of <see cref="ProgrammeLists"/> by the programme key.</summary>
    public required string Document { get; init; }
}
