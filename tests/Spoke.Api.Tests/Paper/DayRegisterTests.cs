using System.Net;
using System.Text;
using Shared.Hosting.Ui;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Paper;

public sealed class DayRegisterTests(TestDatabase database) : AdviceSlice(database)
{
    private DateOnly Today => Format.DayOf(Spoke.Clock.GetUtcNow());

    private async Task<string> Read(string path, string language = "en", string cho = "cho-sunita")
    {
        using var response = await Spoke.As(cho, language).Request(HttpMethod.Get, path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static string Of(DateOnly day, string spoke = Some.SpokeCode) => $"?spoke={spoke}&from={day:yyyy-MM-dd}&until={day:yyyy-MM-dd}";

    private Task<Guid> Ask(string name) => Spoke.Request(body: Some.RequestBody(Some.Patient() with { Name = name }));

    [Test]
    public async Task A_day_has_a_line_for_everybody_who_was_asked_about_in_order_with_advice_and_medicines()
    {
        var note = await Note();
        await Give(note);
        Spoke.Clock.Advance(TimeSpan.FromMinutes(1));
        await Ask("Bimla Devi");

        var lines = (await Read($"/register.csv{Of(Today)}")).TrimStart('\uFEFF').Trim().Split("\r\n");

        Assert.That(lines[0], Does.StartWith("No.,Asked,Consult,Name,Father or husband"));
        Assert.That(lines[1..].Select(l => l.Split(',')[0]), Is.EqualTo(Enumerable.Range(1, lines.Length - 1).Select(n => $"{n}")));
        Assert.That(lines.Single(l => l.Contains(note.Number, StringComparison.Ordinal)),
            Does.Contain(note.Medicines[0].Name.ToUpperInvariant()).And.Contain(note.Diagnoses[0].Text).And.Contain(note.Patient.RelativeName));
        Assert.That(lines[^1], Does.Contain("Bimla Devi"));
        Assert.That(await Read($"/register{Of(Today)}"), Does.Contain("Bimla Devi").And.Contain(note.Number));
    }

    [Test]
    public async Task Practice_other_days_and_other_people_s_centres_are_not_in_it()
    {
        await Ask("Kamla Devi");
        var practice = Some.RequestBody(Some.Patient() with { Name = "Practice Devi" });
        practice["practice"] = true;
        await Spoke.Request(body: practice);

        Assert.That(await Read($"/register.csv{Of(Today)}"), Does.Contain("Kamla Devi").And.Not.Contain("Practice Devi"));
        Assert.That(await Read($"/register.csv{Of(Today.AddDays(-1))}"), Does.Not.Contain("Kamla Devi"));
        using var foreign = await Spoke.As("cho-anita").Request(HttpMethod.Get, $"/register.csv{Of(Today)}");
        Assert.That(foreign.StatusCode, Is.Not.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("=HYPERLINK(1)")]
    [TestCase("+911")]
    [TestCase("@SUM(A1)")]
    [TestCase("-1+2")]
    public async Task What_a_spreadsheet_would_run_is_disarmed(string name)
    {
        await Ask(name);

        var cells = (await Read($"/register.csv{Of(Today)}")).Split(',', '\n');

        Assert.That(cells.Select(c => c.Trim('"')), Does.Contain($"'{name}"));
        Assert.That(cells, Has.None.StartsWith(name).And.None.StartsWith($"\"{name}"));
    }

    [Test]
    public async Task The_file_says_that_it_is_unicode_and_its_heads_are_in_the_reader_s_language()
    {
        using var response = await Spoke.As("cho-sunita", "hi").Request(HttpMethod.Get, $"/register.csv{Of(Today)}");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.That(bytes[..3], Is.EqualTo(Encoding.UTF8.Preamble.ToArray()));
        Assert.That(Encoding.UTF8.GetString(bytes), Does.Contain("पिता या पति"));
    }

    [Test]
    public async Task More_than_a_month_is_cut_to_a_month()
    {
        var day = Today.AddYears(-1);

        Assert.That(await Read($"/register?from={day:yyyy-MM-dd}&until={day.AddDays(400):yyyy-MM-dd}"), Does.Contain(Format.Date(day.AddDays(30))).And.Not.Contain(Format.Date(day.AddDays(31))));
    }
}
