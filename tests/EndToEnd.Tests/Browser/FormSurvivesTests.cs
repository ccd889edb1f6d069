using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A power cut, a killed process and a sign-out return to the same step of the request with everything typed.</summary>
public sealed class FormSurvivesTests : InBrowser
{
    private static readonly Wording Say = new("en");

    private static readonly (string, string)[] Patient =
    [
        ("patient.name", "Bimla Devi"), ("patient.relativeName", "Het Ram"), ("patient.age", "sixty"), ("patient.address.village", "Gumma"), ("patient.mobile", "98160"),
    ];

    private static readonly (string, string)[] Complaint = [("complaints[0].text", "Cough"), ("complaints[0].duration", "3"), ("complaints[1].text", "Pain in the chest")];
    private static readonly (string, string)[] Vitals = [("vitals.pulse", "96"), ("vitals.temperatureC", "99.5"), ("vitals.spo2", "94")];

    [Test]
    public async Task A_kill_in_the_middle_of_the_form_returns_to_the_same_step_with_everything_typed()
    {
        var draft = await TypeThreeSteps(await Open(World.Shimla, "en", script: false));
        await World.Shimla.Kill();
        await World.Shimla.Start();
        await IsAllThere(draft);
    }

    [Test]
    public async Task Signing_out_in_the_middle_of_the_form_returns_to_the_same_step_with_everything_typed()
    {
        var page = await Open(World.Shimla, "en", script: false);
        var draft = await TypeThreeSteps(page);
        await page.Button(Say.Spoke("ui.sign-out")).First.ClickAsync();
        await IsAllThere(draft);
    }

    [Test]
    public async Task With_script_a_kill_does_not_lose_even_what_was_not_sent()
    {
        var page = await Open(World.Shimla, "en");
        var draft = await TypeThreeSteps(page);
        await page.RunAndWaitForResponseAsync(() => page.Field("history").FillAsync("Coughing since the wedding"), answer => answer.Url.EndsWith("/autosave", StringComparison.Ordinal));
        await Expect(page.Locator("[data-saved=request]")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("#gate .ok").GetByText("How it began")).ToBeVisibleAsync();   // the gate is drawn anew with what was saved
        await World.Shimla.Kill();
        await World.Shimla.Start();
        await IsAllThere(draft, history: "Coughing since the wedding");
    }

    [Test]
    public async Task With_script_a_hasty_sign_out_does_not_lose_even_what_was_not_sent()
    {
        var page = await Open(World.Shimla, "en");
        var draft = await TypeThreeSteps(page);
        await page.Field("history").FillAsync("Coughing since the wedding");
        await page.Button(Say.Spoke("ui.sign-out")).First.ClickAsync();
        await IsAllThere(draft, history: "Coughing since the wedding");
    }

    [Test]
    public async Task With_script_a_session_that_ended_elsewhere_does_not_take_the_form_from_under_the_hands()
    {
        var page = await Open(World.Shimla, "en");
        await TypeThreeSteps(page);
        var here = page.Url;
        await page.Context.ClearCookiesAsync();
        await page.Field("history").FillAsync("Typed after the session ended");

        // The page comes to the fore and asks for what is fresh.
        await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), answer => answer.Url.Contains("/sign-in", StringComparison.Ordinal));

        await Expect(page.Locator("[data-saved=request]")).ToContainTextAsync(Say.Spoke("ui.not-saved"));
        await Expect(page.Field("history")).ToHaveValueAsync("Typed after the session ended");
        Assert.That(page.Url, Is.EqualTo(here));
    }

    [Test]
    public async Task With_script_the_page_says_when_it_could_not_save_and_saves_when_the_service_is_back()
    {
        var page = await Open(World.Shimla, "en");
        var draft = await TypeThreeSteps(page);
        await World.Shimla.Kill();
        await page.Field("history").FillAsync("Typed while nobody listened");
        await Expect(page.Locator("[data-saved=request]")).ToContainTextAsync(Say.Spoke("ui.not-saved"));
        await World.Shimla.Start();
        await Expect(page.Locator("[data-saved=request]")).ToContainTextAsync(Say.Spoke("ui.saved", ""), new() { Timeout = 30_000 });
        await IsAllThere(draft, history: "Typed while nobody listened");
    }

    /// <summary>Patient, complaint and vitals, right and wrong, each left with its button; gives the draft's address.</summary>
    private static async Task<string> TypeThreeSteps(IPage page)
    {
        await page.GotoAsync("/requests/new");
        await SignIn(page, "cho-sunita");
        await page.Button(Say.Spoke("request.begin-new")).ClickAsync();
        await page.Fill(Patient);
        await page.Choose("patient.sex", "female");
        await Leave("next");
        await page.WaitForURLAsync("**/patient?check=1");   // an impossible phone number: better put right now, but one may go on
        await Leave("skip");
        await page.WaitForURLAsync("**/complaint");
        await page.Fill(Complaint);
        await Leave("next");
        await page.WaitForURLAsync("**/vitals");
        await page.Fill(Vitals);
        await Leave("next");
        await page.WaitForURLAsync("**/history");
        return new Uri(page.Url).AbsolutePath;

        Task Leave(string act) => page.Locator($"button[name=act][value={act}]:not(.sr)").ClickAsync();
    }

    /// <summary>In another browser after signing in again: the list leads back to the same step, and every step holds what was typed.</summary>
    private async Task IsAllThere(string draft, string history = "")
    {
        var page = await Open(World.Shimla, "en", script: false);
        await page.GotoAsync("/");
        await SignIn(page, "cho-sunita");
        await page.Locator($"a.btn[href='{draft}']").ClickAsync();
        await Expect(page.Field("history")).ToHaveValueAsync(history);
        await page.Button(Say.Spoke("step.vitals.short")).ClickAsync();
        await page.Holds(Vitals);
        await page.Button(Say.Spoke("step.complaint.short")).ClickAsync();
        await page.Holds(Complaint);
        await page.Button(Say.Spoke("step.patient.short")).ClickAsync();
        await page.Holds(Patient);
        await Expect(page.Locator("[name='patient.sex'][value=female]")).ToBeCheckedAsync();
    }
}
