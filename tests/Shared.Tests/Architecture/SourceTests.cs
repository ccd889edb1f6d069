using System.Text.RegularExpressions;
using Testing;

namespace Shared.Tests.Architecture;

/// <summary>What only the source shows: a log call that would write down a patient.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Folders = ["Hub.Api", "Spoke.Api", "Shared.Contracts"];

    private static IEnumerable<(string File, string Text)> Sources() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file)));

    [Test]
    public void Nothing_is_logged_whole() => Assert.That(Found(Whole()), Is.Empty);

    [Test]
    public void What_is_logged_is_a_code_a_count_a_time_an_id_or_an_exception() => Assert.That(LoggedTypes().Where(logged => !Harmless.Contains(logged.Type)), Is.Empty);

    [Test]
    public void Logging_goes_through_the_generator_so_that_the_rule_above_sees_it() => Assert.That(Found(PlainLog()), Is.Empty);

    [TestCase("log.LogInformation(\"{@Consult}\", consult);")]
    [TestCase("[LoggerMessage(LogLevel.Error, \"{@Request} failed.\")]")]
    public void A_log_of_a_whole_thing_would_be_found(string line) => Assert.That(Whole().IsMatch(line));

    [Test]
    public void There_are_log_calls_to_look_at() => Assert.That(LoggedTypes().Count(), Is.GreaterThan(20));

    private static readonly string[] Harmless =
    [
        "string", "string?", "int", "long", "Guid", "Guid?", "bool", "double", "Exception", "Exception?", "TimeSpan", "DateTimeOffset", "DateTimeOffset?", "Uri",
        "PathString",   // our paths hold ids, never names or numbers of patients
        "ILogger",
    ];

    private static IEnumerable<string> Found(Regex rule) => Sources().Where(source => rule.IsMatch(source.Text)).Select(source => source.File);

    private static IEnumerable<(string File, string Type)> LoggedTypes() =>
        from source in Sources()
        from call in GeneratedLog().Matches(source.Text)
        from parameter in call.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select (source.File, parameter[..parameter.LastIndexOf(' ')]);

    [GeneratedRegex(@"\{@\w+")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex PlainLog();

    [GeneratedRegex(@"\[LoggerMessage\([^\]]*\)\]\s+(?:private|internal|public) (?:static )?partial void \w+\(([^)]*)\)")]
    private static partial Regex GeneratedLog();
}
