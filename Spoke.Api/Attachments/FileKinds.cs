using System.Text;

namespace Spoke.Api.Attachments;

public enum FileKind
{
    Unknown,
    Jpeg,
    Png,
    Pdf,
    Svg,
    Html,
    Archive,

    /// <summary>It begins as one thing and is another as well, made to pass for both.</summary>
    Several,
}

/// <summary>What a file is by its content.</summary>
internal static class FileKinds
{
    private const int Head = 1024;

    // An archive is found by its end, which a comment of at most 65,535 bytes may follow.
    private const int ArchiveTail = 65_535 + 22;

    private static readonly byte[][] Archives =
        [[.. "PK\u0003\u0004"u8], [.. "PK\u0005\u0006"u8], [0x1F, 0x8B], [.. "Rar!"u8], [.. "7z"u8, 0xBC, 0xAF], [.. "BZh"u8], [0xFD, .. "7zXZ"u8], [0x28, 0xB5, 0x2F, 0xFD]];

    private static readonly string[] Markup = ["<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<svg"];

    public static FileKind Of(ReadOnlySpan<byte> file)
    {
        // Latin-1 keeps every byte as one letter; a page in UTF-16 has a zero at every other.
        var head = Encoding.Latin1.GetString(file[..Math.Min(Head, file.Length)]).Replace("\0", "", StringComparison.Ordinal);
        var own = file switch
        {
            [0xFF, 0xD8, 0xFF, ..] => FileKind.Jpeg,
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileKind.Png,
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => FileKind.Pdf,
            _ => FileKind.Unknown,
        };
        var markup = Markup.FirstOrDefault(word => head.Contains(word, StringComparison.OrdinalIgnoreCase));
        if (own == FileKind.Unknown)
            return StartsAsArchive(file) || EndsAsArchive(file) ? FileKind.Archive
                : markup == "<svg" ? FileKind.Svg
                : markup is not null ? (head.Contains("<svg", StringComparison.OrdinalIgnoreCase) && !head.Contains("<html", StringComparison.OrdinalIgnoreCase) ? FileKind.Svg : FileKind.Html)
                : FileKind.Unknown;
        var alsoPdf = own != FileKind.Pdf && head.Contains("%PDF-", StringComparison.Ordinal);
        return markup is not null || alsoPdf || EndsAsArchive(file) ? FileKind.Several : own;
    }

    private static bool StartsAsArchive(ReadOnlySpan<byte> file)
    {
        foreach (var start in Archives)
            if (file.StartsWith(start)) return true;
        return file.Length > 262 && file[257..].StartsWith("ustar"u8);
    }

    private static bool EndsAsArchive(ReadOnlySpan<byte> file) => file[^Math.Min(ArchiveTail, file.Length)..].IndexOf("PK\u0005\u0006"u8) >= 0;
}
