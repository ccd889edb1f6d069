using System.Diagnostics;
using Shared.Contracts.Advice;
using Spoke.Api.Prescriptions;
using Spoke.Api.Tests.Advice;
using Spoke.Api.Verification;
using Testing;

namespace Spoke.Api.Tests.Prescriptions;

/// <summary>The paper, as an independent reader of PDF (poppler) and of QR codes (zbar) sees it.</summary>
public sealed class SlipPdfTests(TestDatabase database) : AdviceSlice(database)
{
    private static readonly MedicineLine[] Lines =
    [
        Some.Medicine(),
        Some.Medicine() with { Name = "oral rehydration salts", Form = "sachet", Strength = "WHO formula", Dose = "1 sachet", Frequency = "SOS", Timing = "any-time", DurationDays = 2, Quantity = 4, Instructions = "dissolve one sachet in one litre of clean water" },
        Some.Medicine() with { Name = "cough lozenges", Form = "lozenge", Strength = "menthol 5 mg", Dose = "1 lozenge", Frequency = "HS", Timing = "before-food", DurationDays = 5, Quantity = 5, Instructions = "keep out of reach of children" },
        Some.Medicine() with { Name = "calcium carbonate + vitamin d3", Strength = "500 mg + 250 IU", Frequency = "BD", Timing = "with-food", DurationDays = 30, Quantity = 60, Instructions = "do not stop this medicine on your own" },
        Some.Medicine() with { Name = "ambroxol", Form = "syrup", Strength = "30 mg/5 ml", Dose = "5 ml", Frequency = "TDS", Timing = "any-time", DurationDays = 5, Quantity = 1, Instructions = "shake well before use" },
    ];

    // Dots of an office printer for A5, of a thermal one for the roll.
    private static readonly Dictionary<string, int> Dots = new() { ["a5"] = 200, ["roll"] = 203 };

    private async Task<byte[]> Pdf(Func<AdviceNote, AdviceNote> with, string paper)
    {
        var note = with(await Note());
        var advice = Signed(note);
        Assert.That(await Give(note, advice, SlipOf(note, advice)), Is.Null);
        using var response = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/consults/{note.ConsultId}/slip.pdf?paper={paper}");
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/pdf"));
        return await response.Content.ReadAsByteArrayAsync();
    }

    private Task<byte[]> Pdf(int lines, string paper) => Pdf(note => note with
    {
        Medicines = [.. Enumerable.Range(0, lines).Select(i => Lines[i % Lines.Length])],
        Advice = "ओआरएस घोल थोड़ा-थोड़ा पिलाएँ। बुखार तीन दिन से ज़्यादा रहे तो प्राथमिक स्वास्थ्य केंद्र आएँ।",
        SafetyNet = ["साँस लेने में तकलीफ़", "ख़ून आना"],
    }, paper);

    [TestCase(5, "a5")]
    [TestCase(12, "a5")]
    [TestCase(5, "roll")]
    public async Task Its_text_can_be_searched_and_read_out_in_the_order_it_is_spoken(int lines, string paper)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hubspoke-slip-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "slip.pdf"), await Pdf(lines, paper));
            var text = await Run("pdftotext", Path.Combine(folder, "slip.pdf"), "-");
            var (words, running) = (text.Split((char[])[' ', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries), string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries)));

            foreach (var generic in (string[])["PARACETAMOL", "ORAL REHYDRATION SALTS", "COUGH LOZENGES", "AMBROXOL"])
                Assert.That(generic.Split(' '), Is.SubsetOf(words), generic);
            foreach (var spoken in (string[])["खाना खाने के बाद", "दिन में", "रात", "गोली", "सिरप", "ज़रूरत पड़ने पर", "एक पाउच एक लीटर साफ़ पानी में घोलें", "इस्तेमाल से पहले अच्छी तरह हिलाएँ"])
                Assert.That(spoken.Split(' ').Except(["दिन", "में"]), Is.SubsetOf(words), spoken);
            Assert.That(running, Does.Contain("बुखार तीन दिन से ज़्यादा रहे तो प्राथमिक स्वास्थ्य केंद्र").And.Contain("साँस लेने में तकलीफ़; ख़ून आना। आपातकाल में 108 पर फ़ोन करें।"));
            Assert.That(running, Does.Contain("HPMC-SAMPLE-0101").And.Contain(Some.Patient().Name));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase(1, "a5")]
    [TestCase(5, "a5")]
    [TestCase(12, "a5")]
    [TestCase(1, "roll")]
    [TestCase(12, "roll")]
    public async Task The_code_on_the_paper_is_read_by_an_independent_reader_and_holds(int lines, string paper)
    {
        var pdf = await Pdf(lines, paper);
        var folder = System.IO.Directory.CreateTempSubdirectory("hubspoke-slip-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "slip.pdf"), pdf);
            await Run("pdftoppm", "-r", $"{Dots[paper]}", "-png", Path.Combine(folder, "slip.pdf"), Path.Combine(folder, "page"));
            var last = System.IO.Directory.GetFiles(folder, "*.png").Order().Last();
            var text = await Run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", last);
            TestContext.Out.WriteLine($"{lines} lines on {paper}: {pdf.Length} bytes, {System.IO.Directory.GetFiles(folder, "*.png").Length} pages, code of {text.Trim().Length} characters");

            var finding = await Spoke.Act<VerifySlip, VerifySlip.Finding>("cho-sunita", act => act.Handle(text, CancellationToken.None));
            Assert.That(finding.Answer, Is.EqualTo(VerifySlip.Answer.Valid));
            Assert.That(finding.Core!.Lines, Has.Count.EqualTo(lines));
            await using var picture = File.OpenRead(last);
            Assert.That(await CodeInPicture.Read(picture, CancellationToken.None), Is.EqualTo(text.Trim()), "our own reader sees the same");
            if (Environment.GetEnvironmentVariable("HUBSPOKE_SCREENSHOTS") is { Length: > 0 })
                File.Copy(last, Path.Combine(System.IO.Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName, $"slip-pdf-{paper}-{lines}.png"), overwrite: true);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Without_its_fonts_the_PDF_is_refused_and_says_where_it_looked()
    {
        using var fonts = new PrintFonts(new PrintOptions { FontsFolder = "/nowhere" });

        Assert.That(fonts.AreHere, Is.False);
        Assert.That(() => fonts.Face(devanagari: true, bold: false), Throws.InstanceOf<Shared.Hosting.Problems.RuleBrokenException>().With.Message.EqualTo("fonts-missing"));
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{program}: {await error}");
        return await output;
    }
}
