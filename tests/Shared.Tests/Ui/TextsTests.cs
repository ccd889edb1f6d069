using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Shared.Hosting.Ui;

namespace Shared.Tests.Ui;

public sealed partial class TextsTests
{
    private static readonly Assembly[] Services = [Assembly.Load("Hub.Api"), Assembly.Load("Spoke.Api")];

    private CultureInfo _before = null!;

    [SetUp]
    public void Remember_the_language() => _before = CultureInfo.CurrentUICulture;

    [TearDown]
    public void Restore_the_language() => CultureInfo.CurrentUICulture = _before;

    [TestCaseSource(nameof(Services))]
    public void Both_languages_have_the_same_places_for_figures_and_names(Assembly service)
    {
        var texts = Texts.Load(strict: true, service);

        Assert.Multiple(() =>
        {
            foreach (var key in texts.Keys)
                Assert.That(Places(texts.Template(key, Texts.Hindi)), Is.EquivalentTo(Places(texts.Template(key, Texts.English))), key);
        });
    }

    [TestCaseSource(nameof(Services))]
    public void Every_hindi_text_is_in_devanagari(Assembly service)
    {
        var texts = Texts.Load(strict: true, service);

        // A text without any Latin word (a pattern such as "{0} – {1}") may be the same in both.
        var forgotten = texts.Keys.Where(key => LatinWord().IsMatch(texts.Template(key, Texts.English)) && !Devanagari().IsMatch(texts.Template(key, Texts.Hindi)));

        Assert.That(forgotten, Is.Empty);
    }

    [TestCaseSource(nameof(Services))]
    public void A_text_that_counts_has_its_one_and_its_many(Assembly service)
    {
        var texts = Texts.Load(strict: true, service);

        Assert.That(texts.Keys.Where(k => k.EndsWith(".one", StringComparison.Ordinal)).Select(k => k[..^4]),
            Is.EquivalentTo(texts.Keys.Where(k => k.EndsWith(".many", StringComparison.Ordinal)).Select(k => k[..^5])));
    }

    [Test]
    public void A_duplicate_key_stops_the_start()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Texts.Parse(true,
            ("a.json", """{ "greeting": { "en": "Hello", "hi": "नमस्ते" } }"""),
            ("b.json", """{ "greeting": { "en": "Hi", "hi": "नमस्कार" } }""")));

        Assert.That(refusal!.Message, Does.Contain("greeting").And.Contain("b.json"));
    }

    [TestCase("""{ "greeting": { "en": "Hello" } }""")]
    [TestCase("""{ "greeting": { "en": "Hello", "hi": "" } }""")]
    [TestCase("""{ "greeting": "Hello" }""")]
    public void A_missing_language_stops_the_start(string json) =>
        Assert.That(() => Texts.Parse(true, ("a.json", json)), Throws.InvalidOperationException.With.Message.Contains("greeting"));

    [Test]
    public void An_unknown_key_throws_for_developers_and_shows_itself_in_production()
    {
        Assert.That(() => Texts.Parse(true)["no.such"], Throws.TypeOf<KeyNotFoundException>());
        Assert.That(Texts.Parse(false)["no.such"], Is.EqualTo("no.such"));
    }

    [Test]
    public void The_readers_language_decides_and_figures_are_grouped_the_indian_way()
    {
        var texts = Texts.Parse(true, ("a.json", """{ "sent": { "en": "{0} sent", "hi": "{0} भेजे गए" } }"""));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("hi");
        Assert.That(texts["sent", 134862], Is.EqualTo("1,34,862 भेजे गए"));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Assert.That(texts["sent", 134862], Is.EqualTo("1,34,862 sent"));
    }

    private static string[] Places(string template) => [.. Place().Matches(template).Select(m => m.Value).Distinct()];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"[A-Za-z]{3,}(?![^{]*\})")]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"\p{IsDevanagari}")]
    private static partial Regex Devanagari();
}
