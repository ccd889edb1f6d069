using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A record that says something wrong is put right on its page. Without script.</summary>
public sealed class CorrectPatientTests : InBrowser
{
    private static readonly Wording Say = new("en");

    [Test]
    public async Task A_misheard_name_is_corrected_and_the_page_says_what_stood_there_and_who_changed_it()
    {
        var patient = Some.Patient() with { Name = "Chandrawati", Mobile = "9816044444" };
        var id = (Guid)(await Sunita.Post("/api/patients", new { patient, anotherPerson = true, anotherBecause = "other" })).Must(System.Net.HttpStatusCode.Created)["patientId"]!;
        var page = await Open(World.Shimla, "en", script: false, signedInAs: "cho-sunita");
        await page.GotoAsync($"/patients/{id}");
        await page.GetByText(Say.Spoke("correct.begin")).ClickAsync();

        await page.Fill(("patient.name", "Chandravati Devi"), ("patient.mobile", "12"));
        await page.Button(Say.Spoke("correct.save")).ClickAsync();
        await Expect(page.Locator(".err-summary")).ToBeVisibleAsync();
        await Expect(page.Field("patient.name")).ToHaveValueAsync("Chandravati Devi");
        await page.Fill(("patient.mobile", "9816055555"));
        await page.Button(Say.Spoke("correct.save")).ClickAsync();

        await page.WaitForURLAsync($"**/patients/{id}");
        await Expect(page.Locator(".toast")).ToContainTextAsync(Say.Spoke("correct.done"));
        await Expect(page.Locator("h1")).ToContainTextAsync("Chandravati Devi");
        var about = page.Locator("section[aria-labelledby=about-h]");
        await Expect(about).ToContainTextAsync("98160 55555");
        await Expect(about).ToContainTextAsync("Before: Chandrawati");
        await Expect(about).ToContainTextAsync("98160 44444");
        await Expect(about).ToContainTextAsync("Corrected by Sunita Verma");
    }
}
