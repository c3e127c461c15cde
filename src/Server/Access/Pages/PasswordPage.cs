using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The page on which a person chooses a password; the only one open to a one-time password.</summary>
internal static class PasswordPage
{
    public static void MapPasswordPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/password", (HttpContext http) => Show(http, null))
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();

        routes.MapPost("/password", async (HttpContext http, Door door) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return Show(http, Page.Stale);
            var chosen = form["password"].ToString();
            var refusal = chosen == form["again"].ToString()
                ? await door.ChoosePasswordAsync(http, form["current"].ToString(), chosen)
                : new("password", "The two new passwords differ. Type them again.");
            return refusal is null ? Results.LocalRedirect("/") : Show(http, refusal);
        }).RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, Refusal? refusal) => Page.Form(
        http, "Choose a password", "Only you may know it: with it you sign.", "/password", "Choose this password", refusal,
        new Field("Password now", "current", "password", "current-password"),
        new Field("New password (12 characters or more)", "password", "password", "new-password"),
        new Field("New password again", "again", "password", "new-password"));
}
