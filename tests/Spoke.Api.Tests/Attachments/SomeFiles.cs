using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Spoke.Api.Tests.Attachments;

/// <summary>Files as people and attackers bring them, all made here.</summary>
internal static class SomeFiles
{
    /// <summary>The upper left quarter is red, the rest blue: which way up it is can be seen.</summary>
    public static byte[] Picture(SKEncodedImageFormat format, int width = 320, int height = 240)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Blue);
        bitmap.Erase(SKColors.Red, SKRectI.Create(width / 2, height / 2));
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>As a phone takes it: with an orientation, a place and a comment.</summary>
    public static byte[] PhonePhoto(int orientation = 6, int width = 320, int height = 240)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0,
            2, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,   // Orientation
            0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0,                  // GPS at 38
            0, 0, 0, 0,
            1, 0,
            1, 0, 2, 0, 2, 0, 0, 0, (byte)'N', 0, 0, 0,                 // GPSLatitudeRef
            0, 0, 0, 0,
        ];
        var plain = Picture(SKEncodedImageFormat.Jpeg, width, height);
        return [.. plain[..2], .. Segment(0xE1, exif), .. Segment(0xFE, "Sunita's phone"u8), .. plain[2..]];
    }

    /// <summary>With a text chunk that names somebody.</summary>
    /// <summary>Some 130 KB, which no encoder makes small.</summary>
    public static byte[] Noise()
    {
        var random = new Random(20261127);
        using var bitmap = new SKBitmap(360, 360);
        bitmap.Pixels = [.. Enumerable.Range(0, 360 * 360).Select(_ => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))];
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static byte[] PngWithText()
    {
        var plain = Picture(SKEncodedImageFormat.Png);
        return [.. plain[..33], .. Chunk("tEXt", "Author\0Sunita Verma"u8), .. plain[33..]];
    }

    /// <summary>A header that claims any size, with nothing behind it.</summary>
    public static byte[] PngOf(int width, int height) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
        .. Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 6, 0, 0, 0]),
        .. Chunk("IDAT", Packed(new byte[1024])), .. Chunk("IEND", []),
    ];

    /// <summary>One page, and whatever else is put into its catalog, as objects of its own, and into its trailer.</summary>
    public static byte[] Pdf(string catalog = "", string objects = "", string trailer = "") => Encoding.Latin1.GetBytes(
        $"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R{catalog}>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        + $"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n{objects}trailer\n<</Size 4/Root 1 0 R{trailer}>>\nstartxref\n0\n%%EOF\n");

    /// <summary>An object whose content is packed, such as a page's, or several objects packed together.</summary>
    public static string PackedObject(byte[] content, string names = "", string filter = "/FlateDecode")
    {
        var packed = Packed(content);
        return $"9 0 obj\n<<{names}/Filter{filter}/Length {packed.Length}>>\nstream\n{Encoding.Latin1.GetString(packed)}\nendstream\nendobj\n";
    }

    public static byte[] DrawnPdf()
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream))
        {
            using var page = document.BeginPage(595, 842);
            using var photo = SKImage.FromEncodedData(Picture(SKEncodedImageFormat.Jpeg));
            page.DrawImage(photo, 50, 50);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    }

    public static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("report.txt").Open())
            entry.Write("Hb 7.1"u8);
        return stream.ToArray();
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. BigEndian(content.Length), .. named, .. BigEndian((int)Crc(named))];
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(byte[] of)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in of)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        return ~crc;
    }

    public static byte[] Packed(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(content);
        return stream.ToArray();
    }
}
