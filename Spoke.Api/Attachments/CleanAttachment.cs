using System.Security.Cryptography;
using Shared.Contracts.Consults;
using Shared.Hosting.Problems;

namespace Spoke.Api.Attachments;

/// <summary>
/// Makes of what somebody uploads something that is safe to keep, send and show. What it is, its content says: never its name or the type
/// the browser declares. Pictures are drawn anew, so nothing of the file that came remains; a PDF that does nothing but show pages is kept as it is.
/// </summary>
public static class CleanAttachment
{
    // One is opened at a time: however many arrive, the memory is that of one picture.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <exception cref="RuleBrokenException">The file is refused; the code says why.</exception>
    public static async Task<Clean> Of(byte[] file, CancellationToken ct)
    {
        await OneAtATime.WaitAsync(ct);
        try
        {
            return Of(file);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static Clean Of(byte[] file)
    {
        if (file.Length == 0) throw new RuleBrokenException("attachment-empty");
        if (file.Length > ListedAttachment.MaxBytes) throw new RuleBrokenException("attachment-too-large") { Status = StatusCodes.Status413PayloadTooLarge };

        var (type, content) = FileKinds.Of(file) switch
        {
            FileKind.Jpeg or FileKind.Png => (ListedAttachment.Jpeg, Picture.Redraw(file)),
            FileKind.Pdf => (ListedAttachment.Pdf, PdfCheck.Passed(file)),
            FileKind.Svg => throw new RuleBrokenException("attachment-svg"),
            FileKind.Html => throw new RuleBrokenException("attachment-html"),
            FileKind.Archive => throw new RuleBrokenException("attachment-archive"),
            FileKind.Several => throw new RuleBrokenException("attachment-polyglot"),
            _ => throw new RuleBrokenException("attachment-type-unknown"),
        };
        return new(type, content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <param name="ContentType">One of <see cref="ListedAttachment.Types"/>.</param>
    public sealed record Clean(string ContentType, byte[] Content, string Sha256);
}
