using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;

namespace Spoke.Api.Tests.Advice;

/// <summary>A site to which doctors of the demo programme send what they signed.</summary>
public abstract class AdviceSlice(TestDatabase database) : SpokeSlice(database)
{
    private string Sign(string doctor, Func<Signer, string, string, ECDsa, string> sign)
    {
        var certificate = Spoke.Services.GetRequiredService<ProgrammeDirectory>().Practitioner(doctor)!.Certificate!;
        using var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(Path.Combine(TestService.Programme.KeysFolder, $"{doctor}.pem")), TestService.Programme.KeyPassword);
        return sign(PractitionerCertificate.Read(certificate, Spoke.Services.GetRequiredService<ProgrammeKey>().Key)!.Practitioner, certificate, Jws.KeyId(key), key);
    }

    private protected string Signed(AdviceNote note, string doctor = "dr-thakur") =>
        Sign(doctor, (signer, certificate, kid, key) => SignedAdvice.Sign(note with { Signer = signer }, certificate, kid, key));

    private protected string Withdrawn(AdviceNote note, string advice, string doctor = "dr-thakur") => Sign(doctor, (signer, certificate, kid, key) =>
        SignedWithdrawal.Sign(new WithdrawalNote
        {
            ConsultId = note.ConsultId,
            Version = note.Version,
            PrescriptionId = note.PrescriptionId,
            AdviceHash = SignedAdvice.HashOf(advice),
            Reason = "wrong-medicine",
            Signer = signer,
            SignedAt = note.SignedAt.AddMinutes(5),
        }, certificate, kid, key));

    private protected string SlipOf(AdviceNote note, string advice, string doctor = "dr-thakur") =>
        Sign(doctor, (signer, _, kid, key) => SignedSlip.Sign(note with { Signer = signer }, advice, kid, key)!);

    private protected async Task<AdviceNote> Note(object? request = null)
    {
        var asked = await Spoke.Asked(await Spoke.Request(body: request));
        return TestProgramme.Note() with
        {
            ConsultId = asked.ConsultId,
            Number = asked.Number,
            Patient = asked.Patient!,
            Requester = new Requester { Name = "Sunita Verma", Role = "cho" },
            Urgency = asked.Urgency,
            SignedAt = Spoke.Clock.GetUtcNow(),
        };
    }

    private protected Task<string?> Give(AdviceNote note, string? document = null, string? slip = null) => Spoke.Deliver(AdviceGiven.WireName,
        new AdviceGiven { AdviceVersion = note.Version, Document = document ?? Signed(note), At = note.SignedAt, Slip = slip }, note.ConsultId, version: 3);

    private protected Task<string?> Withdraw(AdviceNote note, string document) => Spoke.Deliver(AdviceWithdrawn.WireName,
        new AdviceWithdrawn { AdviceVersion = note.Version, Document = document, At = note.SignedAt.AddMinutes(5) }, note.ConsultId, version: 4);
}
