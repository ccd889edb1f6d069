using Shared.Contracts.Signing;

namespace Shared.Contracts.Advice;

/// <summary>What the doctor signs to take advice back. It names the advice by the hash of what was signed, so it can mean no other.</summary>
public sealed record WithdrawalNote : ISignedByPractitioner
{
    public required Guid ConsultId { get; init; }

    /// <summary>The version of the advice.</summary>
    public required int Version { get; init; }

    public required Guid PrescriptionId { get; init; }

    /// <summary><see cref="SignedAdvice.HashOf"/> the advice.</summary>
    public required string AdviceHash { get; init; }

    /// <summary>Stable code, such as <c>wrong-patient</c>, <c>wrong-medicine</c> or <c>new-information</c>.</summary>
    public required string Reason { get; init; }

    public string? Text { get; init; }

    /// <summary>The doctor who signed the advice, and nobody else.</summary>
    public required Signer Signer { get; init; }

    public required DateTimeOffset SignedAt { get; init; }
}
