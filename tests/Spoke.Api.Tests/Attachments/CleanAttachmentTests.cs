using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shared.Contracts.Consults;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;
using SkiaSharp;
using Spoke.Api.Attachments;

namespace Spoke.Api.Tests.Attachments;

public sealed class CleanAttachmentTests
{
    private static Task<CleanAttachment.Clean> Clean(byte[] file) => CleanAttachment.Of(file, CancellationToken.None);

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Row(string name, string code, byte[] file) => new TestCaseData(file, code).SetArgDisplayNames(name);
        yield return Row("nothing", "attachment-empty", []);
        yield return Row("11 MB", "attachment-too-large", new byte[11 * 1024 * 1024]);
        yield return Row("SVG", "attachment-svg", [.. "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8]);
        yield return Row("HTML", "attachment-html", [.. "<!DOCTYPE html><html><svg></svg></html>"u8]);
        yield return Row("HTML in UTF-16", "attachment-html", Encoding.Unicode.GetBytes("<html><script>alert(1)</script></html>"));
        yield return Row("ZIP", "attachment-archive", SomeFiles.Zip());
        yield return Row("gzip", "attachment-archive", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]);
        yield return Row("a picture with an archive", "attachment-polyglot", [.. SomeFiles.PhonePhoto(), .. SomeFiles.Zip()]);
        yield return Row("a PDF with an archive", "attachment-polyglot", [.. SomeFiles.Pdf(), .. SomeFiles.Zip()]);
        yield return Row("a PDF with something behind it", "attachment-polyglot", [.. SomeFiles.Pdf(), .. "MZ program"u8]);
        yield return Row("a picture that is a page too", "attachment-polyglot", [.. SomeFiles.Picture(SKEncodedImageFormat.Jpeg)[..20], .. "<script>"u8]);
        yield return Row("a PNG of 65,000 by 65,000", "attachment-bomb", SomeFiles.PngOf(65_000, 65_000));
        yield return Row("a PNG that is cut off", "attachment-unreadable", SomeFiles.Picture(SKEncodedImageFormat.Png)[..^40]);
        yield return Row("a JPEG of which only the start came", "attachment-unreadable", SomeFiles.Picture(SKEncodedImageFormat.Jpeg)[..200]);
        yield return Row("a GIF", "attachment-type-unknown", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0]);
        yield return Row("a text", "attachment-type-unknown", [.. "Hb 7.1"u8]);
        yield return Row("a locked PDF", "attachment-pdf-encrypted", SomeFiles.Pdf(trailer: "/Encrypt 8 0 R"));
        yield return Row("a PDF with a script", "attachment-pdf-active", SomeFiles.Pdf("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"));
        yield return Row("a PDF with a script spelt otherwise", "attachment-pdf-active", SomeFiles.Pdf("/OpenAction<</S/J#61v#61Script/JS(1)>>"));
        yield return Row("a PDF that starts a program", "attachment-pdf-active", SomeFiles.Pdf("/OpenAction<</S/Launch/F(cmd.exe)>>"));
        yield return Row("a PDF with a file in it", "attachment-pdf-active", SomeFiles.Pdf("/Names<</EmbeddedFiles 8 0 R>>"));
        yield return Row("a PDF with a packed script", "attachment-pdf-active",
            SomeFiles.Pdf(objects: SomeFiles.PackedObject([.. "5 0 <</S/JavaScript/JS(1)>>"u8], "/Type/ObjStm")));
        yield return Row("a PDF with a script packed otherwise", "attachment-pdf-unusual",
            SomeFiles.Pdf(objects: SomeFiles.PackedObject([.. "5 0 <</S/JavaScript/JS(1)>>"u8], "/Type/ObjStm", "[/ASCII85Decode/FlateDecode]")));
        yield return Row("a PDF with objects packed by a filter named elsewhere", "attachment-pdf-unusual",
            SomeFiles.Pdf(objects: SomeFiles.PackedObject([.. "5 0 <<>>"u8], "/Type/ObjStm", " 7 0 R")));
        yield return Row("a PDF packed twice", "attachment-bomb-pdf",
            SomeFiles.Pdf(objects: SomeFiles.PackedObject(SomeFiles.Packed(new byte[100_000]), filter: "[/FlateDecode/FlateDecode]")));
        yield return Row("a PDF that unpacks to 300 MB", "attachment-bomb-pdf", SomeFiles.Pdf(objects: SomeFiles.PackedObject(new byte[300 * 1024 * 1024])));
        yield return Row("a PDF without a page", "attachment-unreadable", [.. "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"u8]);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_not_safe_is_refused_with_its_reason(byte[] file, string code) =>
        Assert.That(Assert.ThrowsAsync<RuleBrokenException>(() => Clean(file))!.Code, Is.EqualTo(code));

    [TestCase(1, 0, 0)]
    [TestCase(2, 1, 0)]
    [TestCase(3, 1, 1)]
    [TestCase(4, 0, 1)]
    [TestCase(5, 0, 0)]
    [TestCase(6, 1, 0)]
    [TestCase(7, 1, 1)]
    [TestCase(8, 0, 1)]
    public async Task A_photo_stands_as_the_camera_was_held_and_carries_nothing_else(int orientation, int redRight, int redDown)
    {
        var clean = await Clean(SomeFiles.PhonePhoto(orientation));

        MustBeOnlyPicture(clean.Content);
        using var picture = SKBitmap.Decode(clean.Content);
        Assert.That((picture.Width, picture.Height), Is.EqualTo(orientation < 5 ? (320, 240) : (240, 320)));
        var red = picture.GetPixel(picture.Width * (1 + (2 * redRight)) / 4, picture.Height * (1 + (2 * redDown)) / 4);
        Assert.That(red.Red > 200 && red.Blue < 60, $"{red}");
    }

    [Test]
    public async Task A_large_picture_becomes_2000_pixels_long_and_a_small_one_stays()
    {
        using var large = SKBitmap.Decode((await Clean(SomeFiles.Picture(SKEncodedImageFormat.Png, 4000, 1000))).Content);
        using var small = SKBitmap.Decode((await Clean(SomeFiles.PngWithText())).Content);

        Assert.That((large.Width, large.Height, small.Width, small.Height), Is.EqualTo((2000, 500, 320, 240)));
    }

    [Test]
    public async Task A_plain_report_is_kept_as_it_is()
    {
        byte[][] reports =
        [
            SomeFiles.Pdf(), SomeFiles.DrawnPdf(), SomeFiles.Pdf("/OpenAction[3 0 R/Fit]"),
            SomeFiles.Pdf(objects: SomeFiles.PackedObject([.. "5 0 <</Type/Font>>"u8], "/Type/ObjStm")),
        ];
        foreach (var report in reports)
        {
            var clean = await Clean(report);
            Assert.That((clean.ContentType, clean.Content), Is.EqualTo((ListedAttachment.Pdf, report)));
        }
    }

    [TestCase(20261126)]
    public async Task Of_a_thousand_mutated_files_none_is_accepted_wrongly_none_crashes_and_each_refusal_has_its_reason(int seed)
    {
        const int files = 1000;
        const long limit = 300 * 1024 * 1024;
        var random = new Random(seed);
        var texts = Texts.Load(strict: true, typeof(CleanAttachment).Assembly);
        byte[][] sound = [SomeFiles.PhonePhoto(), SomeFiles.PngWithText(), SomeFiles.Picture(SKEncodedImageFormat.Jpeg), SomeFiles.DrawnPdf(), SomeFiles.Pdf()];
        // What a person may really bring is the most that has to be opened.
        byte[][] heavy = [SomeFiles.Picture(SKEncodedImageFormat.Png, 5000, 5000), SomeFiles.Picture(SKEncodedImageFormat.Jpeg, 5000, 5000)];
        var (accepted, refused) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));

        var before = PeakAnew();
        foreach (var file in heavy) MustBeOnlyPicture((await Clean(file)).Content);
        for (var i = 0; i < files; i++)
        {
            var (file, mustRefuse) = Mutated(sound, random);
            try
            {
                var clean = await Clean(file);
                Assert.That(mustRefuse, Is.False, $"seed {seed}, file {i}: accepted, though something was hidden in it");
                if (clean.ContentType == ListedAttachment.Jpeg) MustBeOnlyPicture(clean.Content);
                else Assert.That(Encoding.Latin1.GetString(clean.Content), Does.StartWith("%PDF-").And.Not.Contains("/JavaScript").And.Not.Contains("/Encrypt "));
                accepted++;
            }
            catch (RuleBrokenException refusal)
            {
                Assert.That(texts.Has($"error.{refusal.Code}"), refusal.Code);
                refused[refusal.Code] = refused.GetValueOrDefault(refusal.Code) + 1;
            }
        }
        var peak = Peak();

        TestContext.Out.WriteLine($"seed {seed}: {accepted} accepted, {refused.Values.Sum()} refused ({string.Join(", ", refused.Select(r => $"{r.Key} {r.Value}"))}); "
            + $"memory {before >> 20} MB before, {peak >> 20} MB at most");
        Assert.That(new[] { accepted, refused.Values.Sum() }, Is.All.GreaterThan(100));
        Assert.That(peak - before, Is.LessThan(limit));
    }

    private static (byte[] File, bool MustRefuse) Mutated(byte[][] sound, Random random)
    {
        var file = (byte[])sound[random.Next(sound.Length)].Clone();
        var place = random.Next(file.Length);
        switch (random.Next(9))
        {
            case 0:   // some bits
                for (var i = random.Next(1, 20); i > 0; i--) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return (file, false);
            case 1:
                return (file[..place], false);
            case 2:
                return ([.. file[..place], .. Noise(random), .. file[place..]], false);
            case 3:
                return ([.. file[..place], .. sound[random.Next(sound.Length)][..]], false);
            case 4:
                return ([.. file, .. SomeFiles.Zip()], true);
            case 5:   // begins as a page
                return ([.. "<html><script>alert(1)</script>"u8, .. file], true);
            case 6:
                return (SomeFiles.PngOf(random.Next(5001, 65_000), random.Next(5001, 65_000)), true);
            case 7:   // something that acts, at any place between the objects
                string[] acts = ["/S/JavaScript/JS(1)", "/S/L#61unch/F(x)", "/EmbeddedFiles 8 0 R", "/Encrypt 8 0 R", "/XFA 8 0 R"];
                var act = acts[random.Next(acts.Length)];
                return (random.Next(2) == 0 ? SomeFiles.Pdf(act) : SomeFiles.Pdf(objects: SomeFiles.PackedObject(Encoding.ASCII.GetBytes($"5 0 <<{act}>>"), "/Type/ObjStm")), true);
            default:
                return (Noise(random), true);
        }
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 4000)];
        random.NextBytes(noise);
        return noise;
    }

    /// <summary>It opens again, within its size, and has only the parts that draw it (ITU-T T.81, B.1.1.3), to the last byte.</summary>
    private static void MustBeOnlyPicture(byte[] jpeg)
    {
        using var picture = SKBitmap.Decode(jpeg);
        Assert.That(picture, Is.Not.Null);
        Assert.That(Math.Max(picture.Width, picture.Height), Is.LessThanOrEqualTo(2000));

        byte[] draws = [0xE0, 0xDB, 0xC0, 0xC4, 0xDD, 0xDA];   // JFIF, DQT, SOF0, DHT, DRI, SOS
        var at = 2;
        for (; jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3])
            Assert.That((jpeg[at], draws.Contains(jpeg[at + 1])), Is.EqualTo(((byte)0xFF, true)), $"marker {jpeg[at + 1]:X2}");
        for (; jpeg[at] != 0xFF || jpeg[at + 1] is not 0xD9; at++) { }
        Assert.That(jpeg, Has.Length.EqualTo(at + 2));
    }

    // Of this whole process; writing 5 begins a new peak (proc(5), clear_refs).
    private static long PeakAnew()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        return Peak();
    }

    private static long Peak()
    {
        using var me = Process.GetCurrentProcess();
        if (!OperatingSystem.IsLinux()) return me.PeakWorkingSet64;
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1].Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
