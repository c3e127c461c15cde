using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The page on which a person chooses a password; the only one open to a one-time password.</summary>
internal static class PasswordPage
{
    public static void MapPasswordPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/password", (HttpContext http, Door door, SecondFactors factors) => ShowAsync(http, door, factors, null))
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();

        routes.MapPost("/password", async (HttpContext http, Door door, SecondFactors factors) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale(http));
            var chosen = form["password"].ToString();
            var presence = new Presence(form["code"], form["voucherName"], form["voucherPassword"]);
            var refusal = chosen == form["again"].ToString()
                ? await door.ChoosePasswordAsync(http, form["current"].ToString(), chosen, presence)
                : Differ(http);
            return refusal is null ? Results.LocalRedirect("/") : await ShowAsync(http, door, factors, refusal);
        }).RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Door door, SecondFactors factors, Refusal? refusal)
    {
        var T = Page.Words(http, typeof(PasswordPage));
        List<Field> fields =
        [
            new(T["now"], "current", "password", "current-password"),
            new(T["new"], "password", "password", "new-password"),
            new(T["again"], "again", "password", "new-password"),
        ];
        if (!http.User.HasClaim(claim => claim.Type == Door.MustChooseClaim) || await door.SessionOfAsync(http.User) is not { } session)
            return Page.Form(http, T["heading"], T["only-you"], "/password", T["choose"], refusal, [.. fields]);

        if ((await factors.OfAsync(session.PersonId)).Authenticator) fields.Add(new(T["code"], "code", "text", "one-time-code", Required: false));
        fields.Add(new(T["voucher"], "voucherName", "text", "off", Required: false));
        fields.Add(new(T["their-password"], "voucherPassword", "password", "off", Required: false));
        return Page.Form(
            http, T["heading"], T["vouched"], "/password", T["choose"], refusal, [.. fields]);
    }

    private static Refusal Differ(HttpContext http)
    {
        var T = Page.Words(http, typeof(PasswordPage));
        return new("password", T["two-differ"]);
    }
}
