using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shared.Hosting.Ui;

/// <summary>Which service draws the pages: accent and mark follow from it.</summary>
public enum Side { Spoke, Hub }

/// <summary>What the shell needs to know of the service.</summary>
public sealed record UiSettings(Side Side);

/// <summary>Wires the common UI: <c>builder.AddUi(...)</c>, <c>app.UseUi()</c> first in the pipeline, <c>app.MapUi()</c> beside the routes.</summary>
public static partial class UiHosting
{
    /// <summary>
    /// Everything comes from this process and nothing runs inline, so text that a stranger typed can never become script.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private const string LanguageCookie = "lang";
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Hindi = CultureInfo.GetCultureInfo("hi");
    private static readonly CultureInfo Figures = CultureInfo.GetCultureInfo("en-IN");

    public static IHostApplicationBuilder AddUi(this IHostApplicationBuilder builder, Side side, params Assembly[] withTexts)
    {
        // Loaded here and not on first use: a broken catalogue must stop the start.
        var texts = Texts.Load(strict: !builder.Environment.IsProduction(), withTexts);
        ValidationTexts.Install();

        builder.Services.AddSingleton(texts);
        builder.Services.AddSingleton(new UiSettings(side));
        builder.Services.AddSingleton<Flash>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true;   // frame-ancestors says it
        });
        return builder;
    }

    /// <summary>First in the pipeline, so that refusals and errors of everything behind it carry the headers, the language and a page.</summary>
    public static IApplicationBuilder UseUi(this IApplicationBuilder app) => app.Use(Headers).Use(Language).Use(ErrorPages);

    /// <summary>The assets and <c>/language/{en|hi}?to=/path</c>.</summary>
    public static IEndpointRouteBuilder MapUi(this IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        routes.MapGet("/language/{language:regex(^(en|hi)$)}", (string language, string? to, HttpContext http) =>
            {
                Remember(http, language);
                return TypedResults.LocalRedirect(IsLocal(to) ? to! : "/");
            })
            .AllowAnonymous()
            .ExcludeFromDescription();
        return routes;
    }

    /// <summary>The language of the person who signs in, unless somebody has chosen one in this browser.</summary>
    internal static void PreferLanguage(HttpContext http, string language)
    {
        if (language is Texts.English or Texts.Hindi && !http.Request.Cookies.ContainsKey(LanguageCookie)) Remember(http, language);
    }

    private static void Remember(HttpContext http, string language) => http.Response.Cookies.Append(LanguageCookie, language, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    });

    /// <summary>A path of this site and nothing else: no scheme, no host, no trick with slashes.</summary>
    public static bool IsLocal(string? to) =>
        to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.AsSpan().ContainsAnyInRange('\0', '\x1f');

    private static Task Headers(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = ContentSecurityPolicy;   // a file has a stricter one
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";

            // Pages and answers are about people and stay out of every cache; assets have said their own already.
            if (!http.Request.Path.StartsWithSegments("/assets")) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static Task Language(HttpContext http, RequestDelegate next)
    {
        CultureInfo.CurrentUICulture = Chosen(http.Request) == Texts.Hindi ? Hindi : English;
        CultureInfo.CurrentCulture = Figures;   // the digits and the grouping are the same in both languages
        Texts.Current = http.RequestServices.GetRequiredService<Texts>();
        return next(http);
    }

    private static string Chosen(HttpRequest request)
    {
        if (request.Cookies[LanguageCookie] is Texts.English or Texts.Hindi) return request.Cookies[LanguageCookie]!;
        return request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is Texts.English or Texts.Hindi) ?? Texts.English;
    }

    // A person gets a page with a way on; a program keeps the bare status or the problem document.
    private static async Task ErrorPages(HttpContext http, RequestDelegate next)
    {
        if (!WantsPage(http.Request))
        {
            await next(http);
            return;
        }
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UiHosting)), e, http.Request.Path);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null or "", ContentLength: null or 0 })
            await ShowError(http);
    }

    private static async Task ShowError(HttpContext http)
    {
        // A renderer belongs to one page; the one that failed cannot draw another.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var before = http.RequestServices;
        http.RequestServices = scope.ServiceProvider;
        try
        {
            var page = new RazorComponentResult<ErrorPage>(new Dictionary<string, object?> { [nameof(ErrorPage.Status)] = http.Response.StatusCode })
            {
                StatusCode = http.Response.StatusCode,
            };
            await page.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = before;
        }
    }

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !request.Path.StartsWithSegments("/api");

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed: {Path}")]
    private static partial void LogFailed(ILogger logger, Exception exception, PathString path);
}
