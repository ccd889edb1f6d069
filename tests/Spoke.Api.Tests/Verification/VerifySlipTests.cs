using System.Security.Cryptography;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using SkiaSharp;
using Spoke.Api.Tests.Advice;
using Shared.Hosting.Ui;
using Spoke.Api.Ui;
using Spoke.Api.Verification;
using Testing;

namespace Spoke.Api.Tests.Verification;

/// <summary>What the code on a slip is worth, asked at the centre that has the advice and at one that has not.</summary>
public sealed class VerifySlipTests(TestDatabase database) : AdviceSlice(database)
{
    private Task<VerifySlip.Finding> Verify(string document) => VerifyText(SlipCode.Write(document));

    private Task<VerifySlip.Finding> VerifyText(string text) => Spoke.Act<VerifySlip, VerifySlip.Finding>("cho-sunita", act => act.Handle(text, CancellationToken.None));

    private async Task<(AdviceNote Note, string Advice, string Slip)> Given(AdviceNote? of = null)
    {
        var note = of ?? await Note();
        var advice = Signed(note);
        var slip = SlipOf(note, advice);
        Assert.That(await Give(note, advice, slip), Is.Null);
        return (note, advice, slip);
    }

    [Test]
    public async Task A_slip_in_force_is_valid_and_says_what_the_doctor_signed()
    {
        var (note, _, slip) = await Given();

        var finding = await Verify(slip);

        Assert.That((finding.Answer, finding.KnownHere), Is.EqualTo((VerifySlip.Answer.Valid, true)));
        Assert.That((finding.Core!.PrescriptionId, finding.Certificate!.Practitioner.PractitionerCode), Is.EqualTo((note.PrescriptionId, "dr-thakur")));
    }

    [Test]
    public async Task A_slip_of_another_centre_is_valid_but_a_withdrawal_would_not_be_known()
    {
        var note = TestProgramme.Note() with { Number = "HP-MND-0001-00001", SignedAt = Spoke.Clock.GetUtcNow() };

        Assert.That(await Verify(SlipOf(note, Signed(note))) is { Answer: VerifySlip.Answer.Valid, KnownHere: false });
    }

    [Test]
    public async Task A_slip_that_was_taken_back_is_withdrawn()
    {
        var (note, advice, slip) = await Given();
        Assert.That(await Withdraw(note, Withdrawn(note, advice)), Is.Null);

        Assert.That((await Verify(slip)).Answer, Is.EqualTo(VerifySlip.Answer.Withdrawn));
    }

    [Test]
    public async Task The_slip_of_an_older_version_is_replaced_and_the_new_one_valid()
    {
        var (note, _, old) = await Given();
        var (_, _, corrected) = await Given(note with { Version = 2, Supersedes = 1, PrescriptionId = Guid.CreateVersion7() });

        Assert.That((await Verify(old)).Answer, Is.EqualTo(VerifySlip.Answer.Replaced));
        Assert.That((await Verify(corrected)).Answer, Is.EqualTo(VerifySlip.Answer.Valid));
    }

    [Test]
    public async Task A_key_outside_the_programme_a_forgery_and_an_expired_certificate_are_told_apart()
    {
        var (note, advice, slip) = await Given();
        using var strangers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var core = SlipCore.Of(note, advice);
        var old = note with { SignedAt = note.SignedAt.AddYears(-20) };

        Assert.That((await Verify(SignedSlip.Sign(core, Jws.KeyId(strangers), strangers))).Answer, Is.EqualTo(VerifySlip.Answer.UnknownKey));
        Assert.That((await Verify(SignedSlip.Sign(core, Jws.ReadHeader(slip)!.Kid, strangers))).Answer, Is.EqualTo(VerifySlip.Answer.Forged));
        Assert.That((await Verify(SlipOf(old, Signed(old)))).Answer, Is.EqualTo(VerifySlip.Answer.CertificateNotValid));
        Assert.That((await VerifyText("https://example.org")).Answer, Is.EqualTo(VerifySlip.Answer.Unreadable));
    }

    [Test]
    public async Task A_slip_signed_while_the_certificate_held_stays_valid_when_it_has_ended_and_one_signed_after_it_is_not()
    {
        var ended = TestDirectory.CertificateOf("dr-thakur") with { ValidUntil = Some.Today.AddDays(-1) };
        await using var spoke = await TestSpoke.Start(settings: TestDirectory.With("dr-thakur", p => p with { Certificate = TestDirectory.Certify(ended) }));

        Assert.That(await AnswerAt(spoke, SignedOn(Some.Now.AddDays(-2))), Is.EqualTo(VerifySlip.Answer.Valid));
        Assert.That(await AnswerAt(spoke, SignedOn(Some.Now)), Is.EqualTo(VerifySlip.Answer.CertificateNotValid));
    }

    [Test]
    public async Task A_key_that_was_replaced_is_still_known_for_the_days_it_held()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var former = TestDirectory.KeyOf("dr-thakur");
        var old = TestDirectory.CertificateOf("dr-thakur");
        var now = old with { PublicKey = Convert.ToBase64String(fresh.ExportSubjectPublicKeyInfo()), ValidFrom = Some.Today };
        PractitionerEntry Replaced(PractitionerEntry entry, params PractitionerCertificate[] before) =>
            entry with { Certificate = TestDirectory.Certify(now), FormerCertificates = [.. before.Select(TestDirectory.Certify)] };
        await using var remembers = await TestSpoke.Start(settings: TestDirectory.With("dr-thakur", p => Replaced(p, old with { ValidUntil = Some.Today.AddDays(-1) })));
        await using var forgot = await TestSpoke.Start(settings: TestDirectory.With("dr-thakur", p => Replaced(p)));

        Assert.That(await AnswerAt(remembers, SignedOn(Some.Now.AddDays(-2), former)), Is.EqualTo(VerifySlip.Answer.Valid), "signed while the old key held");
        Assert.That(await AnswerAt(remembers, SignedOn(Some.Now, fresh)), Is.EqualTo(VerifySlip.Answer.Valid), "signed with the new key");
        Assert.That(await AnswerAt(remembers, SignedOn(Some.Now, former)), Is.EqualTo(VerifySlip.Answer.CertificateNotValid), "the old key, after it was replaced");
        Assert.That(await AnswerAt(remembers, SignedOn(Some.Now.AddDays(-2), fresh)), Is.EqualTo(VerifySlip.Answer.CertificateNotValid), "the new key, before it was certified");
        Assert.That(await AnswerAt(forgot, SignedOn(Some.Now.AddDays(-2), former)), Is.EqualTo(VerifySlip.Answer.UnknownKey), "a key in wrong hands is taken out, and then nothing of it holds");
    }

    [Test]
    public async Task Keys_that_are_swapped_are_forged_whichever_way()
    {
        using var negis = new Keys("dr-negi");
        using var thakurs = new Keys("dr-thakur");
        var note = TestProgramme.Note() with { SignedAt = Spoke.Clock.GetUtcNow() };
        var core = SlipCore.Of(note with { Signer = TestDirectory.CertificateOf("dr-thakur").Practitioner }, Signed(note));

        Assert.That((await Verify(SignedSlip.Sign(core, thakurs.Name, thakurs.Key))).Answer, Is.EqualTo(VerifySlip.Answer.Valid));
        Assert.That((await Verify(SignedSlip.Sign(core, thakurs.Name, negis.Key))).Answer, Is.EqualTo(VerifySlip.Answer.Forged), "one doctor's key under the other's name");
        Assert.That((await Verify(SignedSlip.Sign(core, negis.Name, negis.Key))).Answer, Is.EqualTo(VerifySlip.Answer.Forged), "one doctor's key with the other's registration");
    }

    private static string SignedOn(DateTimeOffset day, ECDsa? by = null)
    {
        using var thakurs = TestDirectory.KeyOf("dr-thakur");
        var note = TestProgramme.Note() with { Number = "HP-MND-0001-00001", SignedAt = day, Signer = TestDirectory.CertificateOf("dr-thakur").Practitioner };
        return SignedSlip.Sign(SlipCore.Of(note, "e30.e30.e30"), Jws.KeyId(by ?? thakurs), by ?? thakurs);
    }

    private static async Task<VerifySlip.Answer> AnswerAt(TestSpoke spoke, string document) =>
        (await spoke.Act<VerifySlip, VerifySlip.Finding>("cho-sunita", act => act.Handle(SlipCode.Write(document), CancellationToken.None))).Answer;

    private sealed class Keys(string doctor) : IDisposable
    {
        public ECDsa Key { get; } = TestDirectory.KeyOf(doctor);
        public string Name => Jws.KeyId(Key);
        public void Dispose() => Key.Dispose();
    }

    [TestCase(SKEncodedImageFormat.Png)]
    [TestCase(SKEncodedImageFormat.Jpeg)]
    public async Task The_code_is_read_from_a_picture(SKEncodedImageFormat format)
    {
        var (_, _, slip) = await Given();
        using var picture = Picture(slip, format);

        Assert.That(await CodeInPicture.Read(picture, CancellationToken.None), Is.EqualTo(SlipCode.Write(slip)));
    }

    [TestCase("")]
    [TestCase("not a picture")]
    [TestCase("GIF89a")]
    [TestCase("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    public async Task What_is_no_picture_has_no_code(string bytes) =>
        Assert.That(await CodeInPicture.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(bytes)), CancellationToken.None), Is.Null);

    [Test]
    public async Task A_picture_without_a_code_one_cut_short_and_one_of_too_many_points_break_nothing()
    {
        var (_, _, slip) = await Given();
        using var whole = Picture(slip, SKEncodedImageFormat.Png);
        using var blank = Encoded(new SKBitmap(300, 300), SKEncodedImageFormat.Png);
        using var huge = Encoded(new SKBitmap(20_000, 1_000, SKColorType.Gray8, SKAlphaType.Opaque), SKEncodedImageFormat.Png);

        Assert.That(await CodeInPicture.Read(blank, CancellationToken.None), Is.Null);
        Assert.That(await CodeInPicture.Read(huge, CancellationToken.None), Is.Null);
        for (var cut = 0L; cut < whole.Length; cut += 97)
            Assert.That(async () => await CodeInPicture.Read(new MemoryStream(whole.ToArray()[..(int)cut]), CancellationToken.None), Throws.Nothing);
    }

    private static MemoryStream Picture(string slip, SKEncodedImageFormat format)
    {
        const int scale = 5;
        var code = QrCode.Of(slip);
        var bitmap = new SKBitmap(code.Width * scale, code.Height * scale);
        using var canvas = new SKCanvas(bitmap);
        using var modules = SKPath.ParseSvgPathData(QrPath.Of(code));
        using var black = new SKPaint { Color = SKColors.Black };
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        canvas.DrawPath(modules, black);
        canvas.Flush();
        return Encoded(bitmap, format);
    }

    private static MemoryStream Encoded(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using (bitmap)
        {
            var stream = new MemoryStream();
            bitmap.Encode(stream, format, 80);
            stream.Position = 0;
            return stream;
        }
    }
}
