using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Shared.Hosting.Ui;

/// <summary>
/// The stylesheet, the icon sheet and the script, served from the assembly at <c>/assets/{name}</c>. A page names them with their hash
/// (<see cref="Url"/>), so a browser at the end of a thin link fetches each version once and keeps it.
/// </summary>
public static class UiAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> All = typeof(UiAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    public static string Url(string name) => All[name].Url;

    /// <summary>Size on the wire without compression; the page budget is held by a test.</summary>
    public static int Size(string name) => All[name].Bytes.Length;

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes
        .MapGet("/assets/{name}", (string name, HttpContext http) =>
        {
            if (!All.TryGetValue(name, out var asset)) return Results.NotFound();
            http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
            http.Response.Headers.Vary = HeaderNames.AcceptEncoding;

            var zipped = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
            if (zipped) http.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(zipped ? asset.Zipped : asset.Bytes, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}{(zipped ? "-z" : "")}\""));
        })
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static Asset Read(string resource)
    {
        using var stream = typeof(UiAssets).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);

        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.SmallestSize)) zip.Write(bytes.GetBuffer(), 0, (int)bytes.Length);

        var name = resource[Prefix.Length..];
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..12];
        return new Asset($"/assets/{name}?v={hash}", hash, TypeOf(name), bytes.ToArray(), zipped.ToArray());
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No content type is known for an asset ending in '{other}'."),
    };

    private sealed record Asset(string Url, string Hash, string Type, byte[] Bytes, byte[] Zipped);
}
