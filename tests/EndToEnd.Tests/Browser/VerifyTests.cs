using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A pharmacist, without an account and without script, asks what a slip is worth.</summary>
public sealed class VerifyTests : InBrowser
{
    private static readonly string? Pictures =
        Environment.GetEnvironmentVariable("HUBSPOKE_SCREENSHOTS") is { Length: > 0 } ? Path.Combine(Repository.Root, "artifacts", "screenshots") : null;

    [Test]
    public async Task A_picture_of_the_slip_is_valid_until_the_doctor_takes_it_back_and_forgeries_are_told_apart([Values("en", "hi")] string language)
    {
        var id = await Sunita.Request();
        await Eventually.True(async () => await Thakur.Consult(id) is not null, World.Patience, "the request reaches the hub");
        await Thakur.Answer(id);
        await Eventually.Equal(() => Sunita.Status(id), "advised", World.Patience);

        var cho = await Open(World.Shimla, language, script: false, signedInAs: "cho-sunita");
        await cho.GotoAsync($"/consults/{id}/slip");
        var picture = await Photographed(cho.Locator(".slip .qr svg"));
        await Picture(cho, $"slip-{language}");
        await cho.GotoAsync($"/consults/{id}/slip?paper=roll");
        await Expect(cho.Locator(".slip .qr svg")).ToHaveCountAsync(1);
        await Picture(cho, $"slip-roll-{language}");

        var pharmacist = await Open(World.Shimla, language, script: false);
        await pharmacist.GotoAsync("/verify");
        await pharmacist.Field("picture").SetInputFilesAsync(new FilePayload { Name = "slip.png", MimeType = "image/png", Buffer = picture });
        await Ask("valid");
        await Expect(pharmacist.Locator("main")).ToContainTextAsync("PARACETAMOL 500 mg");
        await Expect(pharmacist.Locator("main")).Not.ToContainTextAsync(Some.Patient().Name);
        var code = await pharmacist.Field("code").InputValueAsync();

        await Paste(Changed(code));
        await Ask("forged");
        await Paste(ByAStranger());
        await Ask("unknown-key");
        await Paste("https://example.org/slip");
        await Ask("unreadable");

        (await Thakur.Post($"/api/consults/{id}/advice/1/withdrawal", new { reason = "wrong-medicine" })).Must(HttpStatusCode.OK);
        await Eventually.True(async () =>
        {
            await Paste(code);
            await pharmacist.Locator("#verify button").ClickAsync();
            return await pharmacist.GetByText(Said("withdrawn")).CountAsync() == 1;
        }, World.Patience, "the withdrawal is known here");
        await Picture(pharmacist, $"verify-withdrawn-{language}");

        async Task Ask(string answer)
        {
            await pharmacist.Locator("#verify button").ClickAsync();
            await Expect(pharmacist.GetByText(Said(answer))).ToBeVisibleAsync();
            await Picture(pharmacist, $"verify-{answer}-{language}");
        }

        Task Paste(string text) => pharmacist.Field("code").FillAsync(text);

        string Said(string answer) => new Wording(language).Spoke($"verify.{answer}");
    }

    [Test]
    public async Task A_slip_is_checked_with_the_link_down([Values("en", "hi")] string language)
    {
        var id = await Sunita.Request();
        await Eventually.True(async () => await Thakur.Consult(id) is not null, World.Patience, "the request reaches the hub");
        await Thakur.Answer(id);
        await Eventually.Equal(() => Sunita.Status(id), "advised", World.Patience);
        var code = SlipCode.Write((string)(await Sunita.Get($"/api/consults/{id}/prescription"))["code"]!);
        var cho = await Open(World.Shimla, language, script: false, signedInAs: "cho-sunita");
        await cho.GotoAsync($"/consults/{id}/slip");
        var picture = await Photographed(cho.Locator(".slip .qr svg"));

        await World.Broker.Stop();
        try
        {
            await Eventually.True(async () => !(bool)(await Sunita.Connection())["linkIsUp"]!, World.Patience, "the link is down");
            var pharmacist = await Open(World.Shimla, language, script: false);
            await pharmacist.GotoAsync("/verify");
            await pharmacist.Field("picture").SetInputFilesAsync(new FilePayload { Name = "slip.png", MimeType = "image/png", Buffer = picture });
            await Ask(pharmacist, "valid");
            await pharmacist.Field("code").FillAsync(Changed(code));
            await Ask(pharmacist, "forged");
            await pharmacist.Field("code").FillAsync(ByAStranger());
            await Ask(pharmacist, "unknown-key");
        }
        finally
        {
            await World.Broker.Start();
            await Eventually.True(async () => (bool)(await Sunita.Connection())["linkIsUp"]!, World.Patience, "the link is up again");
        }

        async Task Ask(IPage page, string answer)
        {
            await page.Locator("#verify button").ClickAsync();
            await Expect(page.GetByText(new Wording(language).Spoke($"verify.{answer}"))).ToBeVisibleAsync();
        }
    }

    // A screen has two points for a module; a photograph of paper has more.
    private async Task<byte[]> Photographed(ILocator code)
    {
        var camera = await Open(World.Shimla, "en", script: false);
        var drawing = (await code.EvaluateAsync<string>("svg => svg.outerHTML"))!.Replace("<svg ", "<svg width=\"500\" height=\"500\" ", StringComparison.Ordinal);
        await camera.SetContentAsync(drawing);
        return await camera.Locator("svg").ScreenshotAsync();
    }

    // A letter of the payload, far from the names in the header.
    private static string Changed(string code)
    {
        var document = SlipCode.Read(code)!;
        var at = document.LastIndexOf('.') - 20;
        return SlipCode.Write($"{document[..at]}{(document[at] == 'A' ? 'B' : 'A')}{document[(at + 1)..]}");
    }

    private static string ByAStranger()
    {
        using var strangers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var programme = new TestProgramme();
        return SlipCode.Write(SignedSlip.Sign(SlipCore.Of(TestProgramme.Note(), programme.Sign(TestProgramme.Note())), Jws.KeyId(strangers), strangers));
    }

    private static async Task Picture(IPage page, string name)
    {
        if (Pictures is null) return;
        foreach (var width in (int[])[Laptop, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{width}.png"), FullPage = true });
        }
        await page.SetViewportSizeAsync(Laptop, 900);
    }
}
