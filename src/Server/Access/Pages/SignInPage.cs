using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The sign-in page: plain HTML, so that it works before anything else does.</summary>
internal static class SignInPage
{
    public static void MapSignInPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (HttpContext http, string? returnUrl, string? userName) => Show(http, null, userName, returnUrl))
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/sign-in", async (HttpContext http, Door door) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return Show(http, Page.Stale, null, null);
            string userName = form["userName"].ToString(), returnUrl = form["returnUrl"].ToString();
            return await door.SignInAsync(http, userName, form["password"].ToString()) is { } refusal
                ? Show(http, refusal, userName, returnUrl)
                : Results.LocalRedirect(Page.Local(returnUrl));
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/sign-out", async (HttpContext http, Door door) =>
        {
            await door.SignOutAsync(http);
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, Refusal? refusal, string? userName, string? returnUrl) => Page.Form(
        http, "Sign in", "Your own user id and password. Accounts are not shared.", "/sign-in", "Sign in", refusal,
        new Field("User id", "userName", "text", "username", userName ?? ""),
        new Field("Password", "password", "password", "current-password"),
        new Field(null, "returnUrl", "hidden", "off", Page.Local(returnUrl)));
}
