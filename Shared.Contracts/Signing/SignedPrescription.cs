using System.Security.Cryptography;
using Shared.Contracts.Advice;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Signing;

/// <summary>
/// Signing and checking what a treating doctor prescribes himself, with the patient before him, after a hub's advice (guideline rule T15).
/// It is written as advice is, and is no advice: a signature for one is none for the other.
/// </summary>
public static class SignedPrescription
{
    public const string Typ = "prescription";

    public static string Sign(AdviceNote note, string certificate, string kid, ECDsa key) =>
        PractitionerSignature.Sign(note, Typ, certificate, kid, key);

    /// <summary>The prescription and who signed it, or a stable code of what is wrong: those of <see cref="SignedAdvice.Check"/>.</summary>
    /// <param name="policy">Checks the lines with the rules in force on the day of signing.</param>
    public static (AdviceNote? Note, PractitionerCertificate? Certificate, string? Refusal) Check(
        string document, ECDsa programmeKey, PrescribingPolicy policy)
    {
        var (note, certificate, refusal) = PractitionerSignature.Check<AdviceNote>(document, Typ, programmeKey);
        if (note is null) return (null, null, refusal);
        var asked = PrescribingCase.Of(note);
        if (asked.Mode != ConsultMode.InPerson) return (null, null, "advice-unlawful");
        if (policy.Check(asked).Count > 0) return (null, null, note.RulesVersion == policy.RulesVersion ? "advice-unlawful" : "rules-differ");
        return (note, certificate, null);
    }
}
