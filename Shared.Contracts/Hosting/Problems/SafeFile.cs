using Microsoft.AspNetCore.Http.HttpResults;

namespace Shared.Hosting.Problems;

/// <summary>
/// Answers with a file that somebody once uploaded: the browser may not guess another type, may run nothing in it and may not let it reach
/// anything; all but pictures are saved rather than shown.
/// </summary>
public static class SafeFile
{
    /// <param name="name">As the saved file is called; nothing about a patient.</param>
    public static FileContentHttpResult Of(HttpContext http, byte[] content, string contentType, string name)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var isPicture = contentType.StartsWith("image/", StringComparison.Ordinal);
        if (isPicture) http.Response.Headers.ContentDisposition = "inline";
        return TypedResults.File(content, contentType, isPicture ? null : name);
    }
}
