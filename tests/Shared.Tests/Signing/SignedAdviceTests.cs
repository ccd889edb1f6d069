using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Testing;

namespace Shared.Tests.Signing;

public sealed class SignedAdviceTests
{
    private TestProgramme _programme = null!;

    [OneTimeSetUp]
    public void Certify_a_doctor() => _programme = new TestProgramme();

    [OneTimeTearDown]
    public void Forget_the_keys() => _programme.Dispose();

    private string? RefusalOf(string document) => SignedAdvice.Check(document, _programme.Key, PrescribingPolicy.Default).Refusal;

    private void AssertRefused(string document, string code)
    {
        var (note, certificate, refusal) = SignedAdvice.Check(document, _programme.Key, PrescribingPolicy.Default);
        Assert.That((note, certificate, refusal), Is.EqualTo(((AdviceNote?)null, (PractitionerCertificate?)null, code)));
    }

    [Test]
    public void What_a_certified_doctor_signed_is_read_as_it_was_written()
    {
        var (note, certificate, refusal) = SignedAdvice.Check(_programme.Sign(TestProgramme.Note()), _programme.Key, PrescribingPolicy.Default);

        Assert.That(refusal, Is.Null);
        Assert.That(JsonSerializer.Serialize(note, Wire.Json), Is.EqualTo(JsonSerializer.Serialize(TestProgramme.Note(), Wire.Json)));
        Assert.That(certificate, Is.EqualTo(_programme.Certificate()));
    }

    [Test]
    public void A_document_with_any_one_byte_changed_is_refused()
    {
        var document = Encoding.ASCII.GetBytes(_programme.Sign(TestProgramme.Note()));
        var believed = new List<int>();
        for (var i = 0; i < document.Length; i++)
        {
            var was = document[i];
            document[i] = was is (byte)'.' or (byte)'z' or (byte)'Z' or (byte)'9' ? (byte)'A' : (byte)(was + 1);   // still a letter of base64url, mostly
            if (RefusalOf(Encoding.ASCII.GetString(document)) is null) believed.Add(i);
            document[i] = was;
        }

        Assert.That(believed, Is.Empty);
    }

    [TestCase("{0}=")]
    [TestCase("{0} ")]
    [TestCase("{0}\n")]
    [TestCase(" {0}")]
    [TestCase("{0}.")]
    [TestCase("{0}.AAAA")]
    public void The_same_signature_written_another_way_is_another_document(string written) =>
        Assert.That(RefusalOf(string.Format(null, written, _programme.Sign(TestProgramme.Note()))), Is.Not.Null);

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("not a document")]
    [TestCase("{\"alg\":\"ES256\"}")]
    [TestCase("bnVsbA..")]
    public void What_is_no_signature_at_all_is_refused_and_breaks_nothing(string document) => AssertRefused(document, "certificate-not-ours");

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("es256")]
    [TestCase("ES384")]
    public void The_document_never_chooses_its_algorithm(string alg)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new Jws.Header { Alg = alg, Kid = "k", Typ = SignedAdvice.Typ, Cert = _programme.Certify() }, Wire.Json);
        var signed = $"{Base64Url.EncodeToString(header)}.{_programme.Sign(TestProgramme.Note()).Split('.')[1]}";
        var signature = _programme.DoctorsKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        AssertRefused($"{signed}.{Base64Url.EncodeToString(signature)}", "signature-broken");
        AssertRefused($"{signed}.", "signature-broken");
    }

    [Test]
    public void A_signature_by_another_key_than_the_certified_one_is_broken()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        AssertRefused(SignedAdvice.Sign(TestProgramme.Note(), _programme.Certify(), "k", other), "signature-broken");
    }

    [Test]
    public void A_signature_for_another_purpose_is_none_for_advice()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(TestProgramme.Note(), Wire.Json);

        AssertRefused(Jws.Sign(bytes, ProgrammeDirectory.Typ, "k", _programme.DoctorsKey, _programme.Certify()), "signature-broken");
    }

    [Test]
    public void A_certificate_by_another_programme_is_not_ours()
    {
        using var stranger = new TestProgramme();

        AssertRefused(stranger.Sign(TestProgramme.Note()), "certificate-not-ours");
        AssertRefused(_programme.Sign(TestProgramme.Note(), _programme.Certify(by: stranger.Key)), "certificate-not-ours");
    }

    [Test]
    public void A_doctor_cannot_certify_themselves() =>
        AssertRefused(_programme.Sign(TestProgramme.Note(), _programme.Certify(by: _programme.DoctorsKey)), "certificate-not-ours");

    [Test]
    public void Another_document_of_the_programme_is_no_certificate() =>
        AssertRefused(_programme.Sign(TestProgramme.Note(), _programme.Certify(typ: ProgrammeDirectory.Typ)), "certificate-not-ours");

    [Test]
    public void Advice_without_a_certificate_is_refused() =>
        AssertRefused(Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(TestProgramme.Note(), Wire.Json), SignedAdvice.Typ, "k", _programme.DoctorsKey), "certificate-not-ours");

    private static IEnumerable<TestCaseData> Days()
    {
        yield return Row("the first day", c => c with { ValidFrom = Some.Today }, true);
        yield return Row("the last day", c => c with { ValidUntil = Some.Today }, true);
        yield return Row("registered for life", c => c with { RegistrationUntil = null }, true);
        yield return Row("registered until today", c => c with { RegistrationUntil = Some.Today }, true);
        yield return Row("the day before the first", c => c with { ValidFrom = Some.Today.AddDays(1) }, false);
        yield return Row("the day after the last", c => c with { ValidUntil = Some.Today.AddDays(-1) }, false);
        yield return Row("a registration that has ended", c => c with { RegistrationUntil = Some.Today.AddDays(-1) }, false);

        static TestCaseData Row(string what, Func<PractitionerCertificate, PractitionerCertificate> with, bool holds) =>
            new TestCaseData(with, holds).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Days))]
    public void A_signature_holds_only_on_the_days_of_certificate_and_registration(object with, bool holds)
    {
        var certificate = ((Func<PractitionerCertificate, PractitionerCertificate>)with)(_programme.Certificate());

        Assert.That(RefusalOf(_programme.Sign(TestProgramme.Note(), _programme.Certify(certificate))), Is.EqualTo(holds ? null : "certificate-not-valid"));
    }

    private static IEnumerable<TestCaseData> Signers()
    {
        yield return Row("another name", s => s with { Name = "Dr Anil Thakkur" });
        yield return Row("another number", s => s with { RegistrationNumber = "HPMC-SAMPLE-0102" });
        yield return Row("another council", s => s with { Council = "Medical Council of India" });
        yield return Row("another qualification", s => s with { Qualification = "DM (Cardiology)" });
        yield return Row("another person", s => s with { PractitionerCode = "dr-negi" });

        static TestCaseData Row(string what, Func<Signer, Signer> other) => new TestCaseData(other).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Signers))]
    public void The_advice_names_its_signer_exactly_as_certified(object other) =>
        AssertRefused(_programme.Sign(TestProgramme.Note() with { Signer = ((Func<Signer, Signer>)other)(TestProgramme.Doctor) }), "signer-not-named");

    [Test]
    public void A_spoke_shows_no_medicine_that_a_hub_had_no_right_to_sign()
    {
        AssertRefused(_programme.Sign(TestProgramme.Note() with { Medicines = [Some.Medicine() with { Name = "morphine" }] }), "advice-unlawful");
        AssertRefused(_programme.Sign(TestProgramme.Note() with { Diagnoses = [] }), "advice-unlawful");
    }

    [Test]
    public void What_is_lawful_here_holds_whatever_version_it_was_signed_under_and_what_is_not_says_that_the_lists_differ()
    {
        Assert.That(RefusalOf(_programme.Sign(TestProgramme.Note() with { RulesVersion = "2026-11" })), Is.Null);
        AssertRefused(_programme.Sign(TestProgramme.Note() with { RulesVersion = "2027-01-01", Medicines = [Some.Medicine() with { Name = "amoxicillin" }] }), "rules-differ");
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("not json")]
    public void Signed_bytes_that_are_no_advice_are_refused(string payload) =>
        AssertRefused(Jws.Sign(Encoding.UTF8.GetBytes(payload), SignedAdvice.Typ, "k", _programme.DoctorsKey, _programme.Certify()), "signature-broken");
}

public sealed class JwsTests
{
    [Test]
    public void Exactly_the_signed_bytes_come_back()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] payload = [0, 255, 1, 254, (byte)'.'];

        Assert.That(Jws.Verify(Jws.Sign(payload, "t", "k", key), "t", key), Is.EqualTo(payload));
    }

    [Test]
    public void A_public_key_read_from_settings_verifies_and_is_named_by_its_own_hash()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var read = Jws.PublicKey(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));

        Assert.That(Jws.Verify(Jws.Sign("x"u8, "t", "k", key), "t", read), Is.EqualTo("x"u8.ToArray()));
        Assert.That(Jws.KeyId(read), Is.EqualTo(Jws.KeyId(key)).And.Match("^[0-9a-f]{16}$"));
    }
}
