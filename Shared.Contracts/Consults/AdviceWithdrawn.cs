namespace Shared.Contracts.Consults;

/// <summary>
/// The doctor takes signed advice back. Sent by Hub.Api; not answered. The spoke believes the document alone, which only the
/// signer of the advice can make: whoever holds the broker or the hub cannot withdraw.
/// </summary>
/// <remarks>FHIR R4: Composition, status <c>entered-in-error</c>.</remarks>
public sealed record AdviceWithdrawn
{
    public const string WireName = "advice-withdrawn.v1";

    /// <summary>Version of the advice that no longer holds.</summary>
    public required int AdviceVersion { get; init; }

    /// <summary>Compact JWS (ES256) over an <see cref="Advice.WithdrawalNote"/>, with the practitioner's certificate in its header.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset At { get; init; }
}
