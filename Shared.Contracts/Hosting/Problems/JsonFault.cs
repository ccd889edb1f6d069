using System.Text.Json;
using System.Text.RegularExpressions;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Problems;

/// <summary>Says which field of a body could not be read, and why, without repeating what was in it.</summary>
internal static partial class JsonFault
{
    public static IEnumerable<FieldProblem> Explain(JsonException fault)
    {
        var path = (fault.Path ?? "").TrimStart('$').TrimStart('.');
        var missing = Missing().Match(fault.Message);
        if (missing.Success) return Quoted().Matches(missing.Groups[1].Value).Select(name => Of(Join(path, name.Groups[1].Value), "required"));

        // Of a member nobody knows the serialiser tells the name but not the place, or the place of the object around it.
        var unknown = Unknown().Match(fault.Message);
        if (!unknown.Success) return [Of(path, "wrong-type")];
        var member = unknown.Groups[1].Value;
        return [Of(path == member || path.EndsWith("." + member, StringComparison.Ordinal) ? path : Join(path, member), "unknown-field")];
    }

    private static FieldProblem Of(string field, string code) => new(field, code, Texts.Of($"error.{code}"));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The serialiser has no other way to tell which members were missing or too many.
    [GeneratedRegex("missing required properties including: (.*)$", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property '(.+?)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
