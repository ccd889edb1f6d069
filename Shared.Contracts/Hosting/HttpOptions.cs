using System.ComponentModel.DataAnnotations;

namespace Shared.Hosting;

/// <summary>What this service's HTTP side takes. Bound from <c>Http</c>.</summary>
public sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>The largest request body; a route that takes pictures says its own.</summary>
    [Range(1024, 64 * 1024 * 1024)] public long MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>True where browsers come over HTTPS, itself or through a proxy that says so: cookies are then never sent in the clear.</summary>
    public bool HttpsOnly { get; init; }
}
