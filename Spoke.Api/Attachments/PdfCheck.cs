using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Shared.Hosting.Problems;

namespace Spoke.Api.Attachments;

/// <summary>
/// Passes a PDF that only shows pages. Rather than to follow the file's own tables, which readers disagree about, the whole file is
/// searched for the names of what acts, is hidden or is locked, also where objects are packed; what cannot be searched is refused.
/// </summary>
/// <remarks>Names, filters and object streams: ISO 32000-1, 7.3.5, 7.4, 7.5.7; actions: 12.6.</remarks>
internal static partial class PdfCheck
{
    /// <summary>What all packed parts may unpack to: some eight scanned pages in colour.</summary>
    private const long MaxUnpacked = 256 * 1024 * 1024;

    /// <summary>Of objects packed together, which are text.</summary>
    private const int MaxPackedObjects = 8 * 1024 * 1024;

    public static byte[] Passed(byte[] file)
    {
        // Latin-1 keeps every byte as one letter.
        var text = Encoding.Latin1.GetString(file);
        if (!Start().IsMatch(text) || !text.AsSpan(Math.Max(0, text.Length - 1024)).Contains("%%EOF", StringComparison.Ordinal))
            throw new RuleBrokenException("attachment-unreadable");
        if (text.AsSpan(text.LastIndexOf("%%EOF", StringComparison.Ordinal) + 5).Trim(" \t\r\n\0").Length > 0) throw new RuleBrokenException("attachment-polyglot");

        var open = Unescape(text);
        Search(open);
        var hasPages = Page().IsMatch(open);
        var (unpacked, packedObjects) = (0L, 0);
        foreach (Match stream in StreamStart().Matches(text))
        {
            var names = Unescape(DictionaryBefore(text, stream.Index));
            var packs = Flate().Count(names);
            var isObjects = names.Contains("/ObjStm", StringComparison.Ordinal);
            if (packs > 1) throw new RuleBrokenException("attachment-bomb-pdf");   // packed twice unpacks a million times
            if (isObjects && OtherFilter().IsMatch(names)) throw new RuleBrokenException("attachment-pdf-unusual");
            if (packs == 0)
            {
                if (isObjects && names.Contains("/Filter", StringComparison.Ordinal)) throw new RuleBrokenException("attachment-pdf-unusual");
                if (isObjects) packedObjects++;   // in the open, so searched above
                continue;
            }
            var content = Unpack(file, stream.Index + stream.Length, isObjects, ref unpacked);
            if (!isObjects) continue;
            packedObjects++;
            Search(content);
            hasPages |= Page().IsMatch(content);
        }
        // Objects packed in a place that was not found above could hide anything.
        if (PackedObjects().Count(open) != packedObjects) throw new RuleBrokenException("attachment-pdf-unusual");
        return hasPages ? file : throw new RuleBrokenException("attachment-unreadable");
    }

    private static void Search(string names)
    {
        if (Locked().IsMatch(names)) throw new RuleBrokenException("attachment-pdf-encrypted");
        if (Acting().IsMatch(names)) throw new RuleBrokenException("attachment-pdf-active");
    }

    // A name may be written with its letters as numbers, #4a for J.
    private static string Unescape(string text) => text.Contains('#', StringComparison.Ordinal)
        ? Escaped().Replace(text, letter => ((char)Convert.ToByte(letter.Groups[1].Value, 16)).ToString())
        : text;

    private static string DictionaryBefore(string text, int stream)
    {
        var start = text.LastIndexOf("obj", stream, Math.Min(stream, 4096), StringComparison.Ordinal);
        return text[Math.Max(start, Math.Max(0, stream - 4096))..stream];
    }

    private static string Unpack(byte[] file, int start, bool keep, ref long unpacked)
    {
        using var kept = new MemoryStream();
        var part = new byte[64 * 1024];
        try
        {
            using var packed = new MemoryStream(file, start, file.Length - start, writable: false);
            using var unpacking = new ZLibStream(packed, CompressionMode.Decompress);
            while (unpacking.Read(part) is > 0 and var read)
            {
                if ((unpacked += read) > MaxUnpacked || (keep && kept.Length + read > MaxPackedObjects)) throw new RuleBrokenException("attachment-bomb-pdf");
                if (keep) kept.Write(part, 0, read);
            }
        }
        catch (InvalidDataException) when (!keep)
        {
            // A damaged picture on a page harms nobody; packed objects must be read wholly.
        }
        catch (InvalidDataException)
        {
            throw new RuleBrokenException("attachment-unreadable");
        }
        return Unescape(Encoding.Latin1.GetString(kept.GetBuffer(), 0, (int)kept.Length));
    }

    [GeneratedRegex(@"\A%PDF-(1\.[0-7]|2\.0)[\r\n \t]")]
    private static partial Regex Start();

    [GeneratedRegex(@"(?<!end)stream\r?\n")]
    private static partial Regex StreamStart();

    [GeneratedRegex(@"/(FlateDecode|Fl)(?![A-Za-z0-9])")]
    private static partial Regex Flate();

    [GeneratedRegex(@"/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)(?![A-Za-z0-9])")]
    private static partial Regex OtherFilter();

    [GeneratedRegex(@"/Encrypt(?![A-Za-z0-9])")]
    private static partial Regex Locked();

    [GeneratedRegex(@"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE|XFA|Rendition|Movie)(?![A-Za-z0-9])")]
    private static partial Regex Acting();

    [GeneratedRegex("/ObjStm")]
    private static partial Regex PackedObjects();

    [GeneratedRegex(@"/Type\s*/Page(?![A-Za-z0-9])")]
    private static partial Regex Page();

    [GeneratedRegex("#([0-9A-Fa-f]{2})")]
    private static partial Regex Escaped();
}
