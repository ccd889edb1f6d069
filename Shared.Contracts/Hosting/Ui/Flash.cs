using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Shared.Hosting.Ui;

/// <summary>
/// One sentence that survives one redirect ("Sent. Received by the hub at 9:14 am."). It travels in a protected cookie for a minute
/// and not in the address, so it is in no log and in no history.
/// </summary>
public sealed class Flash(IDataProtectionProvider protection)
{
    private const string Cookie = "flash";
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("flash").ToTimeLimitedDataProtector();

    /// <summary>Call before the redirect. Kind is <see cref="NoticeKind.Good"/> unless something wants attention.</summary>
    public void Set(HttpContext http, string text, NoticeKind kind = NoticeKind.Good) => http.Response.Cookies.Append(
        Cookie, _protector.Protect($"{kind}|{text}", TimeSpan.FromMinutes(1)), Options(http));

    /// <summary>Reads and forgets it. A background refresh does not use it up.</summary>
    internal (NoticeKind Kind, string Text)? Take(HttpContext http)
    {
        if (PostedForm.IsLive(http.Request) || PostedForm.IsAutosave(http.Request)) return null;
        if (!http.Request.Cookies.TryGetValue(Cookie, out var value)) return null;
        if (!http.Response.HasStarted) http.Response.Cookies.Delete(Cookie, Options(http));
        try
        {
            var parts = _protector.Unprotect(value).Split('|', 2);
            return (Enum.Parse<NoticeKind>(parts[0]), parts[1]);
        }
        catch (CryptographicException)
        {
            return null;   // too old, or not ours
        }
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
