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
                : Differ(http);
            return refusal is null
                ? Results.LocalRedirect($"/sign-in?userName={Uri.EscapeDataString(userName)}")
                : Show(http, refusal, token, userName, name);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, Refusal? refusal, string token, string userName, string name)
    {
        var T = Page.Words(http, typeof(FirstRunPage));
        return Page.Form(
            http, T["heading"], T["works-once"], "/first-run", T["heading"], refusal,
            new Field(T["user-id"], "userName", "text", "username", userName),
            new Field(T["printed-name"], "name", "text", "name", name),
            new Field(T["password"], "password", "password", "new-password"),
            new Field(T["again"], "again", "password", "new-password"),
            new Field(null, "token", "hidden", "off", token));
    }

    private static Refusal Differ(HttpContext http)
    {
        var T = Page.Words(http, typeof(FirstRunPage));
        return new("password", T["two-differ"]);
    }
}
