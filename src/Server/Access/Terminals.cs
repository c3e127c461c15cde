using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Cellwright.Server.Access;

/// <summary>Where somebody sits: each browser gets a name that it keeps, sealed, so that no other can claim it.</summary>
public sealed class Terminals(IDataProtectionProvider protection)
{
    private const string Cookie = "cellwright-terminal";
    private readonly IDataProtector seal = protection.CreateProtector(Cookie);

    /// <summary>The terminal of a request, e.g. <c>T-4k7wq2ma</c>; a new browser gets a name.</summary>
    public string Of(HttpContext http)
    {
        if (http.Items[Cookie] is string known) return known;
        var name = Kept(http.Request.Cookies[Cookie]);
        if (name is null)
        {
            name = $"T-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8)}";
            http.Response.Cookies.Append(Cookie, seal.Protect(name), new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(400),
            });
        }

        http.Items[Cookie] = name;
        return name;
    }

    /// <summary>The terminal of a request whose cookie the browser held back, as it was known before.</summary>
    internal void Keep(HttpContext http, string name) => http.Items[Cookie] = name;

    private string? Kept(string? cookie)
    {
        try
        {
            return string.IsNullOrEmpty(cookie) ? null : seal.Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null; // not ours, or sealed with a key that is gone: the browser gets a new name
        }
    }
}
