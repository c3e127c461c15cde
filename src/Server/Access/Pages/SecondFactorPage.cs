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
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale(http));
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
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale(http));
            if (await door.SessionOfAsync(http.User) is not { } session) return Results.LocalRedirect("/sign-in");
            var (codes, refusal) = await factors.ConfirmAsync(session.PersonId, form["code"].ToString(), session.Terminal);
            if (refusal is not null) return await ShowAsync(http, door, factors, refusal);
            await door.RenewAsync(http, session);
            var T = Page.Words(http, typeof(SecondFactorPage));
            return Page.Form(http, new PageText(
                T["recovery-codes"], T["shown-once"], "", "",
                $"<ul class=\"codes key\">{string.Concat(codes!.Select(code => $"<li>{Page.Text(code)}</li>"))}</ul>", $"<p><a href=\"/\">{Page.Text(T["have-kept"])}</a></p>"), null);
        });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Door door, SecondFactors factors, Refusal? refusal)
    {
        if (await door.SessionOfAsync(http.User) is not { } session) return Results.LocalRedirect("/sign-in");
        var T = Page.Words(http, typeof(SecondFactorPage));
        var state = await factors.OfAsync(session.PersonId);
        var passkeys = state.Passkeys.Count == 0
            ? Page.Passkey(http, "passkey-add", T["passkey-make"])
            : $"<p>{Page.Text(T["passkeys", string.Join(", ", state.Passkeys)])}</p>" + Page.Passkey(http, state.Authenticator ? "passkey-add" : "passkey-remove", state.Authenticator ? T["passkey-another"] : T["passkey-remove"]);
        var password = new Field(T["password"], "password", "password", "current-password");
        if (state.Authenticator)
            return Page.Form(http, new PageText(
                T["heading"], T["is-set-up", state.RecoveryCodes],
                "/second-factor", T["take-away"], Below: passkeys + $"<p><a href=\"/\">{Page.Text(T["back"])}</a></p>"), refusal, password);
        if (await factors.WaitingAsync(session.PersonId) is not { } key)
            return Page.Form(http, new PageText(
                T["heading"], T["what-it-does"],
                "/second-factor", T["set-up"], Below: passkeys + $"<p><a href=\"/\">{Page.Text(T["back"])}</a></p>"), refusal, password);
        return Page.Form(http, new PageText(
            T["set-up-heading"], T["read-picture"], "/second-factor/confirm", T["this-is-code"],
            $"{QrCode.Svg(key.Uri, T["key-picture"])}<p class=\"key\">{Page.Text(key.Key)}</p>"), refusal,
            new Field(T["code"], "code", "text", "one-time-code"));
    }
}
