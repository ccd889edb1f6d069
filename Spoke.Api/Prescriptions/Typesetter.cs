using System.Globalization;
using System.Text;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Spoke.Api.Prescriptions;

/// <summary>Words in one look.</summary>
/// <param name="Size">In points.</param>
internal sealed record Ink(string Text, float Size = 8, bool Bold = false);

/// <summary>
/// Breaks text of mixed scripts into lines and shapes it: a drawing surface alone would set the letters of a Hindi word one by one,
/// without conjuncts. Each script has its own font, because none here has both. The letters go along with their shapes, so that a PDF is
/// searched and read out in the order the words are spoken, not in that of the ink.
/// </summary>
internal sealed class Typesetter(PrintFonts fonts) : IDisposable
{
    // Vowel signs reach above and below the line.
    private const float Leading = 1.36f;
    private const float Ascent = 1.04f;

    private readonly Dictionary<(bool Devanagari, bool Bold), SKShaper> _shapers = [];
    private readonly Dictionary<(bool Devanagari, bool Bold, float Size), SKFont> _fonts = [];
    private readonly SKPaint _black = new() { Color = SKColors.Black, IsAntialias = true };

    private readonly record struct Piece(string Text, SKShaper.Result Shape, SKFont Font);

    private sealed class Line
    {
        public List<(Piece Piece, float X)> Pieces { get; } = [];
        public float Width { get; set; }
        public float Size { get; set; }
        public float Height => Size * Leading;
    }

    /// <summary>Text that knows its lines in the width it was set for.</summary>
    /// <param name="Draw">At left and top, in the column's width; aligned 0 left, 0.5 centred, 1 right.</param>
    public sealed record Paragraph(float Height, Action<SKCanvas, float, float, float> Draw);

    public Paragraph Set(float width, params IEnumerable<Ink> inks)
    {
        List<Line> lines = [];
        Line? line = null;
        var spaceBefore = false;
        foreach (var ink in inks)
            foreach (var (row, rowText) in ink.Text.ReplaceLineEndings("\n").Split('\n').Index())
            {
                if (row > 0) (line, spaceBefore) = (null, false);
                foreach (var (place, word) in rowText.Split(' ').Index())
                {
                    spaceBefore |= place > 0;
                    if (word.Length == 0) continue;
                    Place(ink, word, spaceBefore);
                    spaceBefore = false;
                }
            }
        return new Paragraph(lines.Sum(l => l.Height), Draw);

        void Draw(SKCanvas canvas, float x, float y, float align)
        {
            foreach (var row in lines)
            {
                var left = x + (width - row.Width) * align;
                foreach (var (piece, at) in row.Pieces)
                {
                    using var inked = Inked(piece);
                    if (inked is not null) canvas.DrawText(inked, left + at, y + row.Size * Ascent, _black);
                }
                y += row.Height;
            }
        }

        void Place(Ink ink, string word, bool spaceBefore)
        {
            Piece[] pieces = [.. Pieces(ink, word)];
            var needs = pieces.Sum(p => p.Shape.Width);
            var space = spaceBefore && line is { Width: > 0 } ? Font(false, ink).MeasureText(" ") : 0;
            if (line is null || (line.Width > 0 && line.Width + space + needs > width))
            {
                lines.Add(line = new Line());
                space = 0;
            }
            if (needs > width && word.Length > 1)
            {
                // One word wider than its column: broken between letters as a reader counts them.
                var half = StringInfo.ParseCombiningCharacters(word) is { Length: > 1 } starts ? starts[starts.Length / 2] : word.Length;
                if (half < word.Length)
                {
                    Place(ink, word[..half], spaceBefore: false);
                    Place(ink, word[half..], spaceBefore: false);
                    return;
                }
            }
            line.Size = Math.Max(line.Size, ink.Size);
            line.Width += space;
            foreach (var piece in pieces)
            {
                line.Pieces.Add((piece, line.Width));
                line.Width += piece.Shape.Width;
            }
        }
    }

    public void Dispose()
    {
        foreach (var shaper in _shapers.Values) shaper.Dispose();
        foreach (var font in _fonts.Values) font.Dispose();
        _black.Dispose();
    }

    private IEnumerable<Piece> Pieces(Ink ink, string word)
    {
        for (var (from, to) = (0, 0); from < word.Length; from = to)
        {
            var devanagari = IsDevanagari(word[from]);
            for (to = from + 1; to < word.Length && (IsDevanagari(word[to]) == devanagari || word[to] is '\u200c' or '\u200d');) to++;
            var (text, font) = (word[from..to], Font(devanagari, ink));
            if (!_shapers.TryGetValue((devanagari, ink.Bold), out var shaper))
                _shapers.Add((devanagari, ink.Bold), shaper = new SKShaper(fonts.Face(devanagari, ink.Bold)));
            yield return new Piece(text, shaper.Shape(text, font), font);
        }
    }

    // Shapes with the letters they stand for, a word at a time: between the parts of a word readers of PDF see gaps where a sign hangs over.
    private static SKTextBlob? Inked(Piece piece)
    {
        var letters = Encoding.UTF8.GetBytes(piece.Text);
        var count = piece.Shape.Codepoints.Length;
        using var blob = new SKTextBlobBuilder();
        var run = blob.AllocatePositionedTextRun(piece.Font, count, letters.Length);
        for (var i = 0; i < count; i++) run.Glyphs[i] = (ushort)piece.Shape.Codepoints[i];
        piece.Shape.Points.CopyTo(run.Positions);
        run.Clusters.Clear();
        letters.CopyTo(run.Text);
        return blob.Build();
    }

    private SKFont Font(bool devanagari, Ink ink)
    {
        if (!_fonts.TryGetValue((devanagari, ink.Bold, ink.Size), out var font))
            _fonts.Add((devanagari, ink.Bold, ink.Size), font = new SKFont(fonts.Face(devanagari, ink.Bold), ink.Size));
        return font;
    }

    private static bool IsDevanagari(char c) => c is >= '\u0900' and <= '\u097f' or >= '\ua8e0' and <= '\ua8ff';
}
