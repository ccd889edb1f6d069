using System.Net;
using Demo;
using Microsoft.Playwright;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// What is asked every day is answered in a few presses: from the doctor's queue to signed, counted by the browser itself. And what a
/// doctor has typed outlives the browser and the hold.
/// </summary>
public sealed class QuickAdviceTests : InBrowser
{
    private const int MostClicks = 10;

    private static readonly Wording Say = new("en");

    private static IEnumerable<TestCaseData> Everyday()
    {
        yield return new TestCaseData(HubTemplates.Scabies, "Itching at night for two weeks, the children too. Which ointment?", true).SetArgDisplayNames("scabies");
        yield return new TestCaseData(HubTemplates.UrinaryInfection, "Burning urine for three days, no fever. Which medicine?", true).SetArgDisplayNames("urinary infection");
        yield return new TestCaseData(HubTemplates.NormalPregnancy, "Fifth month, feels well, BP 110/70. Anything to change?", false).SetArgDisplayNames("normal antenatal query");
    }

    [TestCaseSource(nameof(Everyday))]
    public async Task An_everyday_answer_takes_at_most_ten_clicks_from_the_queue_to_signed(HubTemplate template, string question, bool byVideo)
    {
        var (page, id) = await AtTheQueue(template, question);

        await Row(page, question).GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("#fill button", new() { HasText = template.Name.En }).ClickAsync();
        if (byVideo) await page.Field("video.spoken").CheckAsync();
        await page.Field("consentConfirmed").CheckAsync();
        await page.Locator("#sign").ClickAsync();

        await Expect(page.Locator(".toast")).ToContainTextAsync(Say.Hub("consult.signed"));
        var clicks = await Pressed(page, "clicks");
        TestContext.Out.WriteLine($"{template.Name.En}: {clicks} clicks from the queue to signed.");
        Assert.That(clicks, Is.LessThanOrEqualTo(MostClicks));
        await IsSigned(page, template, id);
    }

    [TestCaseSource(nameof(Everyday))]
    public async Task An_everyday_answer_is_given_by_the_keyboard_alone(HubTemplate template, string question, bool byVideo)
    {
        question = question.Replace("?", ", please?", StringComparison.Ordinal);
        var (page, id) = await AtTheQueue(template, question);

        await Reach(page, Row(page, question).GetByRole(AriaRole.Button));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/consults/{id}");
        await Reach(page, page.Locator("#fill button", new() { HasText = template.Name.En }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#filled")).ToBeFocusedAsync();
        if (byVideo)
        {
            await Follow(page.Locator("#filled a"), page.Field("video.spoken"));
            await page.Keyboard.PressAsync("Space");
            await Follow(page.Locator("#video a"), page.Field("consentConfirmed"));
        }
        else await Follow(page.Locator("#filled a"), page.Field("consentConfirmed"));
        await page.Keyboard.PressAsync("Space");
        await Reach(page, page.Locator("#sign"));
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".toast")).ToContainTextAsync(Say.Hub("consult.signed"));
        Assert.That(await Pressed(page, "clicks"), Is.Zero);
        TestContext.Out.WriteLine($"{template.Name.En}: {await Pressed(page, "keys")} keys from the queue to signed, no mouse.");
        await IsSigned(page, template, id);

        async Task Follow(ILocator link, ILocator to)
        {
            await Reach(page, link);
            await page.Keyboard.PressAsync("Enter");
            await Expect(to).ToBeFocusedAsync();
        }
    }

    [Test]
    public async Task A_template_fills_what_is_empty_and_the_refused_line_shows_its_ways_out([Values("en", "hi")] string language)
    {
        await Thakur.Answer(await Received(Sunita));   // a doctor with a habit
        var (page, _) = await AtTheQueue(HubTemplates.UrinaryInfection, $"Burning urine since yesterday ({language}). What now?", language);
        await Row(page, $"({language})").GetByRole(AriaRole.Button).ClickAsync();
        await page.Field("advice").FillAsync("Rest.");

        await page.Locator("#fill button", new() { HasText = language == "hi" ? HubTemplates.UrinaryInfection.Name.Hi : HubTemplates.UrinaryInfection.Name.En }).ClickAsync();

        await Expect(page.Locator("#medicine-0.medline-refused .ways")).ToBeVisibleAsync();
        await Expect(page.Field("advice")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Rest\\.\n"));
        await Expect(page.Field("diagnoses[0].code")).ToHaveValueAsync("N39.0");
        await page.Locator("#medicines > .cluster button").First.ClickAsync();
        await Expect(page.Locator("#medicine-1 .name")).ToHaveTextAsync("PARACETAMOL");   // the doctor's favourite, there already: not doubled
        await Expect(page.Locator("#medicines .medline")).ToHaveCountAsync(2);
        await Pictured(page, "advice-filled", language);
    }

    [Test]
    public async Task What_a_doctor_has_typed_outlives_a_dead_browser_and_a_lost_hold()
    {
        var id = await Received(Sunita);
        var token = await Thakur.Accept(id);
        var page = await Open(World.Hub, "en", signedInAs: "dr-thakur");
        await page.GotoAsync($"/consults/{id}");
        await page.RunAndWaitForResponseAsync(() => page.Field("advice").FillAsync("Half a sentence, then the power w"), answer => answer.Url.EndsWith("/advice-draft", StringComparison.Ordinal));
        await page.CloseAsync();
        (await Thakur.HandBack(id, token)).Must(HttpStatusCode.NoContent);

        var another = await Open(World.Hub, "en", signedInAs: "dr-thakur");
        await another.GotoAsync($"/consults/{id}");
        await another.Locator("#take-consult").ClickAsync();

        await Expect(another.Field("advice")).ToHaveValueAsync("Half a sentence, then the power w");
    }

    [Test]
    public async Task A_template_is_made_of_advice_that_is_being_written_and_offered_at_the_next_consult()
    {
        var name = $"Made {Guid.CreateVersion7():N}"[..16];
        var first = await Received(Sunita);
        await Thakur.Accept(first);
        var page = await Open(World.Hub, "en", signedInAs: "dr-thakur");
        await page.GotoAsync($"/consults/{first}");
        await page.Fill(("diagnoses[0].text", "Common cold"), ("advice", "Warm drinks, rest."), ("medicines[0].name", "paracetamol"), ("medicines[0].dose", "1 tablet"));
        await page.Locator("#make-template").ClickAsync();
        await Expect(page.Field("advice")).ToHaveValueAsync("Warm drinks, rest.");
        await page.Fill(("name.en", name), ("name.hi", $"साँचा {name[5..]}"));
        await page.Locator("#save-template").ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(Say.Hub("templates.saved"));

        var second = await Received(Sunita);
        await Thakur.Accept(second);
        await page.GotoAsync($"/consults/{second}");
        await page.Locator("#fill button", new() { HasText = name }).ClickAsync();

        await page.Holds(("diagnoses[0].text", "Common cold"), ("advice", "Warm drinks, rest."), ("medicines[0].name", "paracetamol"));
    }

    private async Task<(IPage Page, Guid Id)> AtTheQueue(HubTemplate template, string question, string language = "en")
    {
        using var nodal = new Testing.Doctor(World.Hub.Address, "nodal-sharma");
        var made = await nodal.Post("/api/templates", template with { Hub = "igmc" });
        if (made.Code != "template-name-taken") made.Must(HttpStatusCode.Created);
        var id = await Sunita.Request(Some.Content() with { Question = question, CurrentMedicines = [] });
        await Eventually.True(async () => await Thakur.Consult(id) is not null, World.Patience, "the request reaches the hub");

        var page = await Open(World.Hub, language, signedInAs: "dr-thakur");
        await page.AddInitScriptAsync("""
            const count = name => sessionStorage.setItem(name, Number(sessionStorage.getItem(name) || 0) + 1);
            addEventListener('pointerdown', event => event.isTrusted && count('clicks'), true);
            addEventListener('keydown', event => event.isTrusted && count('keys'), true);
            """);
        await page.GotoAsync("/");
        return (page, id);
    }

    private static ILocator Row(IPage page, string question) => page.Locator("table.queue tbody tr", new() { HasText = question });

    private static async Task<int> Pressed(IPage page, string what) => int.Parse(await page.EvaluateAsync<string>($"sessionStorage.getItem('{what}') || '0'"), null);

    // As somebody without a mouse gets there.
    private static async Task Reach(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var tabs = 0; tabs < 400; tabs++)
        {
            if (await target.EvaluateAsync<bool>("node => node === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{target} is not reached by Tab.");
    }

    private async Task IsSigned(IPage page, HubTemplate template, Guid id)
    {
        var note = page.Locator("article.advice");
        foreach (var line in template.Content.Medicines) await Expect(note).ToContainTextAsync(line.Name.ToUpperInvariant());
        await Becomes(Sunita, id, "advised");
    }

    private static async Task Pictured(IPage page, string name, string language)
    {
        if (Environment.GetEnvironmentVariable("HUBSPOKE_SCREENSHOTS") is not { Length: > 0 }) return;
        foreach (var width in (int[])[Laptop, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}-{language}-{width}.png"), FullPage = true });
        }
    }
}
