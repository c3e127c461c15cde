using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The page on which a person sets up an authenticator app, and takes it away.</summary>
internal static class SecondFactorPage
{
    public static void MapSecondFactorPage(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/second-factor").RequireAuthorization(AccessRegistration.EvenWithoutSecondFactor).ExcludeFromDescription();
        group.MapGet("", (HttpContext http, Door door, SecondFactors factors) => ShowAsync(http, door, factors, null));

        group.MapPost("", async (HttpContext http, Door door, Passwords passwords, SecondFactors factors) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale);
            if (await door.SessionOfAsync(http.User) is not { } session) return Results.LocalRedirect("/sign-in");
            var (_, refusal) = await passwords.CheckAsync(session.PersonId, form["password"].ToString(), session.Terminal, forSignature: false);
            if (refusal is null && (await factors.OfAsync(session.PersonId)).Authenticator)
            {
                await factors.RemoveAsync(session.PersonId, session.Terminal);
                await door.RenewAsync(http, session);
            }
            else if (refusal is null)
            {
                (_, refusal) = await factors.BeginAsync(session.PersonId);
            }

            return refusal is null ? Results.LocalRedirect("/second-factor") : await ShowAsync(http, door, factors, refusal);
        });

        group.MapPost("/confirm", async (HttpContext http, Door door, SecondFactors factors) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale);
            if (await door.SessionOfAsync(http.User) is not { } session) return Results.LocalRedirect("/sign-in");
            var (codes, refusal) = await factors.ConfirmAsync(session.PersonId, form["code"].ToString(), session.Terminal);
            if (refusal is not null) return await ShowAsync(http, door, factors, refusal);
            await door.RenewAsync(http, session);
            return Page.Form(http, new PageText(
                "Recovery codes", "They are shown this once. Each lets you in once when the authenticator is not at hand: keep them where only you reach them.", "", "",
                $"<ul class=\"codes key\">{string.Concat(codes!.Select(code => $"<li>{Page.Text(code)}</li>"))}</ul>", "<p><a href=\"/\">I have kept them. Go on.</a></p>"), null);
        });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Door door, SecondFactors factors, Refusal? refusal)
    {
        if (await door.SessionOfAsync(http.User) is not { } session) return Results.LocalRedirect("/sign-in");
        var state = await factors.OfAsync(session.PersonId);
        var passkeys = state.Passkeys.Count == 0
            ? Page.Passkey("passkey-add", "Make a passkey on this device")
            : $"<p>Passkeys: {Page.Text(string.Join(", ", state.Passkeys))}</p>" + Page.Passkey(state.Authenticator ? "passkey-add" : "passkey-remove", state.Authenticator ? "Make another passkey" : "Take the passkeys away");
        var password = new Field("Password", "password", "password", "current-password");
        if (state.Authenticator)
            return Page.Form(http, new PageText(
                "Second factor", $"An authenticator is set up; {state.RecoveryCodes} recovery codes are left. With it you sign in by user id, password and code.",
                "/second-factor", "Take it away", Below: passkeys + "<p><a href=\"/\">Back</a></p>"), refusal, password);
        if (await factors.WaitingAsync(session.PersonId) is not { } key)
            return Page.Form(http, new PageText(
                "Second factor", "An authenticator app on your own device shows a new code every half minute. Nobody signs in with your password alone then. You sign records with user id and password as before.",
                "/second-factor", "Set up an authenticator", Below: passkeys + "<p><a href=\"/\">Back</a></p>"), refusal, password);
        return Page.Form(http, new PageText(
            "Set up the authenticator", "Read the picture with the app, or type the key. Then give the code that the app shows.", "/second-factor/confirm", "This is the code",
            $"{QrCode.Svg(key.Uri)}<p class=\"key\">{Page.Text(key.Key)}</p>"), refusal,
            new Field("Code", "code", "text", "one-time-code"));
    }
}
