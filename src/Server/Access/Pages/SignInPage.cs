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
            if (await Page.PostedAsync(http) is not { } form) return Show(http, Page.Stale(http), null, null);
            string userName = form["userName"].ToString(), returnUrl = form["returnUrl"].ToString(), password = form["password"].ToString();
            var refusal = await door.SignInAsync(http, userName, password);
            if (refusal is { Rule: "second-factor" } && await door.TicketAsync(http, userName, password) is { } ticket)
                return ShowCode(http, null, ticket, returnUrl);
            return refusal is null ? Results.LocalRedirect(Page.Local(returnUrl)) : Show(http, refusal, userName, returnUrl);
        }).LimitFailures(
            async call => call.HttpContext.Request.HasFormContentType ? (await call.HttpContext.Request.ReadFormAsync())["userName"].ToString() : "",
            (http, refusal) => Show(http, refusal, null, null))
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/sign-in/code", async (HttpContext http, Door door) =>
        {
            if (await Page.PostedAsync(http) is not { } form) return Show(http, Page.Stale(http), null, null);
            string ticket = form["ticket"].ToString(), returnUrl = form["returnUrl"].ToString();
            return await door.SignInByTicketAsync(http, ticket, form["code"].ToString()) switch
            {
                null => Results.LocalRedirect(Page.Local(returnUrl)),
                { Rule: "second-factor" } refusal => ShowCode(http, refusal, ticket, returnUrl),
                var refusal => Show(http, refusal, null, returnUrl),
            };
        }).AllowAnonymous().ExcludeFromDescription();

        routes.MapPost("/sign-out", async (HttpContext http, Door door) =>
        {
            await door.SignOutAsync(http);
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(AccessRegistration.EvenWhenLocked).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, Refusal? refusal, string? userName, string? returnUrl)
    {
        var T = Page.Words(http, typeof(SignInPage));
        var directory = http.RequestServices.GetRequiredService<AccessOptions>().Directory is null ? ""
            : $"<p><a href=\"/sign-in/directory?returnUrl={Page.Text(Uri.EscapeDataString(Page.Local(returnUrl)))}\">{Page.Text(T["directory"])}</a></p>";
        return Page.Form(
            http, new PageText(T["sign-in"], T["hint"], "/sign-in", T["sign-in"], Below: Page.Passkey(http, "passkey-sign-in", T["passkey"]) + directory), refusal,
            new Field(T["user-id"], "userName", "text", "username", userName ?? ""),
            new Field(T["password"], "password", "password", "current-password"),
            new Field(null, "returnUrl", "hidden", "off", Page.Local(returnUrl)));
    }

    private static IResult ShowCode(HttpContext http, Refusal? refusal, string ticket, string returnUrl)
    {
        var T = Page.Words(http, typeof(SignInPage));
        return Page.Form(
            http, T["second-factor"], T["code-hint"], "/sign-in/code", T["sign-in"], refusal,
            new Field(T["code"], "code", "text", "one-time-code"),
            new Field(null, "ticket", "hidden", "off", ticket),
            new Field(null, "returnUrl", "hidden", "off", Page.Local(returnUrl)));
    }
}
