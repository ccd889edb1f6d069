using Shared.Hosting.Problems;
using SkiaSharp;

namespace Spoke.Api.Prescriptions;

/// <summary>Where the fonts of printed slips are. Bound from <c>Print</c>.</summary>
public sealed class PrintOptions
{
    public const string Section = "Print";

    /// <summary>
    /// A folder with <c>NotoSans-Regular.ttf</c>, <c>NotoSans-Bold.ttf</c>, <c>NotoSansDevanagari-Regular.ttf</c> and
    /// <c>NotoSansDevanagari-Bold.ttf</c> (SIL Open Font License); Debian's package fonts-noto-core puts them where the default says.
    /// </summary>
    public string FontsFolder { get; init; } = "/usr/share/fonts/truetype/noto";
}

/// <summary>The four fonts of a printed slip. Without them a centre still prints from the browser; only the PDF is refused.</summary>
public sealed class PrintFonts(PrintOptions options) : IDisposable
{
    private readonly Lazy<SKTypeface?[]> _faces = new(() => [.. Files.Select(file => SKTypeface.FromFile(Path.Combine(options.FontsFolder, file)))]);

    private static readonly string[] Files = ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"];

    public bool AreHere => _faces.Value.All(face => face is not null);

    /// <exception cref="RuleBrokenException"><c>fonts-missing</c>.</exception>
    public SKTypeface Face(bool devanagari, bool bold) => _faces.Value[(devanagari ? 2 : 0) + (bold ? 1 : 0)]
        ?? throw new RuleBrokenException("fonts-missing", options.FontsFolder) { Status = StatusCodes.Status503ServiceUnavailable };

    public void Dispose()
    {
        if (!_faces.IsValueCreated) return;
        foreach (var face in _faces.Value) face?.Dispose();
    }
}
