using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;

namespace Shared.Tests.Verification;

public sealed class SignedSlipTests
{
    private TestProgramme _programme = null!;

    [OneTimeSetUp]
    public void Certify_a_doctor() => _programme = new TestProgramme();

    [OneTimeTearDown]
    public void Forget_the_keys() => _programme.Dispose();

    private string Kid => Jws.KeyId(_programme.DoctorsKey);

    private IEnumerable<PractitionerCertificate> CertificatesOf(string kid) => kid == Kid ? [_programme.Certificate()] : [];

    private string Slip(AdviceNote? note = null) => SignedSlip.Sign(note ?? TestProgramme.Note(), _programme.Sign(note ?? TestProgramme.Note()), Kid, _programme.DoctorsKey)!;

    private SlipVerdict VerdictOf(string document) => SignedSlip.Check(document, CertificatesOf).Verdict;

    /// <summary>As a verifier sees it: from the text of the code.</summary>
    private SlipVerdict VerdictOfText(string text) => SlipCode.Read(text) is { } document ? VerdictOf(document) : SlipVerdict.Unreadable;

    private static MedicineLine[] Lines(int count) =>
        [.. TwelveMedicines.Concat(TwelveMedicines).Concat(TwelveMedicines).Take(count)];

    private static readonly MedicineLine[] TwelveMedicines =
    [
        Line("paracetamol", "500 mg", "1 tablet", "TDS", 3), Line("oral rehydration salts", "WHO formula", "1 sachet", "SOS", 2),
        Line("zinc sulphate", "20 mg", "1 tablet", "OD", 14), Line("cetirizine", "10 mg", "1 tablet", "HS", 5),
        Line("chlorpheniramine", "2 mg/5 ml", "5 ml", "BD", 5), Line("ferrous sulphate with folic acid", "100 mg + 0.5 mg", "1 tablet", "OD", 30),
        Line("calcium carbonate with vitamin D3", "500 mg + 250 IU", "1 tablet", "BD", 30), Line("permethrin", "5 %", "a thin layer", "STAT", null),
        Line("metformin", "500 mg", "1 tablet", "BD", 30), Line("amlodipine", "5 mg", "1 tablet", "OD", 30),
        Line("albendazole", "400 mg", "1 tablet", "STAT", null), Line("ciprofloxacin eye drops", "0.3 %", "2 drops", "QID", 7),
    ];

    private static MedicineLine Line(string name, string strength, string dose, string frequency, int? days) =>
        Some.Medicine() with { Name = name, Strength = strength, Dose = dose, Frequency = frequency, DurationDays = days };

    [Test]
    public void What_the_doctor_signed_is_read_back_from_the_digits()
    {
        var note = TestProgramme.Note();
        var advice = _programme.Sign(note);
        var code = SlipCode.Write(SignedSlip.Sign(note, advice, Kid, _programme.DoctorsKey)!);

        var (verdict, core, certificate) = SignedSlip.Check(SlipCode.Read($"  {code[..40]}\n{code[40..]}\r\n")!, CertificatesOf);

        Assert.That((verdict, certificate), Is.EqualTo((SlipVerdict.Valid, _programme.Certificate())));
        Assert.That((core!.PrescriptionId, core.Version, core.AdviceHash), Is.EqualTo((note.PrescriptionId, 1, SignedAdvice.HashOf(advice))));
        Assert.That(core.Lines, Is.EqualTo(new[] { new SlipLine("paracetamol", "500 mg", "1 tablet", "TDS", 3) }));
    }

    [Test]
    public void It_does_not_say_whose_it_is()
    {
        var json = JsonSerializer.Serialize(SlipCore.Of(TestProgramme.Note(), _programme.Sign(TestProgramme.Note())), Wire.Json);

        foreach (var word in new[] { Some.Patient().Name, Some.Patient().RelativeName, Some.Patient().Mobile!, Some.Patient().Address.Village, "Fever" })
            Assert.That(json, Does.Not.Contain(word));
    }

    [Test]
    public void Twelve_lines_fit_one_code_and_more_than_fit_are_left_to_the_paper()
    {
        var (twelve, thirty) = (Slip(TestProgramme.Note() with { Medicines = Lines(12) }), Slip(TestProgramme.Note() with { Medicines = Lines(30) }));
        var unlike = Slip(TestProgramme.Note() with { Medicines = [.. Enumerable.Range(0, 30).Select(i => Line(Random128(i), "1 mg", "1 tablet", "OD", 1))] });
        TestContext.Out.WriteLine($"1 line: {Slip().Length} letters; 12 lines: {twelve.Length}; 30 lines: {thirty.Length}; at most {SlipCode.MaxLetters}");

        Assert.That(twelve, Has.Length.LessThanOrEqualTo(SlipCode.MaxLetters));
        Assert.That(SignedSlip.Check(twelve, CertificatesOf).Core!.Lines, Has.Count.EqualTo(12));
        Assert.That(unlike, Has.Length.LessThanOrEqualTo(SlipCode.MaxLetters));
        Assert.That(SignedSlip.Check(unlike, CertificatesOf) is { Verdict: SlipVerdict.Valid, Core.Lines: null });

        static string Random128(int i) => Convert.ToHexString(SHA256.HashData([(byte)i])) + Convert.ToHexString(SHA256.HashData([1, (byte)i]));
    }

    [Test]
    public void A_thousand_codes_with_something_changed_never_hold_and_break_nothing()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var code = SlipCode.Write(Slip(TestProgramme.Note() with { Medicines = Lines(4) }));
        var verdicts = new List<SlipVerdict>();
        while (verdicts.Count < 1000)
        {
            var mutated = Mutate(code, random);
            if (mutated == code) continue;
            var verdict = VerdictOfText(mutated);
            Assert.That(verdict, Is.AnyOf(SlipVerdict.Forged, SlipVerdict.Unreadable, SlipVerdict.UnknownKey), mutated);
            verdicts.Add(verdict);
        }
        TestContext.Out.WriteLine(string.Join(", ", verdicts.CountBy(v => v)));

        Assert.That(verdicts, Does.Contain(SlipVerdict.Forged).And.Contain(SlipVerdict.Unreadable));
    }

    private static string Mutate(string code, Random random)
    {
        var at = random.Next(SlipCode.Prefix.Length, code.Length);
        var pair = at - (at - SlipCode.Prefix.Length) % 2;
        return random.Next(8) switch
        {
            0 => code[..at],                                                                       // cut short
            1 => code.Remove(pair, 2),                                                             // a letter lost
            2 => code.Insert(pair, random.Next(78).ToString("00", null)),                          // a letter too many
            3 => code[..at] + (char)random.Next(32, 0x3000) + code[(at + 1)..],                    // no digit, mostly
            4 => code[..pair] + code[SlipCode.Prefix.Length..],                                    // begun anew
            _ => code[..at] + (char)('0' + random.Next(10)) + code[(at + 1)..],                    // one digit
        };
    }

    [Test]
    public void Every_other_letter_in_any_place_is_refused()
    {
        var document = Slip();
        var believed = new List<int>();
        for (var i = 0; i < document.Length; i++)
            foreach (var letter in "AQgw-_09z.")
                if (letter != document[i] && VerdictOf($"{document[..i]}{letter}{document[(i + 1)..]}") is SlipVerdict.Valid) believed.Add(i);

        Assert.That(believed, Is.Empty);
    }

    [TestCase("")]
    [TestCase("shc:/")]
    [TestCase("shc:/5")]
    [TestCase("shc:/99")]
    [TestCase("shc:/1/2/5676")]
    [TestCase("SHC:/5676")]
    [TestCase("https://example.org/5676")]
    [TestCase("shc:/५६७६")]
    [TestCase("shc:/01")]
    public void What_is_no_code_is_unreadable(string text) => Assert.That(VerdictOfText(text), Is.EqualTo(SlipVerdict.Unreadable));

    [Test]
    public void A_code_longer_than_fits_a_slip_is_not_even_looked_at() =>
        Assert.That(SlipCode.Read(SlipCode.Prefix + new string('5', 2 * SlipCode.MaxLetters + 2)), Is.Null);

    [Test]
    public void Another_key_is_told_apart_from_another_signature()
    {
        using var strangers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var core = SlipCore.Of(TestProgramme.Note(), _programme.Sign(TestProgramme.Note()));

        Assert.That(VerdictOf(SignedSlip.Sign(core, Jws.KeyId(strangers), strangers)), Is.EqualTo(SlipVerdict.UnknownKey));
        Assert.That(VerdictOf(SignedSlip.Sign(core, Kid, strangers)), Is.EqualTo(SlipVerdict.Forged), "the doctor's key is named, another signed");
        Assert.That(SignedSlip.Check(SignedSlip.Sign(core, Kid, strangers), _ => [_programme.Certificate()]).Verdict, Is.EqualTo(SlipVerdict.Forged));
    }

    [TestCase(-2, SlipVerdict.CertificateNotValid)]
    [TestCase(0, SlipVerdict.Valid)]
    [TestCase(2, SlipVerdict.CertificateNotValid)]
    public void A_certificate_counts_on_the_day_of_signing(int years, SlipVerdict verdict) =>
        Assert.That(VerdictOf(Slip(TestProgramme.Note() with { SignedAt = Some.Now.AddYears(years) })), Is.EqualTo(verdict));

    [Test]
    public void Of_a_renewed_certificate_the_one_that_held_on_the_day_counts()
    {
        var now = _programme.Certificate();
        var before = now with { ValidFrom = now.ValidFrom.AddYears(-2), ValidUntil = now.ValidFrom.AddDays(-1), RegistrationUntil = null };
        SlipVerdict On(int years) => SignedSlip.Check(Slip(TestProgramme.Note() with { SignedAt = Some.Now.AddYears(years) }), _ => [now, before]).Verdict;

        Assert.That((On(-2), On(0), On(-4), On(2)), Is.EqualTo((SlipVerdict.Valid, SlipVerdict.Valid, SlipVerdict.CertificateNotValid, SlipVerdict.CertificateNotValid)));
    }

    [Test]
    public void A_certificate_of_another_key_under_the_same_name_proves_nothing()
    {
        using var others = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var swapped = _programme.Certificate() with { PublicKey = Convert.ToBase64String(others.ExportSubjectPublicKeyInfo()) };

        Assert.That(SignedSlip.Check(Slip(), _ => [swapped]).Verdict, Is.EqualTo(SlipVerdict.Forged));
        Assert.That(SignedSlip.Check(Slip(), _ => [_programme.Certificate() with { Practitioner = TestProgramme.Doctor with { RegistrationNumber = "7" } }, swapped]).Verdict, Is.EqualTo(SlipVerdict.Forged));
    }

    [Test]
    public void Somebody_elses_registration_is_forged()
    {
        var core = SlipCore.Of(TestProgramme.Note(), _programme.Sign(TestProgramme.Note()));

        Assert.That(VerdictOf(SignedSlip.Sign(core with { RegistrationNumber = "HPMC-SAMPLE-0102" }, Kid, _programme.DoctorsKey)), Is.EqualTo(SlipVerdict.Forged));
        Assert.That(VerdictOf(SignedSlip.Sign(core with { Council = "Another council" }, Kid, _programme.DoctorsKey)), Is.EqualTo(SlipVerdict.Forged));
    }

    // Even the doctor's own key signs nothing that is not exactly a slip.
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("not JSON")]
    public void What_is_signed_but_no_slip_is_forged(string payload) => Assert.That(VerdictOf(Signed(payload)), Is.EqualTo(SlipVerdict.Forged));

    [Test]
    public void A_member_that_is_unknown_is_forged()
    {
        var json = JsonSerializer.Serialize(SlipCore.Of(TestProgramme.Note(), _programme.Sign(TestProgramme.Note())), Wire.Json);

        Assert.That(VerdictOf(Signed(json)), Is.EqualTo(SlipVerdict.Valid));
        Assert.That(VerdictOf(Signed(json[..^1] + ",\"surprise\":1}")), Is.EqualTo(SlipVerdict.Forged));
    }

    [Test]
    public void A_payload_that_swells_is_stopped() => Assert.That(VerdictOf(Signed(new string(' ', 64 * 1024 * 1024) + "{}")), Is.EqualTo(SlipVerdict.Forged));

    [Test]
    public void Signatures_for_another_purpose_are_none_for_a_slip()
    {
        Assert.That(VerdictOf(_programme.Sign(TestProgramme.Note())), Is.EqualTo(SlipVerdict.Forged));
        Assert.That(VerdictOf(Jws.Sign("{}"u8, SignedSlip.Typ, Kid, _programme.DoctorsKey)), Is.EqualTo(SlipVerdict.Forged));
    }

    [Test]
    public void Advice_to_a_treating_doctor_has_no_code()
    {
        var note = TestProgramme.Note() with { ForTreatingDoctor = true };

        Assert.That(SignedSlip.Sign(note, _programme.Sign(note), Kid, _programme.DoctorsKey), Is.Null);
    }

    [Test]
    public void A_code_is_of_one_advice_and_no_other()
    {
        var note = TestProgramme.Note();
        var (advice, certificate) = (_programme.Sign(note), _programme.Certificate());
        var other = note with { Medicines = Lines(2) };

        Assert.That(SignedSlip.IsOf(Slip(note), note, advice, certificate));
        Assert.That(SignedSlip.IsOf(Slip(other), note, advice, certificate), Is.False);
        Assert.That(SignedSlip.IsOf(Slip(note), note, _programme.Sign(other), certificate), Is.False);
        Assert.That(SignedSlip.IsOf(Slip(note with { Version = 2 }), note, advice, certificate), Is.False);
    }

    private string Signed(string payload)
    {
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(Encoding.UTF8.GetBytes(payload));
        return Jws.Sign(deflated.ToArray(), SignedSlip.Typ, Kid, _programme.DoctorsKey, zip: "DEF");
    }
}
