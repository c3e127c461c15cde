using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Api;

/// <summary>User id and password, and the code of the second factor where the person has one.</summary>
public sealed record SignInRequest(string UserName, string Password, string? Code = null);

/// <summary>The password now, and the one chosen; beside a one-time password also what proves that the person is there.</summary>
public sealed record PasswordRequest(string Current, string Chosen, Presence? Presence = null);

/// <summary>The password of the person whose session it is.</summary>
public sealed record UnlockRequest(string Password);

/// <summary>The signed-in person at this moment.</summary>
/// <param name="UserName">User id.</param>
/// <param name="Name">Printed name.</param>
/// <param name="Roles">Roles held now.</param>
/// <param name="TrainedUntil">Recipe version to the instant at which the training lapses.</param>
/// <param name="Terminal">This terminal.</param>
/// <param name="SignedInSince">When the session was opened (UTC).</param>
/// <param name="OtherTerminals">Other terminals with an open session of this person.</param>
/// <param name="MustChoosePassword">True while a one-time password is in use, or the password is too old: nothing else answers.</param>
/// <param name="MustSetUpSecondFactor">True while a role needs a second factor and there is none: nothing else answers.</param>
/// <param name="Locked">True while the screen is locked.</param>
/// <param name="CannotSign">Why the person cannot sign yet, or absent.</param>
public sealed record Me(
    string UserName, string Name, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, DateTimeOffset> TrainedUntil,
    string Terminal, DateTimeOffset SignedInSince, IReadOnlyList<string> OtherTerminals, bool MustChoosePassword,
    bool MustSetUpSecondFactor, bool Locked, string? CannotSign);

/// <summary>Signing in and out, locking the screen, and who one is.</summary>
internal static class SignInApi
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Access");

        api.MapPost("/sign-in", async (SignInRequest request, HttpContext http, Door door) =>
                await door.SignInAsync(http, request.UserName, request.Password, request.Code) is { } refusal
                    ? Results.Json(refusal, statusCode: refusal.Rule == "lock-out" ? StatusCodes.Status423Locked : StatusCodes.Status401Unauthorized)
                    : Results.NoContent())
            .LimitFailures(
                call => Task.FromResult(call.GetArgument<SignInRequest>(0).UserName),
                (_, refusal) => Results.Json(refusal, statusCode: StatusCodes.Status429TooManyRequests))
            .AllowAnonymous().WithSummary("Signs in and sets the session cookie. The rule second-factor asks for the code too.")
            .Produces(204).Produces<Refusal>(401).Produces<Refusal>(423).Produces<Refusal>(429);

        api.MapPost("/sign-out", async (HttpContext http, Door door) =>
            {
                await door.SignOutAsync(http);
                return Results.NoContent();
            })
            .RequireAuthorization(AccessRegistration.EvenWhenLocked).WithSummary("Ends the session.").Produces(204);

        api.MapPost("/lock", async (HttpContext http, Door door) =>
            {
                await door.LockAsync(http.User);
                return Results.NoContent();
            })
            .WithSummary("Locks the screen: the session does nothing until its person comes back.").Produces(204);

        api.MapPost("/unlock", async (UnlockRequest request, HttpContext http, Door door) =>
                await door.UnlockAsync(http.User, request.Password) is { } refusal ? Results.Conflict(refusal) : Results.NoContent())
            .RequireAuthorization(AccessRegistration.EvenWhenLocked)
            .WithSummary("The person of the session comes back to a locked screen.").Produces(204).Produces<Refusal>(409);

        api.MapPost("/password", async (PasswordRequest request, HttpContext http, Door door) =>
                await door.ChoosePasswordAsync(http, request.Current, request.Chosen, request.Presence) is { } refusal
                    ? Results.Conflict(refusal)
                    : Results.NoContent())
            .RequireAuthorization(AccessRegistration.EvenWithOneTimePassword)
            .WithSummary("Chooses a password; other sessions of the person end. A one-time password also needs a code or somebody who vouches.")
            .Produces(204).Produces<Refusal>(409);

        api.MapGet("/me", async (HttpContext http, Door door, Sessions sessions, IPeople people) =>
            {
                if (await door.AnySessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var person = await people.FindAsync(session.PersonId);
                return Results.Ok(new Me(
                    person.Id, person.Name, [.. person.Roles.Select(role => role.ToString()).Order()], person.TrainedUntil,
                    session.Terminal, session.OpenedAt, await sessions.OtherTerminalsAsync(person.Id, session.Terminal),
                    http.User.HasClaim(claim => claim.Type == Door.MustChooseClaim), http.User.HasClaim(claim => claim.Type == Door.MustSetUpClaim),
                    session.Locked, person.RefusalToSign(await people.AccountabilityAsync(), "")?.Sentence));
            })
            .RequireAuthorization(AccessRegistration.EvenWhenLocked).WithMetadata(new NotAnActivity())
            .WithSummary("The signed-in person, with roles and training of this moment.").Produces<Me>();
    }
}
