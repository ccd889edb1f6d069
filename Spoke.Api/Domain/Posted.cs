using Shared.Hosting.Problems;

namespace Spoke.Api.Domain;

/// <summary>Which spoke somebody acts for who may be posted at several.</summary>
public static class Posted
{
    /// <exception cref="RuleBrokenException"><c>not-posted</c>: no posting today, or not at the spoke that was named.</exception>
    public static string At(string? asked, IReadOnlyList<string> places) =>
        (asked is null ? places.FirstOrDefault() : places.FirstOrDefault(p => p == asked)) ?? throw new RuleBrokenException("not-posted");
}
