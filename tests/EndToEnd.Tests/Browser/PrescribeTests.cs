using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A medical officer, without script, turns the hub's advice into his own prescription.</summary>
public sealed class PrescribeTests : InBrowser
{
    [Test]
    public async Task From_the_advice_to_the_slip_of_the_doctors_own_and_what_is_wrong_is_said_before_it_is_signed([Values("en", "hi")] string language)
    {
        var words = new Wording(language);
        using var asker = new Cho(World.Shimla.Address, "mo-verma", World.Accepted);
        var id = await asker.Request();
        await Eventually.True(async () => await Thakur.Consult(id) is not null, World.Patience, "the request reaches the hub");
        await Thakur.Answer(id);
        await Eventually.Equal(() => asker.Status(id), "advised", World.Patience);

        var doctor = await Open(World.Shimla, language, script: false, signedInAs: "mo-verma");
        await doctor.GotoAsync($"/consults/{id}");
        await doctor.Link(words.Spoke("prescribe.open")).ClickAsync();
        await doctor.Holds(("medicines[0].name", "paracetamol"), ("medicines[0].dose", "1 tablet"), ("diagnoses[0].text", "Fever, unspecified"));

        await doctor.Locator("button[name=act][value=add]").ClickAsync();
        await doctor.Fill(("medicines[1].name", "tramadol"), ("medicines[1].dose", "1 tablet"));
        await Sign();
        await Expect(doctor.Locator(".err-summary")).ToBeVisibleAsync();
        await Expect(doctor.Locator("main")).ToContainTextAsync(words.Spoke("validation.patient-not-seen"));
        await doctor.Holds(("medicines[0].name", "paracetamol"), ("medicines[1].name", "tramadol"));

        await doctor.Fill(("medicines[1].name", "amoxicillin"), ("medicines[1].form", "capsule"), ("medicines[1].strength", "500 mg"), ("medicines[1].dose", "1 capsule"), ("medicines[1].durationDays", "5"));
        await doctor.Field("medicines[1].frequency").SelectOptionAsync("TDS");
        await doctor.Field("patientSeen").CheckAsync();
        await Sign();

        await Expect(doctor.Locator(".slip")).ToContainTextAsync("AMOXICILLIN 500 mg");
        await Expect(doctor.Locator(".slip")).ToContainTextAsync("HPMC-SAMPLE-0113");
        await Expect(doctor.Locator(".slip .qr svg")).ToHaveCountAsync(1);

        async Task Sign() => await doctor.Locator("button[name=act][value=sign]").ClickAsync();
    }
}
