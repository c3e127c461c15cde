using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The page behind the one-time link that the server prints while no account exists.</summary>
internal static class FirstRunPage
{
    public static void MapFirstRunPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/first-run", (HttpContext http, FirstRun firstRun, string? token) =>
                firstRun.Fits(token) ? Show(http, null, token!, "", "") : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/first-run", async (HttpContext http, FirstRun firstRun, Terminals terminals) =>
        {
            if (!firstRun.IsOpen || await Page.PostedAsync(http) is not { } form) return Results.NotFound();
            string token = form["token"].ToString(), userName = form["userName"].ToString(), name = form["name"].ToString();
            if (!firstRun.Fits(token)) return Results.NotFound();
            var password = form["password"].ToString();
            var refusal = password == form["again"].ToString()
                ? await firstRun.UseAsync(token, userName, name, password, terminals.Of(http))
                : new("password", "The two passwords differ. Type them again.");
            return refusal is null
                ? Results.LocalRedirect($"/sign-in?userName={Uri.EscapeDataString(userName)}")
                : Show(http, refusal, token, userName, name);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, Refusal? refusal, string token, string userName, string name) => Page.Form(
        http, "Make the administrator", "This link works once. The administrator manages people and owns no data.",
        "/first-run", "Make the administrator", refusal,
        new Field("User id", "userName", "text", "username", userName),
        new Field("Printed name", "name", "text", "name", name),
        new Field("Password (12 characters or more)", "password", "password", "new-password"),
        new Field("Password again", "again", "password", "new-password"),
        new Field(null, "token", "hidden", "off", token));
}
