using System.Security.Claims;
using Cellwright.Domain.Basics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Cellwright.Server.Access;

/// <summary>Marks an endpoint that a page calls by itself, e.g. the live feed: it does not keep a session awake.</summary>
public sealed class NotAnActivity;

/// <summary>The cookie names a session; whether it is still open, and for whom, is asked at each request.</summary>
internal sealed class SessionCookie(Door door, Sessions sessions) : CookieAuthenticationEvents
{
    /// <inheritdoc />
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var session = await door.AnySessionOfAsync(context.Principal!);
        var renewed = session is null ? null : await door.RenewedAsync(session, context.Principal!);
        if (renewed is null)
        {
            if (session is not null) await sessions.EndAllOfAsync(session.PersonId);
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Door.Scheme);
            return;
        }

        context.ReplacePrincipal(renewed);
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<NotAnActivity>() is null) await sessions.TouchAsync(session!);
    }

    /// <inheritdoc />
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        AnswerAsync(context, StatusCodes.Status401Unauthorized, new("sign-in", "Sign in first."),
            $"/sign-in?returnUrl={Here(context)}");

    /// <inheritdoc />
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Has(context, Door.LockedClaim)
            ? AnswerAsync(context, StatusCodes.Status403Forbidden, new("locked", "The screen is locked. Its person comes back with the password, or somebody else signs in."), $"/locked?returnUrl={Here(context)}")
            : Has(context, Door.MustChooseClaim)
            ? AnswerAsync(context, StatusCodes.Status403Forbidden, new("one-time-password", "Choose a password of your own first."), "/password")
            : Has(context, Door.MustSetUpClaim)
            ? AnswerAsync(context, StatusCodes.Status403Forbidden, new("second-factor", "Your role needs a second factor. Set it up first."), "/second-factor")
            : AnswerAsync(context, StatusCodes.Status403Forbidden, new("role", "Your roles do not allow this. Ask somebody whose role does, or an administrator."), "/");

    private static bool Has(RedirectContext<CookieAuthenticationOptions> context, string claim) => context.HttpContext.User.HasClaim(one => one.Type == claim);

    private static string Here(RedirectContext<CookieAuthenticationOptions> context) =>
        Uri.EscapeDataString(context.Request.PathBase + context.Request.Path + context.Request.QueryString);

    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status, Refusal refusal, string page)
    {
        if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api")
            && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.Ordinal) == true))
        {
            context.Response.Redirect(page);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(refusal);
    }
}
