using Microsoft.Playwright;
using Shared.Contracts.Consults;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Two doctors' windows and a health officer's, open at once; nobody reloads.</summary>
public sealed class OfferTests : InBrowser
{
    private const int ByItself = 45_000;

    [Test]
    public async Task An_emergency_is_told_to_refer_then_offered_to_both_doctors_and_gone_for_the_other_when_one_accepts()
    {
        var (english, hindi) = (new Wording("en"), new Wording("hi"));
        var id = await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat, Specialty = "cardiology" });
        await Eventually.True(async () => await Thakur.Consult(id) is not null, World.Patience, "the request reaches the hub");
        var cho = await Open(World.Shimla, "hi", signedInAs: "cho-sunita");
        await cho.GotoAsync($"/consults/{id}");
        await Expect(cho.Locator("#consult")).ToContainTextAsync(hindi.Spoke("promise.refer-now"));
        await Expect(cho.Locator("#consult a[href^='tel:01783']").First).ToBeVisibleAsync();

        var (heart, medicine) = (await OnDuty("dr-bhatia", "en"), await OnDuty("dr-thakur", "hi"));
        await Expect(Offered(heart, id)).ToBeVisibleAsync(new() { Timeout = ByItself });
        await Expect(Offered(medicine, id)).ToBeVisibleAsync(new() { Timeout = ByItself });
        await Expect(cho.Locator("#consult")).Not.ToContainTextAsync(hindi.Spoke("promise.refer-now"), new() { Timeout = ByItself });

        await Offered(heart, id).ClickAsync();

        await Expect(heart).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/consults/{id}$"));
        await Expect(Offered(medicine, id)).ToHaveCountAsync(0, new() { Timeout = ByItself });
        await Expect(cho.Locator("#consult")).ToContainTextAsync(hindi.Spoke("consult.note.accepted", "डॉ. राजीव भाटिया"), new() { Timeout = ByItself });
        (await Sunita.Cancel(id)).Must(System.Net.HttpStatusCode.Accepted);
        await Eventually.Equal(() => Sunita.Status(id), "cancelled", World.Patience);
        await OffDuty(heart, english);
        await OffDuty(medicine, hindi);
    }

    private static ILocator Offered(IPage doctor, Guid id) => doctor.Locator($"[aria-labelledby=offered-h] button[value='{id}']");

    private async Task<IPage> OnDuty(string userName, string language)
    {
        var page = await Open(World.Hub, language, signedInAs: userName);
        await page.GotoAsync("/");
        await page.Button(new Wording(language).Hub("duty.go-on")).ClickAsync();
        await Expect(page.Locator("#duty-state")).Not.ToContainTextAsync(new Wording(language).Hub("duty.off"));
        return page;
    }

    // The world is left as it was found.
    private static async Task OffDuty(IPage page, Wording say)
    {
        await page.GotoAsync("/");
        await page.Button(say.Hub("duty.go-off")).ClickAsync();
        await Expect(page.Locator("#duty-state")).ToContainTextAsync(say.Hub("duty.off"));
    }
}
