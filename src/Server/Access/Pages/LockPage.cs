using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>The locked screen of a tablet: its person comes back with the password, anybody else signs in and takes over.</summary>
internal static class LockPage
{
    public static void MapLockPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/lock", async (HttpContext http, Door door) =>
        {
            // Without the token of a form: the cookie goes with no request from elsewhere, and to lock harms nobody.
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
            await door.LockAsync(http.User);
            return Results.LocalRedirect($"/locked?returnUrl={Uri.EscapeDataString(Page.Local(form?["returnUrl"]))}");
        }).ExcludeFromDescription().DisableAntiforgery();

        routes.MapGet("/locked", (HttpContext http, string? returnUrl) => Show(http, returnUrl, null))
            .RequireAuthorization(AccessRegistration.EvenWhenLocked).WithMetadata(new NotAnActivity()).ExcludeFromDescription();

        routes.MapPost("/locked", async (HttpContext http, Door door) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return Show(http, null, Page.Stale(http));
            return await door.UnlockAsync(http.User, form["password"].ToString()) is { } refusal
                ? Show(http, form["returnUrl"], refusal)
                : Results.LocalRedirect(Page.Local(form["returnUrl"]));
        }).RequireAuthorization(AccessRegistration.EvenWhenLocked).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, string? returnUrl, Refusal? refusal)
    {
        var T = Page.Words(http, typeof(LockPage));
        return Page.Form(
            http,
            new PageText(
                T["heading"], T["comes-back", http.User.Identity?.Name ?? ""], "/locked", T["come-back"],
                Below: $"<p><a href=\"/sign-in?returnUrl={Page.Text(Uri.EscapeDataString(Page.Local(returnUrl)))}\">{Page.Text(T["somebody-else"])}</a></p>"),
            refusal,
            new Field(T["password"], "password", "password", "current-password"),
            new Field(null, "returnUrl", "hidden", "off", Page.Local(returnUrl)));
    }
}
