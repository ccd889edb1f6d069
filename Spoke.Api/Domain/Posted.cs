using Shared.Hosting.Problems;

namespace Spoke.Api.Domain;

/// <summary>Which spoke somebody acts for who may be posted at several.</summary>
public static class Posted
{
    /// <exception cref="RuleBrokenException"><c>not-posted</c>: no posting today, or not at the spoke that was named.</exception>
    public static string At(string? asked, IReadOnlyList<string> places) =>
        places.Where(p => asked is null || p == asked).FirstOrDefault() ?? throw new RuleBrokenException("not-posted");
}
