using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Cellwright.Server.Access;

/// <summary>A company's directory, by OpenID Connect.</summary>
/// <param name="Authority">Address of the provider; its discovery document lies below it.</param>
/// <param name="ClientId">What the provider calls this server.</param>
/// <param name="ClientSecret">The secret of this server at the provider, or null for a public client; PKCE is used with both.</param>
/// <param name="Claim">Claim of the identity token that holds the user id of a registered person.</param>
public sealed record DirectoryOptions(Uri Authority, string ClientId, string? ClientSecret, string Claim = "preferred_username");

/// <summary>
/// Sign-in through the directory. It says who somebody is; who that may be, and what they may do, stands in the record
/// alone: nobody is made on the fly. Records are signed with the password that is kept here.
/// </summary>
internal static class DirectorySignIn
{
    public const string Scheme = "directory";
    private const string TerminalItem = "terminal";

    /// <summary>How long ago the provider may have asked the person for the password: terminals are shared.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>Ways of proving by which an identity token says that a second factor was used (RFC 8176).</summary>
    private static readonly string[] SecondFactors = ["mfa", "otp", "hwk", "swk", "fpt", "face"];

    public static void AddDirectory(this AuthenticationBuilder authentication, DirectoryOptions directory, TimeProvider clock) =>
        authentication.AddOpenIdConnect(Scheme, oidc =>
        {
            (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (directory.Authority.ToString(), directory.ClientId, directory.ClientSecret);
            oidc.RequireHttpsMetadata = !directory.Authority.IsLoopback;
            oidc.SignInScheme = Door.Scheme;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            oidc.SaveTokens = false;
            // A tablet is shared: the provider asks for the password each time, whoever it remembers.
            oidc.Prompt = OpenIdConnectPrompt.Login;
            oidc.MaxAge = TimeSpan.Zero;
            oidc.CallbackPath = "/sign-in/directory/back";
            foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            oidc.Events.OnTicketReceived = context => ReceivedAsync(context, directory, clock);
            oidc.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                return Refused(context.HttpContext, new("directory", "The company directory did not sign you in. Try again, or sign in with your password.")).ExecuteAsync(context.HttpContext);
            };
        });

    public static void MapDirectory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sign-in/directory", (HttpContext http, Terminals terminals, string? returnUrl) =>
        {
            var properties = new AuthenticationProperties { RedirectUri = Page.Local(returnUrl) };
            properties.Items[TerminalItem] = terminals.Of(http);
            return Results.Challenge(properties, [Scheme]);
        }).AllowAnonymous().ExcludeFromDescription();

    private static async Task ReceivedAsync(TicketReceivedContext context, DirectoryOptions directory, TimeProvider clock)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var services = http.RequestServices;
        var claims = context.Principal!;
        // The cookie of the terminal does not come with a request from elsewhere; the sealed state brings its name.
        if (context.Properties?.Items.TryGetValue(TerminalItem, out var terminal) == true) services.GetRequiredService<Terminals>().Keep(http, terminal!);

        var id = Passwords.Normal(claims.FindFirst(directory.Claim)?.Value ?? "");
        var person = await services.GetRequiredService<IPeople>().FindAsync(id);
        var options = services.GetRequiredService<AccessOptions>();
        var refusal =
            !long.TryParse(claims.FindFirst("auth_time")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                || clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) > Fresh
                ? new Refusal("directory", "The company directory did not ask for the password now. Sign in again.")
            : !person.Registered ? new("directory", $"The company directory knows you as \"{id}\", and nobody is registered here under that id. Ask an administrator to register you.")
            : person.Disabled ? new("disabled", "This account is disabled. Ask the administrator.")
            : person.Roles.Overlaps(options.SecondFactorFor) && !claims.FindAll("amr").Any(way => SecondFactors.Contains(way.Value))
                ? new("second-factor", "Your role needs a second factor, and the company directory did not ask for one. Sign in with user id, password and code.")
            : null;
        if (refusal is null && await services.GetRequiredService<Door>().SignInByDirectoryAsync(http, id) is { } closed) refusal = closed;
        await (refusal is null ? GoOn(context.ReturnUri) : Refused(http, refusal)).ExecuteAsync(http);
    }

    // Not by a redirect: a browser that comes from elsewhere would not send the session's cookie along with it.
    private static IResult GoOn(string? returnUrl) => Results.Content(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Signed in</title><meta http-equiv=\"refresh\" content=\"0;url={Page.Text(Page.Local(returnUrl))}\"></head><body><p><a href=\"{Page.Text(Page.Local(returnUrl))}\">Go on</a></p></body></html>",
        "text/html; charset=utf-8");

    private static IResult Refused(HttpContext http, Refusal refusal) => Page.Form(
        http, new PageText("Not signed in", "You were sent back from the company directory.", "", "", Below: "<p><a href=\"/sign-in\">Sign in</a></p>"), refusal);
}
