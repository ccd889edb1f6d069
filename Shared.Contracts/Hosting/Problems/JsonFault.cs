using System.Text.Json;
using System.Text.RegularExpressions;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Problems;

/// <summary>Says which field of a body could not be read, and why, without repeating what was in it.</summary>
internal static partial class JsonFault
{
    public static IReadOnlyDictionary<string, IReadOnlyList<FieldProblem>> Explain(JsonException fault)
    {
        var path = (fault.Path ?? "").TrimStart('$').TrimStart('.');
        var missing = Missing().Match(fault.Message);
        var found = missing.Success
            ? Quoted().Matches(missing.Groups[1].Value).Select(name => (Field: Join(path, name.Groups[1].Value), Code: "required"))
            : [(Field: path, Code: fault.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "unknown-field" : "wrong-type")];
        return found.DistinctBy(f => f.Field).ToDictionary(
            f => f.Field, f => (IReadOnlyList<FieldProblem>)[new FieldProblem(f.Code, Texts.Of($"error.{f.Code}"))]);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The serialiser has no other way to tell which required members were missing.
    [GeneratedRegex("missing required properties including: (.*)$", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
