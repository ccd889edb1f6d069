using Microsoft.Playwright;
using SkiaSharp;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>A health officer adds a picture without script; the doctor looks at it closely.</summary>
public sealed class AttachmentPageTests : InBrowser
{
    [Test]
    public async Task A_picture_is_added_refused_or_deleted_without_script_and_the_doctor_zooms_into_it()
    {
        var id = await Received(Sunita);
        var cho = await Open(World.Shimla, "en", script: false, signedInAs: "cho-sunita");
        await cho.GotoAsync($"/consults/{id}?do=add");
        await cho.Locator("#answer a[href$=attachments]").ClickAsync();

        await Add("notes.txt", "Hb 7.1"u8.ToArray());
        await Expect(cho.GetByText("This is neither a photo (JPEG, PNG) nor a PDF file.").First).ToBeVisibleAsync();
        await Add("Savitri Devi.png", Picture());
        await Add("Savitri Devi.png", Picture());
        await Expect(cho.Locator(".attached")).ToHaveCountAsync(2);
        await cho.Locator("button[name=delete][value='2']").ClickAsync();
        await Expect(cho.Locator(".attached")).ToHaveCountAsync(1);
        await cho.Locator(".actions a[href*='do=add']").ClickAsync();
        await cho.Field("text").FillAsync("The rash, in daylight.");
        await cho.Locator("#answer-form button.btn-primary").ClickAsync();

        var doctor = await Open(World.Hub, "en", script: false, signedInAs: "dr-thakur");
        await doctor.GotoAsync($"/consults/{id}");
        await Shows(doctor, doctor.GetByText("1 of 1 have arrived"));
        await doctor.Locator(".thumbs a").ClickAsync();
        var small = (await doctor.Locator(".viewer img").BoundingBoxAsync())!.Width;
        await doctor.Locator("a[href$='zoom=2']").ClickAsync();
        await Expect(doctor.Locator(".viewer img.zoom-2")).ToBeVisibleAsync();
        Assert.That((await doctor.Locator(".viewer img").BoundingBoxAsync())!.Width, Is.EqualTo(2 * small).Within(40));
        Assert.That(await doctor.Locator(".viewer img").EvaluateAsync<int>("image => image.naturalWidth"), Is.EqualTo(320));

        async Task Add(string name, byte[] content)
        {
            await cho.Field("file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "image/png", Buffer = content });
            await cho.Locator("#attach button").ClickAsync();
        }
    }

    internal static byte[] Picture()
    {
        using var bitmap = new SKBitmap(320, 240);
        bitmap.Erase(SKColors.Chocolate);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
