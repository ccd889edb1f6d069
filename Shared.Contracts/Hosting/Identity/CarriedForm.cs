using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Shared.Hosting.Identity;

/// <summary>
/// A form that arrives after its session has ended is not thrown away: it travels sealed in the sign-in page, and the same
/// person sends it on with one button afterwards. Nobody else's sign-in opens it, which matters on a shared computer.
/// </summary>
internal sealed class CarriedForm(IDataProtectionProvider protection, IOptionsMonitor<CookieAuthenticationOptions> cookies)
{
    // A page's longest form is a few thousand words; more than this is no form that somebody typed.
    private const int MostLetters = 200_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _seal = protection.CreateProtector("carried-form").ToTimeLimitedDataProtector();

    /// <param name="Address">The page that the form was posted to.</param>
    public sealed record Content(string Owner, string Address, KeyValuePair<string, string>[] Fields);

    /// <summary>The posted form, sealed; null when there is none, or no telling whose it is.</summary>
    public async Task<string?> Seal(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || OwnerOf(http) is not { } owner) return null;
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
        KeyValuePair<string, string>[] fields = [..
            from field in form
            where field.Key != "__RequestVerificationToken"   // a fresh one is given with the button
            from value in field.Value
            select KeyValuePair.Create(field.Key, value)];
        return fields.Sum(f => f.Key.Length + f.Value.Length) > MostLetters || fields.Any(f => f.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
            ? null
            : _seal.Protect(JsonSerializer.Serialize(new Content(owner, http.Request.GetEncodedPathAndQuery(), fields)), Kept);
    }

    /// <summary>What was sealed, if it was this person's and not too long ago.</summary>
    public Content? Open(string? carried, ClaimsPrincipal person)
    {
        if (carried is null) return null;
        try
        {
            var content = JsonSerializer.Deserialize<Content>(_seal.Unprotect(carried));
            return content?.Owner == person.FindFirstValue(ClaimTypes.NameIdentifier) ? content : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // The cookie of the ended session still says whose it was. It comes only with posts from our own pages, never from another site's.
    private string? OwnerOf(HttpContext http)
    {
        var session = cookies.Get(IdentityConstants.ApplicationScheme);
        var cookie = session.CookieManager.GetRequestCookie(http, session.Cookie.Name!);
        return cookie is null ? null : session.TicketDataFormat.Unprotect(cookie)?.Principal.FindFirstValue(ClaimTypes.NameIdentifier);
    }
}
