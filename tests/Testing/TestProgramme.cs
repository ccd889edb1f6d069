using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;

namespace Testing;

/// <summary>A programme key and one doctor whom it has certified, all in memory.</summary>
public sealed class TestProgramme : IDisposable
{
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public ECDsa DoctorsKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Signer Doctor { get; } = new()
    {
        PractitionerCode = "dr-thakur",
        Name = "Dr Anil Thakur",
        NameHi = "डॉ. अनिल ठाकुर",
        Qualification = "MD (General Medicine)",
        Council = "Himachal Pradesh Medical Council",
        RegistrationNumber = "HPMC-SAMPLE-0101",
    };

    public PractitionerCertificate Certificate() => new()
    {
        Practitioner = Doctor,
        PublicKey = Convert.ToBase64String(DoctorsKey.ExportSubjectPublicKeyInfo()),
        ValidFrom = Some.Today.AddYears(-1),
        ValidUntil = Some.Today.AddYears(1),
        RegistrationUntil = Some.Today.AddYears(2),
    };

    /// <summary>The programme's word for a certificate, as it travels with each signature.</summary>
    public string Certify(PractitionerCertificate? certificate = null, ECDsa? by = null, string typ = PractitionerCertificate.Typ) =>
        Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(certificate ?? Certificate(), Wire.Json), typ, Jws.KeyId(by ?? Key), by ?? Key);

    public string Sign(AdviceNote note, string? certificate = null) =>
        SignedAdvice.Sign(note, certificate ?? Certify(), Jws.KeyId(DoctorsKey), DoctorsKey);

    public static AdviceNote Note() => new()
    {
        ConsultId = new Guid("0192f000-0000-7000-8000-00000000000a"),
        Number = $"{Some.SpokeCode}-00312",
        Version = 1,
        PrescriptionId = new Guid("0192f000-0000-7000-8000-00000000000b"),
        SpokeCode = Some.SpokeCode,
        HubCode = Some.HubCode,
        Patient = Some.Patient(),
        Signer = Doctor,
        Mode = ConsultMode.Text,
        FollowUpConsult = false,
        SpokenWithPatient = false,
        Diagnoses = [Some.Diagnosis()],
        Advice = "Fluids, tepid sponging.",
        Medicines = [Some.Medicine()],
        Tests = ["Malaria rapid test"],
        SafetyNet = ["Return at once if bleeding or breathless"],
        ConsentConfirmed = true,
        SignedAt = Some.Now,
        RulesVersion = PrescribingPolicy.Default.RulesVersion,
    };

    /// <summary>A live contact of today that counts.</summary>
    public static VideoContact Video() => new()
    {
        At = Some.Now.AddMinutes(-10),
        Minutes = 4,
        Means = "whatsapp",
        PatientConsented = true,
        DoctorConsented = true,
        ChoPresent = true,
    };

    /// <summary>A visit two months ago to the doctor who signs.</summary>
    public static InPersonConsult InPerson() => new()
    {
        On = Some.Today.AddMonths(-2),
        Facility = "IGMC Shimla, medicine OPD",
        SlipNumber = "OPD-2026-4471",
        PractitionerCode = Doctor.PractitionerCode,
        SameCondition = true,
    };

    /// <summary>The withdrawal of <see cref="Note"/>.</summary>
    public static WithdrawalNote Withdrawal(string adviceHash) => new()
    {
        ConsultId = Note().ConsultId,
        Version = 1,
        PrescriptionId = Note().PrescriptionId,
        AdviceHash = adviceHash,
        Reason = "wrong-patient",
        Signer = Doctor,
        SignedAt = Some.Now.AddHours(1),
    };

    public string Sign(WithdrawalNote note) => SignedWithdrawal.Sign(note, Certify(), Jws.KeyId(DoctorsKey), DoctorsKey);

    public void Dispose()
    {
        Key.Dispose();
        DoctorsKey.Dispose();
    }
}
