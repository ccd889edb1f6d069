using System.Diagnostics;
using SkiaSharp;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Spoke.Api.Verification;

/// <summary>
/// Finds the QR code in a photograph or a scan of a slip: askew, in bad light, a little out of focus. It looks at the whole and then at parts,
/// in several sizes and by two ways of telling dark from light, until one of them reads.
/// </summary>
/// <remarks>
/// At most some 150 MB of memory at 16 million points (a photograph of 12 million takes about 100), and of one processor no more than
/// <see cref="Patience"/> and one more look; what can be read takes a tenth of a second to two.
/// </remarks>
public static class CodeInPicture
{
    /// <summary>What a phone's picture needs.</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>Some 64 MB of memory; a small file can claim any size.</summary>
    private const int MaxPixels = 16_000_000;

    /// <summary>A picture without a code is given up after this long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // Strangers may send pictures: however many do, one is decoded at a time and the people at the centre keep working.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private static readonly Dictionary<DecodeHintType, object> Harder = new() { [DecodeHintType.TRY_HARDER] = true };

    /// <summary>The text of the code; null where the picture is none, is too large, or shows none.</summary>
    /// <param name="patience">Instead of <see cref="Patience"/>: how many are read must not depend on how busy a machine is.</param>
    public static async Task<string?> Read(Stream picture, CancellationToken ct, TimeSpan? patience = null)
    {
        using var bytes = new MemoryStream();
        await picture.CopyToAsync(bytes, ct);
        if (bytes.Length > MaxBytes) return null;

        await OneAtATime.WaitAsync(ct);
        try
        {
            return await Task.Run(() => Light.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is { } light ? Find(light, patience ?? Patience, ct) : null, ct);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static string? Find(Light whole, TimeSpan patience, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var view in Views(whole))
        {
            ct.ThrowIfCancellationRequested();
            if (Decode(view) is { } text) return text;
            if (Stopwatch.GetElapsedTime(began) > patience) return null;
        }
        return null;
    }

    // The cheap and likely first. Half the size takes noise away, twice the size gives the finder room, sharpening brings back what was out
    // of focus, and a part leaves out what looks like a corner of a code and is none.
    private static IEnumerable<LuminanceSource> Views(Light whole)
    {
        Light[] sizes = [.. whole.Sizes()];
        foreach (var size in sizes.Reverse()) yield return size.Source;
        Light[] near = whole.IsSmall ? [whole.Double(), .. sizes] : sizes;
        if (!whole.IsSmall && whole.Densest() is { } part)
            foreach (var light in (Light[])[part, part.Sharpened(1), part.Double().Sharpened(2), part.Smoothed().Double().Sharpened(3), part.Smoothed().Double().Sharpened(5)]) yield return light.Source;
        foreach (var size in near) yield return size.Sharpened(1).Source;
        foreach (var size in near) yield return size.Sharpened(2).Source;
        if (whole.IsSmall) yield return near[0].Source;
        foreach (var size in sizes)
            foreach (var light in (Light[])[size, size.Sharpened(1), size.Sharpened(2)])
                foreach (var quarter in light.Parts(2)) yield return quarter;
        foreach (var size in sizes)
            foreach (var ninth in size.Parts(3)) yield return ninth;
    }

    private static string? Decode(LuminanceSource view) =>
        Decode(new HybridBinarizer(view)) ?? Decode(new GlobalHistogramBinarizer(view));

    private static string? Decode(Binarizer binarizer) => new QRCodeReader().decode(new BinaryBitmap(binarizer), Harder)?.Text;

    /// <summary>A picture's brightness, a byte for a point.</summary>
    private sealed class Light(byte[] points, int width, int height)
    {
        private const int Smallest = 320;

        public LuminanceSource Source => new RGBLuminanceSource(points, width, height, RGBLuminanceSource.BitmapFormat.Gray8);

        public static Light? Of(ReadOnlySpan<byte> picture)
        {
            using var data = SKData.CreateCopy(picture);
            using var codec = SKCodec.Create(data);
            if (codec is not { EncodedFormat: SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg } || (long)codec.Info.Width * codec.Info.Height > MaxPixels) return null;

            using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
            if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;

            var colours = bitmap.GetPixelSpan();
            var points = new byte[bitmap.Width * bitmap.Height];
            for (var at = 0; at < points.Length; at++) points[at] = (byte)((29 * colours[4 * at] + 150 * colours[4 * at + 1] + 77 * colours[4 * at + 2]) >> 8);
            return new Light(points, bitmap.Width, bitmap.Height);
        }

        /// <summary>This one, then each half as large as the one before.</summary>
        public IEnumerable<Light> Sizes()
        {
            for (var size = this; ; size = size.Half())
            {
                yield return size;
                if (Math.Min(size.Width, size.Height) < 2 * Smallest) yield break;
            }
        }

        /// <summary>Overlapping parts, as many along each side, each two thirds or half of it.</summary>
        public IEnumerable<LuminanceSource> Parts(int along)
        {
            var (w, h) = (2 * width / (along + 1), 2 * height / (along + 1));
            for (var row = 0; row < along; row++)
                for (var column = 0; column < along; column++)
                    yield return Source.crop((width - w) * column / (along - 1), (height - h) * row / (along - 1), w, h);
        }

        /// <summary>Each point set off against the mean of those around it, so many to each side.</summary>
        public Light Sharpened(int around)
        {
            var (side, sharp) = (2 * around + 1, (byte[])points.Clone());
            var columns = new int[width];
            for (var y = around; y < height - around; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    columns[x] = 0;
                    for (var row = y - around; row <= y + around; row++) columns[x] += points[row * width + x];
                }
                var sum = 0;
                for (var x = 0; x < side - 1; x++) sum += columns[x];
                for (var x = around; x < width - around; x++)
                {
                    sum += columns[x + around];
                    sharp[y * width + x] = (byte)Math.Clamp(3 * points[y * width + x] - 2 * sum / (side * side), 0, 255);
                    sum -= columns[x - around];
                }
            }
            return new Light(sharp, width, height);
        }

        /// <summary>Each point the mean of itself and its neighbours, which takes the grain of a dark picture away.</summary>
        public Light Smoothed()
        {
            var smooth = (byte[])points.Clone();
            for (var y = 1; y < height - 1; y++)
                for (var x = 1; x < width - 1; x++)
                {
                    var at = y * width + x;
                    smooth[at] = (byte)((4 * points[at] + 2 * (points[at - 1] + points[at + 1] + points[at - width] + points[at + width])
                        + points[at - width - 1] + points[at - width + 1] + points[at + width - 1] + points[at + width + 1] + 8) >> 4);
                }
            return new Light(smooth, width, height);
        }

        /// <summary>The part that looks most like a code: where dark and light change often, across as well as down. Null where nothing does.</summary>
        public Light? Densest()
        {
            const int block = 32;
            var (w, h) = (width / block, height / block);
            var changes = new int[h, w];
            for (var y = 0; y < h; y++)
                for (var x = 0; x < w; x++) changes[y, x] = Changes(x * block, y * block, block);
            var most = changes.Cast<int>().Max();
            var (best, left, top, side) = (0L, 0, 0, 0);
            // Squares of several sizes: the sum of what is above half of the most, less what a block without a code costs.
            for (var blocks = Math.Max(3, Math.Min(w, h) / 8); blocks <= Math.Min(w, h); blocks = blocks * 5 / 4 + 1)
                for (var y = 0; y + blocks <= h; y++)
                    for (var x = 0; x + blocks <= w; x++)
                    {
                        long sum = 0;
                        for (var row = y; row < y + blocks; row++)
                            for (var column = x; column < x + blocks; column++) sum += changes[row, column] - most / 2;
                        if (sum > best) (best, left, top, side) = (sum, x, y, blocks);
                    }
            if (best == 0) return null;
            var margin = side / 4 + 1;
            var (fromX, fromY) = (Math.Max(0, left - margin) * block, Math.Max(0, top - margin) * block);
            var (toX, toY) = (Math.Min(w, left + side + margin) * block, Math.Min(h, top + side + margin) * block);
            var cut = new byte[(toX - fromX) * (toY - fromY)];
            for (var y = fromY; y < toY; y++) points.AsSpan(y * width + fromX, toX - fromX).CopyTo(cut.AsSpan((y - fromY) * (toX - fromX)));
            return new Light(cut, toX - fromX, toY - fromY);
        }

        // The lesser of the two directions, so that lines of text and edges of paper do not count; small differences are grain.
        private int Changes(int left, int top, int block)
        {
            var (across, down) = (0, 0);
            for (var y = top; y < top + block - 2; y += 2)
                for (var x = left; x < left + block - 2; x += 2)
                {
                    var at = y * width + x;
                    across += Math.Max(0, Math.Abs(points[at] - points[at + 2]) - 16);
                    down += Math.Max(0, Math.Abs(points[at] - points[at + 2 * width]) - 16);
                }
            return Math.Min(across, down);
        }

        /// <summary>A module of the code may be less than four points wide.</summary>
        public bool IsSmall => (long)width * height <= 4_000_000;

        public Light Double()
        {
            var (w, h) = (2 * width - 1, 2 * height - 1);
            var twice = new byte[w * h];
            for (var y = 0; y < h; y++)
                for (var x = 0; x < w; x++)
                {
                    var (at, right, below) = (y / 2 * width + x / 2, x & 1, (y & 1) * width);
                    twice[y * w + x] = (byte)((points[at] + points[at + right] + points[at + below] + points[at + right + below] + 2) >> 2);
                }
            return new Light(twice, w, h);
        }

        private int Width => width;
        private int Height => height;

        private Light Half()
        {
            var (w, h) = (width / 2, height / 2);
            var half = new byte[w * h];
            for (var y = 0; y < h; y++)
                for (var x = 0; x < w; x++)
                {
                    var at = 2 * y * width + 2 * x;
                    half[y * w + x] = (byte)((points[at] + points[at + 1] + points[at + width] + points[at + width + 1] + 2) >> 2);
                }
            return new Light(half, w, h);
        }
    }
}
