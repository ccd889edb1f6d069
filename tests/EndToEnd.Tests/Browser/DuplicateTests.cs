using Microsoft.Playwright;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>One person written down twice: seen before it happens, and mended after it has. Without script.</summary>
public sealed class DuplicateTests : InBrowser
{
    private static readonly Wording Say = new("en");

    private async Task<IPage> Cho() => await Open(World.Shimla, "en", script: false, signedInAs: "cho-sunita");

    private static async Task Type(IPage page, string name, string relative)
    {
        await page.Fill(("patient.name", name), ("patient.relativeName", relative), ("patient.age", "37"), ("patient.address.village", "Panog"), ("patient.mobile", "9816033333"));
        await page.Choose("patient.sex", "female");
    }

    private static async Task Register(IPage page, string name, string relative, string? because = null)
    {
        await page.GotoAsync("/patients/new");
        await Type(page, name, relative);
        await page.Locator("#register .btn-primary").ClickAsync();
        if (because is null) return;
        await Expect(page.Locator("#likely")).ToBeVisibleAsync();
        await page.Field("anotherBecause").SelectOptionAsync(because);
        await page.Button(Say.Spoke("patients.save-another")).ClickAsync();
    }

    [Test]
    public async Task Registered_in_devanagari_again_she_is_shown_and_chosen_and_nobody_is_registered_twice()
    {
        var page = await Cho();
        await Register(page, "Parvati Devi", "Chet Ram");
        await Expect(page.Locator(".toast")).ToContainTextAsync("Parvati Devi");
        var hers = page.Url;

        await Register(page, "पार्वती देवी", "चेत राम");

        await Expect(page.Locator("#likely")).ToContainTextAsync("Parvati Devi, 37");
        await Expect(page.Locator(".err-summary")).ToContainTextAsync(Say.Spoke("likely.decide"));
        await page.Locator("#likely a.btn").First.ClickAsync();
        Assert.That(page.Url, Is.EqualTo(hers));
    }

    [Test]
    public async Task In_a_request_somebody_known_is_chosen_from_those_shown_and_the_history_is_in_view()
    {
        var page = await Cho();
        await Register(page, "Dropadi Devi", "Tek Chand");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await page.GotoAsync("/requests/new");
        await page.Button(Say.Spoke("request.begin-new")).ClickAsync();
        await Type(page, "द्रौपदी", "टेक चंद");

        await page.Locator("button[name=act][value=next]:not(.sr)").ClickAsync();
        await page.WaitForURLAsync("**/patient?check=1");
        await page.Locator("#likely button").First.ClickAsync();

        await page.WaitForURLAsync("**/patient");
        await Expect(page.Locator(".n-green")).ToContainTextAsync("Dropadi Devi");
        await Expect(page.Locator("#likely")).ToHaveCountAsync(0);
        await page.Locator("button[name=act][value=next]:not(.sr)").ClickAsync();
        await page.WaitForURLAsync("**/complaint");
    }

    [Test]
    public async Task Two_records_are_compared_merged_and_separated_again()
    {
        var page = await Cho();
        await Register(page, "Yashoda Kumari", "Budh Ram");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        var first = page.Url;
        await Register(page, "Yasodha Kumari", "Budhram", because: "same-name");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        var second = page.Url;

        await page.Locator("#likely a.btn").ClickAsync();
        await Expect(page.Locator("table")).ToContainTextAsync(Say.Spoke("merge.differs"));
        await page.Choose("survivor", new Uri(first).Segments[^1]);
        await page.Button(Say.Spoke("merge.do")).ClickAsync();
        await page.WaitForURLAsync(first);
        await page.GotoAsync(second);
        Assert.That(page.Url, Is.EqualTo(first), "The merged record leads on.");

        await Expect(page.Locator("main")).ToContainTextAsync("Yasodha Kumari, 37");
        await page.Locator("details[id^=separate] summary").ClickAsync();
        await page.Button(Say.Spoke("merge.separate-do")).ClickAsync();
        await page.WaitForURLAsync(second);
        await Expect(page.Locator("h1")).ToContainTextAsync("Yasodha Kumari");
        await Expect(page.Locator("#likely")).ToHaveCountAsync(0);   // somebody has looked
    }

    [Test]
    public async Task An_aadhaar_number_typed_in_the_form_is_masked_at_once()
    {
        var page = await Cho();
        await page.GotoAsync("/requests/new");
        await page.Button(Say.Spoke("request.begin-new")).ClickAsync();
        await Type(page, "Rukmani 2345 6789 0124", "Het Ram 234567890124");
        await page.Locator("button[name=act][value=later]").ClickAsync();

        await page.GotoAsync("/");
        await Expect(page.Locator("main")).ToContainTextAsync("Rukmani XXXX XXXX 0124");
        Assert.That(await page.ContentAsync(), Does.Not.Contain("2345 6789"));
    }
}
