using System.Text;
using Microsoft.Playwright;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A manager imports the programme's own list: looks first, takes it, and every site has it by custody.</summary>
public sealed class ListsPageTests : InBrowser
{
    private const string Order = "HP/TELEMED/2026/12";

    [Test]
    public async Task A_list_is_looked_at_taken_reaches_the_sites_and_is_gone_back_from([Values("en", "hi")] string language)
    {
        var (say, page) = (new Wording(language), await Open(World.Hub, language, signedInAs: "manager"));
        var before = World.ShimlaRecords.ListsReceived();
        await page.GotoAsync("/lists");

        await Import(page, "medicines", "generic,list,name_hi,synonyms,from,until\nmirtazapine,A,मर्टाज़ापीन,,,\nazithromycin,C,,,,\ncefixime,O,,,2020-01-01,\n");
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#rows")).ToContainTextAsync(say.Hub("lists.why.list-unknown"));
        await Pictured(page, "lists-preview", language);
        await page.Locator("#take-lists").ClickAsync();
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await Expect(page.Locator("#history li").First).ToContainTextAsync(Order);
        var number = await page.Locator("#history button").GetAttributeAsync("value") ?? "";
        await Pictured(page, "lists-taken", language);
        await Eventually.True(() => Task.FromResult(World.ShimlaRecords.ListsReceived() == before + 1), World.Patience, "the site has the lists");

        await page.Locator("#history button").ClickAsync();
        await Expect(page.Locator("#history li").First).ToContainTextAsync(say.Hub("lists.went-back", number));
        await Eventually.True(() => Task.FromResult(World.KangraRecords.ListsReceived() == before + 2), World.Patience, "and what was gone back to");
    }

    [Test]
    public async Task What_contradicts_the_formulary_is_refused_as_a_whole_and_says_why([Values("en", "hi")] string language)
    {
        var page = await Open(World.Hub, language, signedInAs: "manager");
        await page.GotoAsync("/lists");

        await Import(page, "medicines", "generic,list\ncodeine,O\nmirtazapine,A\n");

        await Expect(page.Locator(".n-red")).ToContainTextAsync("codeine");
        await Expect(page.Locator("#take-lists")).ToHaveCountAsync(0);
        await Pictured(page, "lists-contradiction", language);
    }

    [Test]
    public async Task A_file_that_is_none_says_what_is_wrong_and_the_order_stays_written()
    {
        var (say, page) = (new Wording("en"), await Open(World.Hub, "en", signedInAs: "manager"));
        await page.GotoAsync("/lists");

        await Import(page, "diagnoses", "code,title\nB86,Scabies\n");

        await Expect(page.Locator("#errors")).ToContainTextAsync(say.Hub("lists.why.column-missing"));
        await page.Holds(("orderNumber", Order), ("signedBy", "Mission Director, NHM"));
    }

    private static async Task Import(IPage page, string kind, string file)
    {
        await page.Choose("kind", kind);
        await page.Field("file").SetInputFilesAsync(new FilePayload { Name = "order.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await page.Fill(("signedBy", "Mission Director, NHM"), ("orderNumber", Order), ("orderedOn", "2026-11-20"));
        await page.Locator("#check-lists").ClickAsync();
    }

    private static async Task Pictured(IPage page, string name, string language)
    {
        if (Environment.GetEnvironmentVariable("HUBSPOKE_SCREENSHOTS") is not { Length: > 0 }) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}-{language}-1366.png"), FullPage = true });
    }
}
