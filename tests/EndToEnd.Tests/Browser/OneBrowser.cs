using Microsoft.Playwright;

namespace EndToEnd.Tests.Browser;

/// <summary>One Chromium for all tests; every test has windows of its own in it.</summary>
[SetUpFixture]
public sealed class OneBrowser
{
    // The shell first: it has no window of its own to draw, which is most of the work of the full browser.
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    public static async Task<IBrowser> Get()
    {
        if (_browser is { IsConnected: true }) return _browser;
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright ??= await Playwright.CreateAsync();
        return _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Install Chromium: apt-get install chromium."),
            Args = Arguments,
        });
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
