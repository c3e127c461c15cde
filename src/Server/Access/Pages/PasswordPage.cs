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
            if (await Page.PostedAsync(http) is not { } form) return await ShowAsync(http, door, factors, Page.Stale);
            var chosen = form["password"].ToString();
            var presence = new Presence(form["code"], form["voucherName"], form["voucherPassword"]);
            var refusal = chosen == form["again"].ToString()
                ? await door.ChoosePasswordAsync(http, form["current"].ToString(), chosen, presence)
                : new("password", "The two new passwords differ. Type them again.");
            return refusal is null ? Results.LocalRedirect("/") : await ShowAsync(http, door, factors, refusal);
        }).RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Door door, SecondFactors factors, Refusal? refusal)
    {
        List<Field> fields =
        [
            new("Password now", "current", "password", "current-password"),
            new("New password (12 characters or more)", "password", "password", "new-password"),
            new("New password again", "again", "password", "new-password"),
        ];
        if (!http.User.HasClaim(claim => claim.Type == Door.MustChooseClaim) || await door.SessionOfAsync(http.User) is not { } session)
            return Page.Form(http, "Choose a password", "Only you may know it: with it you sign.", "/password", "Choose this password", refusal, [.. fields]);

        if ((await factors.OfAsync(session.PersonId)).Authenticator) fields.Add(new("Code of your authenticator", "code", "text", "one-time-code", Required: false));
        fields.Add(new("User id of a supervisor or QA, here with you", "voucherName", "text", "off", Required: false));
        fields.Add(new("Their password", "voucherPassword", "password", "off", Required: false));
        return Page.Form(
            http, "Choose a password",
            "Only you may know it: with it you sign. Whoever gave you the one-time password knows that one, so a supervisor or somebody of QA stands beside you now and vouches for you.",
            "/password", "Choose this password", refusal, [.. fields]);
    }
}
