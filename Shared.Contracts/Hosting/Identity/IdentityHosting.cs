using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Shared.Hosting.Identity;

/// <summary>
/// Accounts and how they are recognised: a cookie for pages, a bearer token for the API. The API takes a cookie only for
/// reading, so another site's page can never make a signed-in browser act.
/// </summary>
public static class IdentityHosting
{
    private const string Either = "cookie-or-bearer";

    /// <param name="name">Names the service's cookies and keys: several services may share one host name.</param>
    public static IServiceCollection AddServiceIdentity<TDb>(this IServiceCollection services, string name) where TDb : ServiceDb
    {
        services.AddSettings<SignInOptions>(SignInOptions.Section);
        services.AddHttpContextAccessor();
        services.AddDataProtection().SetApplicationName($"hubspoke-{name}");

        services.AddIdentityCore<Account>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchema.Version;
            identity.Lockout.MaxFailedAccessAttempts = SignInGate.WrongTries;
            identity.Lockout.DefaultLockoutTimeSpan = SignInGate.LockedFor;
            identity.Lockout.AllowedForNewUsers = true;
            // Length is what counts; rules about kinds of characters only make passwords that are written down.
            identity.Password.RequiredLength = 12;
            identity.Password.RequiredUniqueChars = 5;
            identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
        })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TDb>()
            .AddDefaultTokenProviders();

        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = Scheme)
            .AddCookie(IdentityConstants.ApplicationScheme)
            .AddBearerToken(IdentityConstants.BearerScheme);
        services.AddOptions<BearerTokenOptions>(IdentityConstants.BearerScheme)
            .Configure<SignInOptions>((bearer, signIn) => bearer.BearerTokenExpiration = signIn.Token);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<SignInOptions, HttpOptions>((cookie, signIn, http) => Session(cookie, signIn, http, name));
        services.AddOptions<AntiforgeryOptions>()
            .PostConfigure<HttpOptions>((forms, http) => Protect(forms.Cookie, http, $"form-{name}"));

        services.AddAuthorizationBuilder();
        services.Configure<AuthorizationOptions>(Policies.Add);

        services.AddScoped<CurrentAccount>();
        services.AddScoped<AccountBook>();
        services.AddSingleton<SignInGate>();
        services.AddSingleton<DecoyPassword>();
        services.AddSingleton<CarriedForm>();
        // Everybody knows a demonstration's passwords, so slow hashing protects nothing there and only delays every start.
        services.AddOptions<PasswordHasherOptions>().Configure<IConfiguration>((hasher, configuration) =>
        {
            if (Demo.IsEnabled(configuration)) hasher.IterationCount = 5_000;
        });
        services.AddScoped(s => new SignIn(s.GetRequiredService<UserManager<Account>>(), s.GetRequiredService<IUserClaimsPrincipalFactory<Account>>(),
            s.GetRequiredService<SignInGate>(), s.GetRequiredService<DecoyPassword>(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped<OwnAccount>();
        services.AddHostedService<AccountsFromFile>();
        return services;
    }

    /// <summary>Who asks, then whether they may.</summary>
    public static void UseServiceIdentity(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(Recognise);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(RefuseForged);
    }

    private static string Scheme(HttpContext http) =>
        http.Request.Headers.Authorization.Count > 0 || (http.IsApi() && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            ? IdentityConstants.BearerScheme
            : IdentityConstants.ApplicationScheme;

    private static void Session(CookieAuthenticationOptions cookie, SignInOptions signIn, HttpOptions http, string name)
    {
        Protect(cookie.Cookie, http, $"session-{name}");
        cookie.ExpireTimeSpan = signIn.Session;
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = context => AskToSignIn(context.HttpContext);
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static async Task AskToSignIn(HttpContext http)
    {
        var to = http.Request.GetEncodedPathAndQuery();
        if (http.IsApi())
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (http.WantsPage() && await http.RequestServices.GetRequiredService<CarriedForm>().Seal(http) is { } carried)
            await SignIn.Page(to, carried: carried, status: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
        else
            http.Response.Redirect("/sign-in" + QueryString.Create("to", to));   // relative: a proxy may have changed scheme and host
    }

    private static void Protect(CookieBuilder cookie, HttpOptions http, string name)
    {
        cookie.Name = http.HttpsOnly ? $"__Host-{name}" : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = http.HttpsOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }

    // A cookie or token whose account is gone or whose stamp has changed is nobody's, from this request on.
    private static async Task Recognise(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity is { IsAuthenticated: true } && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            && !await http.RequestServices.GetRequiredService<CurrentAccount>().Load(http.User, http.RequestAborted))
        {
            if (http.User.Identity.AuthenticationType == IdentityConstants.ApplicationScheme) await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
        }
        await next(http);
    }

    // Whatever a signed-in browser posts comes from a form of ours; a route that forgets to ask is protected all the same. The
    // live connection of an interactive page has no form: there SameSite keeps other sites out.
    private static async Task RefuseForged(HttpContext http, RequestDelegate next)
    {
        var method = http.Request.Method;
        var harmless = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        if (!harmless && http.User.Identity is { IsAuthenticated: true } && Scheme(http) == IdentityConstants.ApplicationScheme
            && !http.Request.Path.StartsWithSegments("/_blazor")
            && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        await next(http);
    }
}
