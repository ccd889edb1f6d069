namespace Shared.Contracts.Consults;

/// <summary>
/// The ambulance (108) was called after the request was sent; before, it stands in <see cref="RequestContent.AmbulanceCalledAt"/>. Sent by
/// Spoke.Api, once; not answered. Since contract 1.3.
/// </summary>
public sealed record AmbulanceCalled
{
    public const string WireName = "ambulance-called.v1";

    public required DateTimeOffset CalledAt { get; init; }
    public required string RecordedBy { get; init; }
}
