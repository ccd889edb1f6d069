using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shared.Hosting.Ui;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// What holds for every page, in both languages. Pages are found from the services' own lists, so a new page is covered the day it
/// appears, and fails here until somebody says where it can be looked at.
/// </summary>
public sealed class PageTests : InBrowser
{
    private const int FirstLoad = 100 * 1024;

    private static readonly string? Pictures =
        Environment.GetEnvironmentVariable("HUBSPOKE_SCREENSHOTS") is { Length: > 0 } ? Path.Combine(Repository.Root, "artifacts", "screenshots") : null;

    private static (World World, SomePages Pages)? _made;

    private static IEnumerable<string> SpokePages => Spoke.Api.Routes.Pages.Select(page => page.Path);
    private static IEnumerable<string> HubPages => Hub.Api.Routes.Pages.Select(page => page.Path);

    [Test]
    public async Task A_page_of_the_spoke_can_be_read_by_everybody([ValueSource(nameof(SpokePages))] string route, [Values("en", "hi")] string language) =>
        await CanBeRead(await Open(World.Shimla, language, signedInAs: SomePages.ReaderOf(route)), (await Made()).Spoke(route), language, "spoke");

    [Test]
    public async Task A_page_of_the_hub_can_be_read_by_everybody([ValueSource(nameof(HubPages))] string route, [Values("en", "hi")] string language) =>
        await CanBeRead(await Open(World.Hub, language, signedInAs: route switch { "/operations" => "ops", "/lists" => "manager", "/roster" or "/alerts" => "nodal-sharma", _ => SomePages.Doctor }), (await Made()).Hub(route), language, "hub");

    [Test]
    public async Task The_door_can_be_read_by_everybody([Values("en", "hi")] string language) =>
        await CanBeRead(await Open(World.Shimla, language), ["/sign-in"], language, "door");

    [Test]
    public async Task What_is_not_there_is_said_in_the_readers_language([Values("en", "hi")] string language) =>
        await CanBeRead(await Open(World.Shimla, language, signedInAs: SomePages.HealthOfficer), ["/consults/0192f000-0000-7000-8000-000000000404"], language, "not-found", status: 404);

    [Test]
    public async Task A_refused_medicine_is_explained_to_everybody([Values("en", "hi")] string language)
    {
        var page = await Open(World.Hub, language, signedInAs: SomePages.Doctor);
        var held = (await Made()).Hub("/consults/{ConsultId:guid}")[1];
        await page.GotoAsync(held);
        await page.Fill(("medicines[0].name", "amoxicillin"), ("medicines[0].form", "capsule"));
        await page.Locator("button[name=act][value=sign]").ClickAsync();
        await Assertions.Expect(page.Locator(".why")).ToBeVisibleAsync();
        await Assert.MultipleAsync(() => IsFine(page, language, "hub-refused"));
    }

    [Test]
    public async Task Whoever_is_registered_already_is_shown_to_everybody([Values("en", "hi")] string language)
    {
        await Made();
        var page = await Open(World.Shimla, language, signedInAs: SomePages.HealthOfficer);
        await page.GotoAsync("/patients/new");
        var known = SomePages.Known();
        await page.Fill(("patient.name", "निर्मला"), ("patient.relativeName", known.RelativeName), ("patient.age", "42"), ("patient.address.village", known.Address.Village), ("patient.mobile", "9816022222"));
        await page.Choose("patient.sex", "female");
        await page.Fill(("patient.address.block", "ठियोग"), ("patient.address.district", "शिमला"));
        await page.Locator("#register .btn-primary").ClickAsync();
        await Assertions.Expect(page.Locator("#likely")).ToContainTextAsync(known.Name);
        await Assertions.Expect(page.Field("patient.name")).ToHaveValueAsync("निर्मला");
        await Assert.MultipleAsync(() => IsFine(page, language, "spoke-register-likely"));
    }

    [Test]
    public async Task A_first_load_at_the_spoke_stays_under_100_KB([ValueSource(nameof(SpokePages))] string route)
    {
        var page = await Open(World.Shimla, "hi", signedInAs: SomePages.ReaderOf(route));
        var requests = new ConcurrentQueue<IRequest>();
        page.RequestFinished += (_, request) => requests.Enqueue(request);
        await page.GotoAsync((await Made()).Spoke(route)[^1], new() { WaitUntil = WaitUntilState.NetworkIdle });
        var sizes = await Task.WhenAll(requests.ToArray().Select(async r => (r.Url, Sizes: await r.SizesAsync())));
        var total = sizes.Sum(s => s.Sizes.ResponseBodySize + s.Sizes.ResponseHeadersSize);
        Assert.That(sizes.Select(s => s.Url), Has.None.Contain("blazor").And.Some.Contain("app.css"));
        Assert.That(total, Is.LessThan(FirstLoad).And.GreaterThan(5_000), string.Join('\n', sizes.Select(s => $"{s.Sizes.ResponseBodySize} {s.Url}")));
    }

    private static async Task CanBeRead(IPage page, string[] addresses, string language, string picture, int status = 200)
    {
        Assert.That(addresses, Is.Not.Empty, "Say in SomePages where this page can be looked at.");
        await Assert.MultipleAsync(async () =>
        {
            foreach (var (number, address) in addresses.Index()) await Look(number, address);
        });

        async Task Look(int number, string address)
        {
            var answer = (await page.GotoAsync(address))!;
            Assert.That(answer.Status, Is.EqualTo(status), address);
            Assert.That(await answer.HeaderValueAsync("content-security-policy"), Is.EqualTo(UiHosting.ContentSecurityPolicy));
            Assert.That(await answer.HeaderValueAsync("x-content-type-options"), Is.EqualTo("nosniff"));
            Assert.That(await answer.HeaderValueAsync("referrer-policy"), Is.EqualTo("no-referrer"));
            Assert.That(await answer.HeaderValueAsync("cache-control"), Is.EqualTo("no-store"));
            await IsFine(page, language, $"{picture}{NameOf(address)}{(number == 0 ? "" : $"-{number + 1}")}");
        }
    }

    /// <summary>Readable in its language, by a screen reader, and on a phone.</summary>
    private static async Task IsFine(IPage page, string language, string picture)
    {
        await LooksFine(page, language);
        if (Pictures is null) return;
        foreach (var width in (int[])[Laptop, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{picture}-{language}-{width}.png"), FullPage = true });
        }
        await page.SetViewportSizeAsync(Laptop, 900);
    }

    private static async Task LooksFine(IPage page, string language)
    {
        Assert.That(await page.Locator("html").GetAttributeAsync("lang"), Is.EqualTo(language));
        var texts = await Reading.Texts(page);
        Assert.That(Reading.Keys(texts), Is.Empty, $"{page.Url}: keys instead of words");
        if (language == "hi") Assert.That(Reading.English(texts), Is.Empty, $"{page.Url}: English on a Hindi page");

        foreach (var width in (int[])[Phone, Laptop])
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.That(await page.EvaluateAsync<string[]>(TooWide), Is.Empty, $"{page.Url} is wider than {width} px");
        }

        if (language == "hi") return;   // the same markup: what a screen reader meets does not depend on the language
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        Assert.That(found.Violations.Where(v => v.Impact is "serious" or "critical").SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")), Is.Empty, page.Url);
    }

    // Nothing when the page fits; otherwise what sticks out, outermost first.
    private const string TooWide = """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] : [...document.body.querySelectorAll('*')]
          .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !node.closest('.scroll'))
          .slice(0, 5).map(node => node.outerHTML.slice(0, 160))
        """;

    private async Task<SomePages> Made()
    {
        if (_made is { } made && ReferenceEquals(made.World, World)) return made.Pages;
        var pages = await SomePages.Make(World, await Open(World.Shimla, "hi", script: false, signedInAs: SomePages.HealthOfficer));
        _made = (World, pages);
        return pages;
    }

    private static string NameOf(string address)
    {
        var path = address.Split('?')[0].Trim('/').Split('/').Where(part => !Guid.TryParse(part, out _));
        return string.Concat(path.Where(part => part.Length > 0).Select(part => $"-{part}"));
    }
}
