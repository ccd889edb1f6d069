using SkiaSharp;
using ZXing;
using ZXing.Common;

namespace Spoke.Api.Verification;

/// <summary>Finds the QR code in a photograph or a scan of a slip.</summary>
public static class CodeInPicture
{
    /// <summary>What a phone's picture needs.</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>Some 64 MB of memory; a small file can claim any size.</summary>
    private const int MaxPixels = 16_000_000;

    // Strangers may send pictures: however many do, one is decoded at a time and the people at the centre keep working.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>The text of the code; null where the picture is none, is too large, or shows none.</summary>
    public static async Task<string?> Read(Stream picture, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await picture.CopyToAsync(bytes, ct);
        if (bytes.Length > MaxBytes) return null;

        await OneAtATime.WaitAsync(ct);
        try
        {
            return Decode(bytes.ToArray());
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static string? Decode(byte[] picture)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg } || (long)codec.Info.Width * codec.Info.Height > MaxPixels) return null;

        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;

        var light = new RGBLuminanceSource(bitmap.Bytes, bitmap.Width, bitmap.Height, RGBLuminanceSource.BitmapFormat.BGRA32);
        var reader = new BarcodeReaderGeneric
        {
            AutoRotate = true,
            Options = new DecodingOptions { TryHarder = true, PossibleFormats = [BarcodeFormat.QR_CODE] },
        };
        return reader.Decode(light)?.Text;
    }
}
