namespace Shared.Contracts.Consults;

/// <summary>The consult is with another doctor, specialty or hub from now on; the clock goes on. Sent by the Hub.Api that passed it on.</summary>
/// <remarks>FHIR R4: Task.status <c>requested</c> with another owner.</remarks>
public sealed record ConsultRedirected
{
    public const string WireName = "consult-redirected.v1";

    public const string WrongSpecialty = "wrong-specialty";

    /// <summary>A hub that was asked does not offer it, and it went on by rank.</summary>
    public const string NotOffered = "not-offered";

    /// <summary>Why people pass a consult on.</summary>
    public static readonly string[] Reasons = [WrongSpecialty, "needs-higher-centre", "no-doctor", "language", "known-patient", "too-many"];

    public required string ToHub { get; init; }

    /// <summary>The hop it has there.</summary>
    public required int ToHop { get; init; }

    public required string Specialty { get; init; }

    /// <summary>One of <see cref="Reasons"/>, or <see cref="NotOffered"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The doctor who passed it on; null when a hub's rules did.</summary>
    public string? RedirectedBy { get; init; }

    public required DateTimeOffset At { get; init; }
}
