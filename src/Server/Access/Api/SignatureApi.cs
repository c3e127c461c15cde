using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Api;

/// <summary>The components of a signature, and what is signed.</summary>
/// <param name="UserName">User id; may be left out by the owner of the session within one continuous period.</param>
/// <param name="Password">Password.</param>
/// <param name="Meaning">Why, e.g. <c>approval</c>.</param>
/// <param name="Shown">SHA-256, lower-case hex, of exactly what is shown.</param>
public sealed record SignatureRequest(string? UserName, string Password, string Meaning, string Shown);

/// <summary>A signature that waits for its command.</summary>
/// <param name="Token">To be sent with the command; good for that command only, and within two minutes.</param>
/// <param name="UserName">User id of the signer.</param>
/// <param name="Name">Printed name of the signer.</param>
/// <param name="Meaning">Why.</param>
public sealed record SignatureToken(string Token, string UserName, string Name, string Meaning);

/// <summary>Signing by two components.</summary>
internal static class SignatureApi
{
    public static void MapSignatures(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/signatures").WithTags("Access");

        api.MapGet("/needs", async (HttpContext http, Door door, Signatures signatures) =>
                await door.SessionOfAsync(http.User) is { } session
                    ? Results.Ok(new { userName = signatures.NeedsBoth(session) })
                    : Results.Unauthorized())
            .WithMetadata(new NotAnActivity()).WithSummary("Whether the next signature here needs the user id beside the password.");

        api.MapPost("/", async (SignatureRequest request, HttpContext http, Door door, Signatures signatures) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var check = await signatures.CheckAsync(request.UserName, request.Password, session, request.Meaning, request.Shown);
                return check is { Given: { } given, Token: { } token }
                    ? Results.Ok(new SignatureToken(token, given.Signer.Id, given.Signer.Name, given.Meaning))
                    : Results.Conflict(check.Refusal);
            })
            .WithSummary("Checks the components of a signature and gives the token that the signed command bears.")
            .Produces<SignatureToken>().Produces<Refusal>(409);
    }
}
