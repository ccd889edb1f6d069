using Shared.Hosting.Problems;
using SkiaSharp;

namespace Spoke.Api.Attachments;

/// <summary>Draws a picture anew: upright, at most 2000 pixels on its longer side, with nothing in the file but the picture.</summary>
internal static class Picture
{
    /// <summary>Enough for a line of an ECG or a rash, and some 500 KB.</summary>
    public const int LongestSide = 2000;

    /// <summary>What a phone takes; opened it is 100 MB, and a small file can claim any size.</summary>
    private const long MaxPixels = 25_000_000;

    private const int Quality = 85;

    public static byte[] Redraw(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png }) throw new RuleBrokenException("attachment-unreadable");
        if ((long)codec.Info.Width * codec.Info.Height > MaxPixels) throw new RuleBrokenException("attachment-bomb", MaxPixels / 1_000_000);

        // Into the one colour space that a picture without a profile is taken to be in.
        using var colours = SKColorSpace.CreateSrgb();
        using var opened = new SKBitmap();
        if (!opened.TryAllocPixels(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul, colours))
            || codec.GetPixels(opened.Info, opened.GetPixels()) != SKCodecResult.Success)
            throw new RuleBrokenException("attachment-unreadable");

        return Draw(opened, codec.EncodedOrigin);
    }

    private static byte[] Draw(SKBitmap picture, SKEncodedOrigin origin)
    {
        var scale = Math.Min(1f, LongestSide / (float)Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        var lies = origin >= SKEncodedOrigin.LeftTop;   // these four lie on their side
        var size = lies ? new SKSizeI(height, width) : new SKSizeI(width, height);

        // Without a colour space of its own, the encoder has no profile to write.
        using var upright = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(upright))
        {
            canvas.Clear(SKColors.White);   // shows through where a PNG is transparent
            canvas.SetMatrix(Upright(origin, width, height));
            using var image = SKImage.FromPixels(picture.PeekPixels());
            canvas.DrawImage(image, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
        using var encoded = upright.Encode(SKEncodedImageFormat.Jpeg, Quality) ?? throw new RuleBrokenException("attachment-unreadable");
        return encoded.ToArray();
    }

    /// <summary>From the picture as it lies in the file to how the camera was held (EXIF 2.32, tag Orientation).</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
