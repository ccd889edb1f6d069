using Microsoft.Playwright;
using Shared.Contracts.Consults;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>What closes the loop, through the pages: a health officer without script, a doctor with it.</summary>
public sealed class LoopTests : InBrowser
{
    private static readonly LocatorAssertionsToContainTextOptions ByItself = new() { Timeout = 30_000 };

    [Test]
    public async Task Both_see_when_the_other_has_read_and_the_doctor_sees_what_was_given([Values("en", "hi")] string language)
    {
        var (say, id) = (new Wording(language), await Received(Sunita));
        var token = await Thakur.Accept(id);
        await Thakur.Ask(id, token, "Any rash?");
        await Becomes(Sunita, id, "information-asked");
        var cho = await Open(World.Shimla, language, script: false, signedInAs: "cho-sunita");
        var doctor = await Open(World.Hub, language, signedInAs: "dr-thakur");
        await doctor.GotoAsync($"/consults/{id}");
        await Expect(doctor.Locator(".turn")).ToContainTextAsync(say.Hub("thread.turn.centre"));
        await Expect(doctor.Locator(".bubble-hub")).ToContainTextAsync(say.Hub("thread.not-read"), ByItself);

        await cho.GotoAsync($"/consults/{id}");
        await Expect(cho.Locator(".turn")).ToContainTextAsync(say.Spoke("thread.turn.you"));
        await Expect(doctor.Locator(".bubble-hub")).ToContainTextAsync("Sunita", ByItself);
        await cho.Field("text").FillAsync("None anywhere.");
        await cho.Button(say.Spoke("answer.do")).ClickAsync();

        await Expect(doctor.Locator(".bubble-spoke")).ToContainTextAsync("None anywhere.", ByItself);
        await Eventually.True(async () => (string?)(await Sunita.Consult(id))["thread"]![1]!["readBy"] == "Dr Anil Thakur", Soon, "reading an answer that came by itself counts");

        (await Thakur.Advise(id, token)).Must(System.Net.HttpStatusCode.Created);
        await Becomes(Sunita, id, "advised");
        await cho.GotoAsync($"/consults/{id}");
        await cho.Locator("#dispense button[value=record]").ClickAsync();
        await Expect(cho.Locator("#dispense .err").First).ToBeVisibleAsync();
        await cho.Choose("line-1", "out-of-stock");
        await cho.Locator("#dispense button[value=record]").ClickAsync();
        await Expect(cho.Locator("#dispense dl")).ToContainTextAsync(say.Spoke("dispense.out-of-stock"));
        await Eventually.True(async () => (await Thakur.Consult(id))!["dispensed"]!.AsArray().Count == 1, Soon);
        await doctor.GotoAsync($"/consults/{id}");
        await Expect(doctor.Locator("#consult-case")).ToContainTextAsync(say.Hub("dispensed.out-of-stock"));

        await cho.Button(say.Spoke("follow-up.begin")).ClickAsync();
        await Expect(cho.Field("followsUp")).ToHaveValueAsync(id.ToString());
    }

    [Test]
    public async Task Consent_is_taken_back_and_the_ambulance_noted_with_a_button_each()
    {
        var (say, stat) = (new Wording("en"), await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat }));
        await Becomes(Sunita, stat, "received");
        var cho = await Open(World.Shimla, "en", script: false, signedInAs: "cho-sunita");
        await cho.GotoAsync($"/consults/{stat}");
        await cho.Button(say.Spoke("emergency.call-note")).ClickAsync();
        await Expect(cho.Button(say.Spoke("emergency.call-note"))).ToHaveCountAsync(0);
        await Eventually.True(async () => (await Thakur.Consult(stat))!["ambulanceCalledAt"] is not null, Soon);

        await cho.Link(say.Spoke("consent.withdraw")).ClickAsync();
        await cho.Button(say.Spoke("consent.do")).ClickAsync();

        await Expect(cho.Locator(".toast")).ToContainTextAsync(say.Spoke("consent.done"));
        await Becomes(Sunita, stat, "cancelled");
        var doctor = await Open(World.Hub, "en", signedInAs: "dr-thakur");
        await doctor.GotoAsync($"/consults/{stat}");
        await Expect(doctor.Locator("#consult-work")).ToContainTextAsync(say.Hub("consult.consent-stopped"));
    }
}
