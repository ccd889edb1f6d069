using System.IO.Compression;

namespace Shared.Contracts.Signing;

/// <summary>Raw deflate for what is signed and must be small. Source: RFC 1951.</summary>
internal static class Deflate
{
    /// <summary>What a signature's header says of such a payload.</summary>
    public const string Zip = "DEF";

    public static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The bytes, or null where they are none or <paramref name="most"/> or more.</summary>
    public static byte[]? Unpack(byte[] packed, int most)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            var bytes = new byte[most];
            var length = inflate.ReadAtLeast(bytes, most, throwOnEndOfStream: false);
            return length == most ? null : bytes[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
