using Shared.Hosting.Problems;

namespace Hub.Api.Domain;

/// <summary>The token of a held consult as it travels: opaque to whoever carries it.</summary>
public static class HolderToken
{
    public static long Parse(string? token) => long.TryParse(token, null, out var parsed) ? parsed : throw new RuleBrokenException("token-stale");
}
