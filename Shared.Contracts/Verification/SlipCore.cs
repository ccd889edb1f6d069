using Shared.Contracts.Advice;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Verification;

/// <summary>
/// What the code on a slip says: enough for a pharmacist to compare the paper with what the doctor signed, and nothing that says whose
/// it is. Small, because all of it has to fit one QR code of a hand's width.
/// </summary>
public sealed record SlipCore
{
    public required Guid PrescriptionId { get; init; }

    /// <summary>The consult's number, printed on the slip.</summary>
    public required string Number { get; init; }

    /// <summary>Version of the advice.</summary>
    public required int Version { get; init; }

    /// <summary>What the whole advice is known by, see <see cref="SignedAdvice.HashOf"/>.</summary>
    public required string AdviceHash { get; init; }

    /// <summary>Null where they are too many for one code: then only the paper has them.</summary>
    public IReadOnlyList<SlipLine>? Lines { get; init; }

    public required string RegistrationNumber { get; init; }
    public required string Council { get; init; }
    public required DateTimeOffset SignedAt { get; init; }

    public static SlipCore Of(AdviceNote note, string document) => new()
    {
        PrescriptionId = note.PrescriptionId,
        Number = note.Number,
        Version = note.Version,
        AdviceHash = SignedAdvice.HashOf(document),
        Lines = [.. note.Medicines.Select(m => new SlipLine(m.Name, m.Strength, m.Dose, m.Frequency, m.DurationDays))],
        RegistrationNumber = note.Signer.RegistrationNumber,
        Council = note.Signer.Council,
        SignedAt = note.SignedAt,
    };
}

/// <summary>One medicine as the code says it, in the words of its <see cref="MedicineLine"/>.</summary>
/// <param name="Name">Generic.</param>
/// <param name="Days">Null for a single dose.</param>
public sealed record SlipLine(string Name, string Strength, string Dose, string Frequency, int? Days);
