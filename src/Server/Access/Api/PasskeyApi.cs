using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Api;

/// <summary>What the browser gave, as JSON, and the state that came with the question.</summary>
/// <param name="Credential">The credential of WebAuthn, as JSON.</param>
/// <param name="State">The state of the question.</param>
/// <param name="Name">How the person calls the device; of a new passkey only.</param>
public sealed record PasskeyAnswer(string Credential, string State, string? Name = null);

/// <summary>Making passkeys and signing in with them.</summary>
internal static class PasskeyApi
{
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/second-factor").WithTags("Access").RequireAuthorization(AccessRegistration.EvenWithoutSecondFactor);

        own.MapPost("/passkey/options", async (PasswordAgain request, HttpContext http, Door door, Passwords passwords, Passkeys passkeys) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var (_, wrong) = await passwords.CheckAsync(session.PersonId, request.Password, session.Terminal, forSignature: false);
                return wrong is null ? Results.Ok(await passkeys.AskToMakeAsync(http, session.PersonId)) : Results.Conflict(wrong);
            })
            .WithSummary("Asks the browser to make a passkey; takes the password again.").Produces<PasskeyQuestion>().Produces<Refusal>(409);

        own.MapPost("/passkey", async (PasskeyAnswer request, HttpContext http, Door door, Passkeys passkeys) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                if (await passkeys.KeepAsync(http, session.PersonId, request.Credential, request.State, request.Name ?? "", session.Terminal) is { } refusal)
                    return Results.Conflict(refusal);
                await door.RenewAsync(http, session);
                return Results.NoContent();
            })
            .WithSummary("Keeps the passkey that the browser made.").Produces(204).Produces<Refusal>(409);

        var door = routes.MapGroup("/api/sign-in").WithTags("Access").AllowAnonymous();
        door.MapPost("/passkey/options", async (HttpContext http, Passkeys passkeys) => await passkeys.AskForOneAsync(http))
            .WithSummary("Asks the browser for a passkey.").Produces<PasskeyQuestion>();
        door.MapPost("/passkey", async (PasskeyAnswer request, HttpContext http, Door entrance) =>
                await entrance.SignInByPasskeyAsync(http, request.Credential, request.State) is { } refusal
                    ? Results.Json(refusal, statusCode: StatusCodes.Status401Unauthorized)
                    : Results.NoContent())
            .WithSummary("Signs in with a passkey and sets the session cookie.").Produces(204).Produces<Refusal>(401);
    }
}
