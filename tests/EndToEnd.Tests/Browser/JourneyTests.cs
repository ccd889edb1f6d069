using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// The main job through the pages: a health officer without script, a doctor with it, and no word between them but the product's.
/// </summary>
public sealed partial class JourneyTests : InBrowser
{
    // The doctor's queue every 8 s, a page without script every 30 s.
    private static readonly LocatorAssertionsToBeVisibleOptions ByItself = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToContainTextOptions TextByItself = new() { Timeout = 30_000 };

    private string _number = "";

    [Test]
    public Task A_consult_makes_the_whole_trip_in_English() => Journey(Story.English);

    [Test]
    public Task A_consult_makes_the_whole_trip_in_Hindi() => Journey(Story.Hindi);

    [Test]
    public async Task A_refused_medicine_is_opened_in_two_taps_by_recording_a_video_call()
    {
        var (say, id) = (new Wording("en"), await Received(Sunita));
        await Thakur.Accept(id);
        var page = await Open(World.Hub, "en", signedInAs: "dr-thakur");
        await page.GotoAsync($"/consults/{id}");
        await page.Fill(("diagnoses[0].text", "Pneumonia"), ("advice", "Fluids and rest."), ("medicines[0].name", "amoxicillin"), ("medicines[0].form", "capsule"),
            ("medicines[0].strength", "500 mg"), ("medicines[0].dose", "1 capsule"), ("medicines[0].durationDays", "5"));
        await page.Field("medicines[0].frequency").SelectOptionAsync("TDS");
        await page.Field("consentConfirmed").CheckAsync();
        await page.Button(say.Hub("form.sign")).ClickAsync();
        await Expect(page.Locator(".why")).ToContainTextAsync("3.7.4");

        await page.Locator(".ways a", new() { HasText = say.Hub("form.way-video") }).ClickAsync();
        await page.Field("video.spoken").CheckAsync();

        await page.Button(say.Hub("form.sign")).ClickAsync();
        await Becomes(Sunita, id, "advised");
    }

    [Test]
    public async Task Signed_advice_is_corrected_and_taken_back_and_the_centre_tells_the_patient_anew()
    {
        var (say, id) = (new Wording("en"), await Received(Sunita));
        await Thakur.Answer(id);
        await Becomes(Sunita, id, "advised");
        var cho = await Open(World.Shimla, "en", script: false, signedInAs: "cho-sunita");
        var doctor = await Open(World.Hub, "en", signedInAs: "dr-thakur");

        await doctor.GotoAsync($"/consults/{id}");
        var words = await doctor.Locator("article.advice .pre").InnerTextAsync();
        await doctor.GetByRole(AriaRole.Link, new() { Name = say.Hub("correct.open") }).ClickAsync();
        await Expect(doctor.Field("advice")).ToHaveValueAsync(words);
        await doctor.Fill(("advice", "Only fluids; come back on Monday."));
        await doctor.Field("consentConfirmed").CheckAsync();
        await doctor.Button(say.Hub("correct.sign")).ClickAsync();
        await Expect(doctor.Locator("#advice-2")).ToContainTextAsync("Only fluids");

        await cho.GotoAsync($"/consults/{id}");
        await Shows(cho, cho.Locator("article.advice", new() { HasText = "Only fluids" }));
        await Expect(cho.Locator("article.advice")).ToContainTextAsync(say.Spoke("advice.replaces", 1));

        await doctor.Locator("#withdraw > summary").ClickAsync();
        await doctor.Button(say.Hub("withdraw.do")).ClickAsync();
        await Expect(doctor.Locator("#errors")).ToBeVisibleAsync();
        await doctor.Choose("withdraw.reason", "wrong-medicine");
        await doctor.Button(say.Hub("withdraw.do")).ClickAsync();
        await Expect(doctor.Locator(".toast")).ToContainTextAsync(say.Hub("withdraw.done"));

        await Shows(cho, cho.Locator("article.advice .notice", new() { HasText = say.Spoke("withdrawal.wrong-medicine") }));
        await cho.GotoAsync($"/consults/{id}/slip");
        await Expect(cho.Locator("article.slip [role=alert]")).ToContainTextAsync(new Wording("hi").Spoke("slip.withdrawn-do"));   // the patient's language
    }

    private async Task Journey(Story story)
    {
        var say = new Wording(story.Language);
        var doctor = await Open(World.Hub, story.Language);
        await doctor.GotoAsync("/");
        await SignIn(doctor, "dr-thakur");
        await doctor.EvaluateAsync("window.stayed = true");

        var cho = await Open(World.Shimla, story.Language == "en" ? "hi" : "en", script: false);
        await cho.GotoAsync("/");
        await cho.Locator($".head-wide [hreflang={story.Language}]").ClickAsync();
        await SignIn(cho, "cho-sunita");
        var id = await Ask(cho, story, say);

        // The doctor's queue shows it by itself.
        var waiting = doctor.Locator("tr", new() { HasText = _number });
        await Expect(waiting).ToBeVisibleAsync(ByItself);
        Assert.That(await doctor.EvaluateAsync<bool>("window.stayed === true"), "the queue came without a reload");
        await waiting.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(doctor.Locator("#consult-case")).ToContainTextAsync(story.Question);

        await doctor.Locator("#ask > summary").ClickAsync();
        await doctor.Field("ask.text").FillAsync(story.DoctorAsks);
        await doctor.Button(say.Hub("form.ask-send")).ClickAsync();
        await Expect(doctor.GetByText(say.Hub("consult.asked"))).ToBeVisibleAsync();
        await Expect(doctor.Button(say.Hub("form.sign"))).ToBeDisabledAsync();

        await AnswerTheDoctor(cho, story, say);
        await Expect(doctor.Locator("#consult-case")).ToContainTextAsync(story.Answer, TextByItself);
        await Expect(doctor.Locator("#consult-case")).ToContainTextAsync("88");
        await Expect(doctor.Button(say.Hub("form.sign"))).ToBeEnabledAsync();

        await cho.GotoAsync("/");
        await Sign(doctor, story, say);

        await ReadAdvice(cho, story, say);
        await PrintSlip(cho, story, say);
        await TellAndClose(cho, say);

        await Expect(doctor.Locator("#consult-state")).ToContainTextAsync(say.Hub("state.closed"), TextByItself);
        await Expect(doctor.Locator("#consult-work")).ToContainTextAsync(say.Hub("consult.closed", say.Hub("outcome.improved")));
        await Becomes(Sunita, id, "closed");
        await Becomes(Thakur, id, "closed");
    }

    private async Task<Guid> Ask(IPage cho, Story story, Wording say)
    {
        await cho.Link(say.Spoke("consults.new")).First.ClickAsync();
        await cho.Button(say.Spoke("request.begin-new")).ClickAsync();

        await cho.Fill(("patient.name", story.Patient), ("patient.relativeName", story.Relative), ("patient.age", story.Age),
            ("patient.address.village", story.Village), ("patient.mobile", "9816012345"));
        await cho.Choose("patient.sex", story.Sex);
        await cho.Field("patient.ageUnit").SelectOptionAsync(story.AgeUnit);
        await cho.Field("patient.mobileOf").SelectOptionAsync(story.PhoneOf);
        if (story.Adult is { } adult)
        {
            await cho.Field("accompaniedBy.name").FillAsync(adult.Name);
            await cho.Field("accompaniedBy.relation").SelectOptionAsync(adult.Relation);
        }
        await Next("complaint");

        await cho.Fill(("complaints[0].text", story.Complaint), ("complaints[0].duration", "4"));
        await Next("vitals");

        await cho.Fill(("vitals.pulse", "104"), ("vitals.temperatureC", story.Temperature), ("vitals.spo2", "97"), ("vitals.weightKg", "12.5"));
        await cho.Choose("vitals.consciousness", "alert");
        await cho.Field("tests.malaria-rdt").SelectOptionAsync("negative");
        await cho.Field("tests.urine-albumin").SelectOptionAsync(story.UrineAlbumin);
        await Next("history");

        await cho.Field("history").FillAsync(story.History);
        await Next("question");

        await cho.Choose("urgency", "urgent");
        await cho.Field("specialty").SelectOptionAsync("general-medicine");
        await cho.Field("question").FillAsync(story.Question);
        await Next("consent");

        // Not without consent, and nothing is lost by the refusal.
        await cho.Button(say.Spoke("request.send")).ClickAsync();
        await Expect(cho.Locator(".err-summary")).ToContainTextAsync(say.Spoke("validation.consent-missing"));
        await cho.Choose("consent.language", story.Language);
        await cho.Choose("consent.given", "true");
        await cho.Field("incompleteBecause").SelectOptionAsync("no-instrument");
        await Expect(cho.Locator("main")).ToContainTextAsync(story.History);
        await cho.Button(say.Spoke("request.send")).ClickAsync();

        await Expect(cho.Locator(".toast")).ToBeVisibleAsync();
        _number = Number().Match(await cho.Locator(".page-head").InnerTextAsync()).Value;
        Assert.That(_number, Is.Not.Empty);
        await Expect(cho.Locator(".toast")).ToContainTextAsync(_number);
        var id = Guid.Parse(new Uri(cho.Url).Segments[^1]);
        World.Accepted.Add(id);
        return id;

        async Task Next(string step)
        {
            await cho.Button(say.Spoke("request.next", say.Spoke($"step.{step}.short"))).ClickAsync();
            await cho.WaitForURLAsync($"**/{step}");
        }
    }

    private async Task AnswerTheDoctor(IPage cho, Story story, Wording say)
    {
        await cho.GotoAsync("/");
        await Shows(cho, cho.Heading(say.Spoke("consults.group.asked")));
        await MyRow(cho).GetByRole(AriaRole.Link, new() { Name = say.Spoke("consults.act.answer") }).ClickAsync();
        await Expect(cho.Locator("#answer")).ToContainTextAsync(story.DoctorAsks);
        await cho.Locator("#answer-vitals > summary").ClickAsync();
        await cho.Fill(("text", story.Answer), ("vitals.pulse", "88"));
        await cho.Button(say.Spoke("answer.do")).ClickAsync();
        await Expect(cho.Locator(".toast")).ToContainTextAsync(say.Spoke("answer.done"));
    }

    private static async Task Sign(IPage doctor, Story story, Wording say)
    {
        (string, string)[] typed =
        [
            ("diagnoses[0].text", story.Diagnosis), ("advice", story.Advice), ("medicines[0].name", "amoxicillin"), ("medicines[0].form", "capsule"),
            ("medicines[0].strength", "250 mg"), ("medicines[0].dose", "1 capsule"), ("medicines[0].durationDays", "3"), ("tests", "CBC"),
        ];
        await doctor.Fill(typed);
        await doctor.Field("medicines[0].frequency").SelectOptionAsync("TDS");
        await doctor.Field("medicines[0].timing").SelectOptionAsync("after-food");
        await doctor.Choose("consentConfirmed", "true");
        await doctor.Button(say.Hub("form.sign")).ClickAsync();

        // The refusal and its ways out stand beside the line.
        var refused = doctor.Locator("#medicine-0.medline-refused");
        await Expect(refused.Locator(".why")).ToContainTextAsync(say.Hub("form.ways"));
        await Expect(refused.Locator(".ways a, .ways button")).Not.ToHaveCountAsync(0);
        await doctor.Holds(typed);
        await Expect(doctor.Field("medicines[0].frequency")).ToHaveValueAsync("TDS");
        await Expect(doctor.Field("consentConfirmed")).ToBeCheckedAsync();

        await doctor.Fill(("medicines[0].name", "paracetamol"), ("medicines[0].form", "tablet"), ("medicines[0].strength", "500 mg"), ("medicines[0].dose", "1 tablet"));
        await doctor.Button(say.Hub("form.sign")).ClickAsync();
        await Expect(doctor.Locator(".toast")).ToContainTextAsync(say.Hub("consult.signed"));
        await Expect(doctor.Locator("article.advice")).ToContainTextAsync("PARACETAMOL");
    }

    private async Task ReadAdvice(IPage cho, Story story, Wording say)
    {
        // Nobody need touch the list, and no script runs in it: it says by itself that advice is there. Once is enough to wait for that.
        var arrived = cho.Heading(say.Spoke("consults.group.tell"));
        if (story == Story.English) await Expect(arrived).ToBeVisibleAsync(ByItself);
        else await Shows(cho, arrived);
        await MyRow(cho).GetByRole(AriaRole.Link, new() { Name = say.Spoke("consults.act.read") }).ClickAsync();

        var advice = cho.Locator("article.advice");
        await Expect(advice).ToContainTextAsync(story.Advice);
        await Expect(advice).ToContainTextAsync(story.Diagnosis);
        await Expect(advice).ToContainTextAsync(story.Doctor);
        await cho.Button(say.Spoke("advice.i-have-read")).ClickAsync();
        await Expect(cho.Locator(".page-head")).ToContainTextAsync(say.Spoke("state.acknowledged"));
    }

    private async Task PrintSlip(IPage cho, Story story, Wording say)
    {
        await cho.Link(say.Spoke("advice.slip")).ClickAsync();
        var slip = cho.Locator("article.slip");
        foreach (var part in (string[])
            [story.Patient, "Dr Anil Thakur", "डॉ. अनिल ठाकुर", "MD (General Medicine)", "HPMC-SAMPLE-0101", "Himachal Pradesh Medical Council", _number, story.Diagnosis, story.Advice])
            await Expect(slip).ToContainTextAsync(part);
        await Expect(slip).ToContainTextAsync(Date());
        await Expect(slip).ToContainTextAsync(say.Spoke("slip.first-consult", say.Spoke("mode.text")));
        await Expect(slip.Locator(".med")).ToHaveTextAsync("PARACETAMOL 500 mg");

        // One A5 sheet, and nothing of the screen on it.
        await cho.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(cho.Locator(".app-header")).ToBeHiddenAsync();
        await Expect(cho.Locator(".slip-bar")).ToBeHiddenAsync();
        var sheets = Sheet().Matches(Encoding.Latin1.GetString(await cho.PdfAsync(new() { PreferCSSPageSize = true }))).Select(s => double.Parse(s.Groups[1].Value, null));
        Assert.That(sheets, Is.EqualTo([419.5]).Within(1), "width of each sheet in points");
        await cho.EmulateMediaAsync(new() { Media = Media.Screen });
        await cho.Link(say.Spoke("slip.back", story.Patient)).ClickAsync();
    }

    private static async Task TellAndClose(IPage cho, Wording say)
    {
        await cho.Choose("how", "phone");
        await cho.Button(say.Spoke("tell.do")).ClickAsync();
        await Expect(cho.Locator(".toast")).ToContainTextAsync(say.Spoke("tell.done"));
        await cho.Choose("code", "improved");
        await cho.Button(say.Spoke("outcome.do")).ClickAsync();
        await Expect(cho.Locator(".toast")).ToContainTextAsync(say.Spoke("outcome.done"));
        await Expect(cho.Locator(".page-head")).ToContainTextAsync(say.Spoke("state.closed"));
    }

    private ILocator MyRow(IPage cho) => cho.Locator("li.row", new() { HasText = _number });

    private static string Date() => Shared.Hosting.Ui.Format.Date(Shared.Hosting.Ui.Format.DayOf(TimeProvider.System.GetUtcNow()));

    [GeneratedRegex(@"HP-SML-\d{4}-\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)")]
    private static partial Regex Sheet();
}
