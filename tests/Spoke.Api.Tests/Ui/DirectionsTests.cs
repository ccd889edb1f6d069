using Shared.Contracts.Advice;
using Shared.Contracts.Medicines;
using Shared.Hosting.Ui;
using Spoke.Api.Ui;

namespace Spoke.Api.Tests.Ui;

/// <summary>What a doctor coded is what a patient reads: every code has words in both languages, and no two codes have the same.</summary>
public sealed class DirectionsTests
{
    private static readonly string[] Languages = [Texts.English, Texts.Hindi];
    private static readonly string[] Frequencies = ["OD", "BD", "TDS", "QID", "HS", "SOS", "STAT", "Q4H", "Q6H", "Q8H", "Q12H", "EOD", "OW", "OM"];
    private static readonly string[] Timings = ["any-time", "before-food", "after-food", "with-food", "empty-stomach"];

    // Two words of older hubs for codes that are here.
    private static readonly string[] Synonyms = ["nasal", "inhalation"];

    private Texts _texts = null!;

    [OneTimeSetUp]
    public void Read_the_texts() => _texts = Texts.Load(strict: true, typeof(Directions).Assembly);

    private string[] Codes(string prefix) => [.. _texts.Keys.Where(key => key.StartsWith(prefix + ".", StringComparison.Ordinal)).Select(key => key[(prefix.Length + 1)..])];

    private string[] Routes => [.. Codes("route").Except(Synonyms).Prepend("oral")];

    [TestCaseSource(nameof(Languages))]
    public void Every_coded_direction_is_said_and_leads_back_to_the_same_codes(string language)
    {
        var directions = new Directions(language);
        var said = new Dictionary<string, (string Form, string Route, string Frequency, string Timing)>();
        foreach (var form in Codes("form"))
            foreach (var route in Routes)
                foreach (var frequency in Frequencies)
                    foreach (var timing in Timings)
                    {
                        var line = new MedicineLine { Form = form, Route = route, Frequency = frequency, Timing = timing, Dose = "1 tablet" };
                        var words = string.Join(" | ", directions.Form(line), directions.Route(line), directions.Frequency(line), directions.Timing(line));
                        Assert.That(said.TryAdd(words, (form, route, frequency, timing)), $"{(form, route, frequency, timing)} and {said[words]} are both: {words}");
                    }
        TestContext.Out.WriteLine($"{said.Count} directions");

        Assert.That(said, Has.Count.EqualTo(Codes("form").Length * Routes.Length * Frequencies.Length * Timings.Length));
    }

    [Test]
    public void In_Hindi_no_code_is_left_in_Latin_letters()
    {
        var directions = new Directions(Texts.Hindi);
        var left =
            from prefix in new[] { "form", "route", "freq", "timing" }
            from code in Codes(prefix)
            let words = prefix switch
            {
                "form" => directions.Form(new() { Form = code }),
                "route" => directions.Route(new() { Route = code })!,
                "freq" => directions.Frequency(new() { Frequency = code }),
                _ => directions.Timing(new() { Timing = code }),
            }
            where words.Any(char.IsAsciiLetter)
            select $"{prefix} {code}: {words}";

        Assert.That(left, Is.Empty);
    }

    [Test]
    public void The_codes_of_the_contract_all_have_words()
    {
        Assert.That(Codes("freq"), Is.EquivalentTo(Frequencies));
        Assert.That(Codes("timing"), Is.EquivalentTo(Timings));
    }

    [Test]
    public void Every_form_of_the_formulary_has_words() =>
        Assert.That(Formulary.Default.Data.Medicines.SelectMany(m => m.Products).Select(p => p.Form).Distinct().Except(Codes("form")), Is.Empty);

    [TestCaseSource(nameof(Languages))]
    public void What_stands_under_morning_noon_and_night_is_what_the_frequency_says(string language)
    {
        var directions = new Directions(language);
        string Pattern(string frequency) => directions.Columns(new() { Frequency = frequency, Dose = "1 tablet" }) is { } columns
            ? string.Concat(columns.Select(amount => amount is null ? '0' : '1'))
            : "said";

        Assert.That(Frequencies.Select(f => (f, Pattern(f))).Where(x => x.Item2 != "said"), Is.EquivalentTo(new[] { ("BD", "101"), ("TDS", "111"), ("HS", "001") }));
    }
}
