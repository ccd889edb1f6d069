using System.Collections.Concurrent;
using Microsoft.Playwright;
using NUnit.Framework.Interfaces;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// A test with people at browsers in the one world. Whatever it did, no page may have run into the content security policy or
/// thrown in its script.
/// </summary>
public abstract class InBrowser : InOneWorld
{
    protected const string Password = Demo.HimachalPradesh.Password;
    protected const int Laptop = 1366;
    protected const int Phone = 360;

    // Signing in is tried by tests of its own; elsewhere one sign-in of a person serves all tests.
    private static readonly ConcurrentDictionary<(Uri, string), string> Sessions = new();

    private readonly List<IBrowserContext> _windows = [];
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>A browser of its own at a service: no cookies, an empty cache.</summary>
    protected async Task<IPage> Open(ServiceProcess service, string language, bool script = true, int width = Laptop, string? signedInAs = null)
    {
        var browser = await OneBrowser.Get();
        var window = await browser.NewContextAsync(new()
        {
            BaseURL = service.Address.ToString(),
            JavaScriptEnabled = script,
            Locale = "en-IN",
            TimezoneId = "Asia/Kolkata",
            ViewportSize = new() { Width = width, Height = 900 },
            StorageState = signedInAs is null ? null : await Session(service, signedInAs),
        });
        _windows.Add(window);
        window.SetDefaultTimeout(20_000);
        window.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) _complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        window.WebError += (_, error) => _complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
        await window.AddCookiesAsync([new() { Name = "lang", Value = language, Url = service.Address.ToString() }]);
        return await window.NewPageAsync();
    }

    /// <summary>Through the door, as a person does it.</summary>
    protected static async Task SignIn(IPage page, string userName)
    {
        await page.Field("userName").FillAsync(userName);
        await page.Field("password").FillAsync(Password);
        await page.Locator("#sign-in button").ClickAsync();
        await Assertions.Expect(page.Locator(".app-header .who").First).ToBeVisibleAsync();
    }

    /// <summary>Looks again, as one does without script, until it is there.</summary>
    protected static Task Shows(IPage page, ILocator what) => Eventually.True(async () =>
    {
        if (await what.IsVisibleAsync()) return true;
        await page.ReloadAsync();
        return await what.IsVisibleAsync();
    }, Soon, $"{page.Url} shows {what}");

    [TearDown]
    public async Task CloseWindows()
    {
        var failed = TestContext.CurrentContext.Result.Outcome.Status is TestStatus.Failed;
        foreach (var window in _windows)
        {
            if (failed) await Report(window);
            await window.CloseAsync();
        }
        _windows.Clear();
        var complaints = _complaints.ToArray();
        _complaints.Clear();
        Assert.That(complaints, Is.Empty, "complaints of the browser");
    }

    private async Task<string> Session(ServiceProcess service, string userName)
    {
        if (Sessions.TryGetValue((service.Address, userName), out var known)) return known;
        var page = await Open(service, "en", script: false);
        await page.GotoAsync("/sign-in");
        await SignIn(page, userName);
        return Sessions[(service.Address, userName)] = await page.Context.StorageStateAsync();
    }

    private static async Task Report(IBrowserContext window)
    {
        foreach (var page in window.Pages)
        {
            var file = Path.Combine(Repository.Root, "artifacts", "tests", "failed", $"{TestContext.CurrentContext.Test.ID}-{new Uri(page.Url).Port}.png");
            TestContext.Out.WriteLine($"== {page.Url}: {await page.TitleAsync()}, see {file}");
            await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        }
    }
}

internal static class PageExtensions
{
    /// <summary>The control that posts this name.</summary>
    public static ILocator Field(this IPage page, string name) => page.Locator($"[name='{name}']");

    public static ILocator Button(this IPage page, string text) => page.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    public static ILocator Link(this IPage page, string text) => page.GetByRole(AriaRole.Link, new() { Name = text, Exact = true });

    public static ILocator Heading(this IPage page, string text) => page.GetByRole(AriaRole.Heading, new() { Name = text });

    /// <summary>A radio button or a tick.</summary>
    public static Task Choose(this IPage page, string name, string value) => page.Locator($"[name='{name}'][value='{value}']").CheckAsync();

    public static async Task Fill(this IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields) await page.Field(name).FillAsync(value);
    }

    public static async Task Holds(this IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields) await Assertions.Expect(page.Field(name)).ToHaveValueAsync(value);
    }
}
