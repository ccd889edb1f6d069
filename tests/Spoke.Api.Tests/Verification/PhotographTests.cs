using System.Diagnostics;
using Shared.Contracts.Verification;
using SkiaSharp;
using Spoke.Api.Tests.Advice;
using Spoke.Api.Verification;
using Testing;

namespace Spoke.Api.Tests.Verification;

/// <summary>What people send who hold a printed slip and a phone: half of them the whole page, half of them the code from near.</summary>
public sealed class PhotographTests(TestDatabase database) : AdviceSlice(database)
{
    private const int Photographs = 30;
    private const int MustBeRead = 27;

    [TestCase(20261127)]
    public async Task Of_thirty_photographs_of_printed_slips_at_least_twenty_seven_are_read(int seed)
    {
        var (camera, random) = (new Camera(seed), new Random(seed));
        var printed = new List<(SKBitmap Page, string Code)>();
        foreach (var lines in (int[])[1, 4, 12]) printed.Add(await Printed(lines));
        var (read, slowest) = (0, TimeSpan.Zero);
        for (var i = 0; i < Photographs; i++)
        {
            var (page, code) = printed[random.Next(printed.Count)];
            var photograph = i % 2 == 0 ? camera.Whole(page) : camera.Near(page, CodeOn(page));
            Assert.That(photograph, Has.Length.LessThan(CodeInPicture.MaxBytes));

            var began = Stopwatch.GetTimestamp();
            var text = await CodeInPicture.Read(new MemoryStream(photograph), CancellationToken.None, patience: TimeSpan.FromMinutes(1));
            var took = Stopwatch.GetElapsedTime(began);

            if (took > slowest) slowest = took;
            if (text is null) TestContext.Out.WriteLine($"not read in {took.TotalSeconds:0.0} s: {camera.Said}");
            else read++;
            Assert.That(text, Is.Null.Or.EqualTo(code), "what is read is what was printed");
        }
        foreach (var (page, _) in printed) page.Dispose();
        TestContext.Out.WriteLine($"seed {seed}: {read} of {Photographs} read, the slowest in {slowest.TotalSeconds:0.0} s");

        Assert.That(read, Is.GreaterThanOrEqualTo(MustBeRead));
    }

    [Test]
    public async Task A_photograph_without_a_code_is_given_up()
    {
        var (page, _) = await Printed(4);
        using (page)
        using (var canvas = new SKCanvas(page))
        using (var white = new SKPaint { Color = SKColors.White })
        {
            canvas.DrawRect(CodeOn(page), white);
            canvas.Flush();
            var began = Stopwatch.GetTimestamp();

            Assert.That(await CodeInPicture.Read(new MemoryStream(new Camera(1).Whole(page)), CancellationToken.None), Is.Null);

            var took = Stopwatch.GetElapsedTime(began);
            TestContext.Out.WriteLine($"given up after {took.TotalSeconds:0.0} s");
            // A busy machine may hold up the one look that goes on when patience ends.
            Assert.That(took, Is.LessThan(5 * CodeInPicture.Patience));
        }
    }

    // The lower right of an A5 page, with some white around it.
    private static SKRect CodeOn(SKBitmap page) => new(0.67f * page.Width, 0.765f * page.Height, 0.98f * page.Width, 0.985f * page.Height);

    /// <summary>A slip as it comes out of a printer, at 300 dots to the inch, and what its code says.</summary>
    private async Task<(SKBitmap Page, string Code)> Printed(int lines)
    {
        var note = await Note();
        note = note with { Medicines = [.. Enumerable.Range(0, lines).Select(i => Some.Medicine() with { DurationDays = i + 1, Instructions = "shake well before use" })] };
        var advice = Signed(note);
        var slip = SlipOf(note, advice);
        Assert.That(await Give(note, advice, slip), Is.Null);
        using var pdf = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/consults/{note.ConsultId}/slip.pdf");
        var folder = System.IO.Directory.CreateTempSubdirectory("hubspoke-slip-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "slip.pdf"), await pdf.Content.ReadAsByteArrayAsync());
            using var process = Process.Start(new ProcessStartInfo("pdftoppm", ["-r", "300", "-png", Path.Combine(folder, "slip.pdf"), Path.Combine(folder, "page")]))!;
            await process.WaitForExitAsync();
            return (SKBitmap.Decode(System.IO.Directory.GetFiles(folder, "*.png").Order().Last()), SlipCode.Write(slip));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
