using System.Reflection;
using System.Text.RegularExpressions;
using Shared.Hosting.Ui;
using Testing;

namespace Shared.Tests.Ui;

/// <summary>Every text that a page or a refusal asks for is there, and every text that is there is asked for. Read from the source.</summary>
public sealed partial class TextKeysTests
{
    private static readonly string[] Services = ["Hub.Api", "Spoke.Api"];

    // Texts that no source names: the validators' own rules (validation.*), the names of their properties (field.*), the door's error pages.
    private static readonly string[] NamedByTheFramework = ["validation.", "field."];

    [TestCaseSource(nameof(Services))]
    public void Every_text_that_is_asked_for_is_there(string service)
    {
        var texts = Load(service);
        var missing = Asked(service).Where(key => !IsThere(texts, key)).Distinct();

        Assert.That(missing, Is.Empty);
    }

    [TestCaseSource(nameof(Services))]
    public void Every_refusal_has_its_sentence(string service)
    {
        var texts = Load(service);
        var source = Sources(service, "Shared.Contracts/Hosting");
        var rules = RuleCode().Matches(source).Select(m => $"error.{m.Groups[1].Value}");
        var validations = ValidationCode().Matches(source).Select(m => $"validation.{m.Groups[1].Value}");

        Assert.That(rules.Concat(validations).Distinct().Where(key => !texts.Has(key)), Is.Empty);
        Assert.That(rules.Count() + validations.Count(), Is.GreaterThan(10));
    }

    [Test]
    public void Every_text_is_asked_for_somewhere()
    {
        var source = Sources([.. Services, "Shared.Contracts"]);
        var literals = Literal().Matches(source).Select(m => m.Groups[1].Value).ToHashSet();
        Regex[] patterns = [.. Interpolated().Matches(source).Select(m => m.Groups[1].Value).Where(text => text.Contains('.', StringComparison.Ordinal)).Distinct().Select(AsPattern)];
        string[] families = [.. NamedByTheFramework, .. CodeFamily().Matches(source).Select(m => $"{m.Groups[1].Value}.").Distinct()];

        var idle = Services.SelectMany(service => Load(service).Keys).Distinct().Where(key =>
            !literals.Contains(key) && !literals.Contains(Counted().Replace(key, "")) && !families.Any(family => key.StartsWith(family, StringComparison.Ordinal))
            && !(key.StartsWith("error.", StringComparison.Ordinal) && literals.Contains(key["error.".Length..]))
            && !patterns.Any(pattern => pattern.IsMatch(key)));

        Assert.That(idle, Is.Empty);
    }

    [Test]
    public void A_key_that_nobody_wrote_would_be_found() => Assert.That(IsThere(Load("Hub.Api"), "no.such-key"), Is.False);

    private static Texts Load(string service) => Texts.Load(strict: true, Assembly.Load(service));

    private static string Sources(params string[] folders) => string.Join('\n', folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
        .Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)) && !file.Contains("Migrations", StringComparison.Ordinal))
        .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)));

    /// <summary>What stands as key in <c>T["..."]</c> and its kin, also behind a condition; a code within it is any code.</summary>
    private static IEnumerable<string> Asked(string service) => Call().Matches(Sources(service, "Shared.Contracts/Hosting"))
        .SelectMany(call => AnyLiteral().Matches(call.Groups["first"].Value).Select(literal => literal.Groups[1].Value + (call.Value.Contains("Count(", StringComparison.Ordinal) ? ".many" : "")))
        .Where(key => key.Contains('.', StringComparison.Ordinal) && key.Count(c => c == '{') == key.Count(c => c == '}'));   // not a place with a text in it

    private static bool IsThere(Texts texts, string key) => key.Contains('{', StringComparison.Ordinal) ? texts.Keys.Any(AsPattern(key).IsMatch) : texts.Has(key);

    private static Regex AsPattern(string interpolated) => new($"^{string.Join(".+", Place().Split(interpolated).Select(Regex.Escape))}$");

    // The first argument: up to a comma or the end of the call, whichever is first outside quotes.
    [GeneratedRegex("""(?:\bT\[|\bT\.(?:Count|Find)\(|Texts\.Of\(|Texts\.Current\[|Texts\.Current\.(?:Count|Template)\()(?<first>(?:[^",\]\)]|\$?"[^"]*"|\([^()]*\)|\[[^\]]*\])*)""")]
    private static partial Regex Call();

    [GeneratedRegex("""\$?"([^"]+)"(?!\s*=>)""")]
    private static partial Regex AnyLiteral();

    [GeneratedRegex("""(?<!\$)"([^"\n]+)"(?!\s*\?)""")]
    private static partial Regex Literal();

    [GeneratedRegex("\\$\"([^\"\n]+)\"")]
    private static partial Regex Interpolated();

    [GeneratedRegex("""\{[^}]*\}""")]
    private static partial Regex Place();

    [GeneratedRegex("""\.(?:one|many|hint|do|short)$""")]
    private static partial Regex Counted();

    [GeneratedRegex("""(?:Say\.Code|Words\.Code|Known|Codes)\("([a-z-]+)"[,)]""")]
    private static partial Regex CodeFamily();

    [GeneratedRegex("""RuleBrokenException\("([a-z-]+)""")]
    private static partial Regex RuleCode();

    [GeneratedRegex("""WithErrorCode\("([a-z-]+)""")]
    private static partial Regex ValidationCode();
}
