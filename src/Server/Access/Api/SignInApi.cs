using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Api;

/// <summary>User id and password.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary>The password now, and the one chosen.</summary>
public sealed record PasswordRequest(string Current, string Chosen);

/// <summary>The signed-in person at this moment.</summary>
/// <param name="UserName">User id.</param>
/// <param name="Name">Printed name.</param>
/// <param name="Roles">Roles held now.</param>
/// <param name="TrainedUntil">Recipe version to the instant at which the training lapses.</param>
/// <param name="Terminal">This terminal.</param>
/// <param name="SignedInSince">When the session was opened (UTC).</param>
/// <param name="OtherTerminals">Other terminals with an open session of this person.</param>
/// <param name="MustChoosePassword">True while a one-time password is in use: nothing else answers.</param>
public sealed record Me(
    string UserName, string Name, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, DateTimeOffset> TrainedUntil,
    string Terminal, DateTimeOffset SignedInSince, IReadOnlyList<string> OtherTerminals, bool MustChoosePassword);

/// <summary>Signing in and out, and who one is.</summary>
internal static class SignInApi
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Access");

        api.MapPost("/sign-in", async (SignInRequest request, HttpContext http, Door door) =>
                await door.SignInAsync(http, request.UserName, request.Password) is { } refusal
                    ? Results.Json(refusal, statusCode: refusal.Rule == "lock-out" ? StatusCodes.Status423Locked : StatusCodes.Status401Unauthorized)
                    : Results.NoContent())
            .AllowAnonymous().WithSummary("Signs in and sets the session cookie.")
            .Produces(204).Produces<Refusal>(401).Produces<Refusal>(423);

        api.MapPost("/sign-out", async (HttpContext http, Door door) =>
            {
                await door.SignOutAsync(http);
                return Results.NoContent();
            })
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).WithSummary("Ends the session.").Produces(204);

        api.MapPost("/password", async (PasswordRequest request, HttpContext http, Door door) =>
                await door.ChoosePasswordAsync(http, request.Current, request.Chosen) is { } refusal
                    ? Results.Conflict(refusal)
                    : Results.NoContent())
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword)
            .WithSummary("Chooses a password; other sessions of the person end.").Produces(204).Produces<Refusal>(409);

        api.MapGet("/me", async (HttpContext http, Door door, Sessions sessions, IPeople people) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var person = await people.FindAsync(session.PersonId);
                return Results.Ok(new Me(
                    person.Id, person.Name, [.. person.Roles.Select(role => role.ToString()).Order()], person.TrainedUntil,
                    session.Terminal, session.OpenedAt, await sessions.OtherTerminalsAsync(person.Id, session.Terminal),
                    http.User.HasClaim(claim => claim.Type == Door.MustChooseClaim)));
            })
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword).WithMetadata(new NotAnActivity())
            .WithSummary("The signed-in person, with roles and training of this moment.").Produces<Me>();
    }
}
