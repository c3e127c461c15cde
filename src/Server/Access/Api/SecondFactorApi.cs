using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Api;

/// <summary>A code of the authenticator that is being set up.</summary>
public sealed record CodeRequest(string Code);

/// <summary>Codes that serve once each, in the place of the authenticator.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>The password again, for what must not happen at a tablet that was left alone.</summary>
public sealed record PasswordAgain(string Password);

/// <summary>A person's own second factor.</summary>
internal static class SecondFactorApi
{
    public static void MapSecondFactor(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/second-factor").WithTags("Access").RequireAuthorization(AccessRegistration.EvenWithoutSecondFactor);

        api.MapGet("/", async (HttpContext http, Door door, SecondFactors factors) =>
                await door.SessionOfAsync(http.User) is { } session ? Results.Ok(await factors.OfAsync(session.PersonId)) : Results.Unauthorized())
            .WithSummary("What the signed-in person has beside the password.").Produces<SecondFactorState>();

        api.MapPost("/authenticator", async (PasswordAgain request, HttpContext http, Door door, Passwords passwords, SecondFactors factors) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var (_, wrong) = await passwords.CheckAsync(session.PersonId, request.Password, session.Terminal, forSignature: false);
                if (wrong is not null) return Results.Conflict(wrong);
                var (key, refusal) = await factors.BeginAsync(session.PersonId);
                return refusal is null ? Results.Ok(key) : Results.Conflict(refusal);
            })
            .WithSummary("A key for an authenticator app; it counts once a code of it came back.").Produces<AuthenticatorKey>().Produces<Refusal>(409);

        api.MapPost("/authenticator/confirm", async (CodeRequest request, HttpContext http, Door door, SecondFactors factors) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var (codes, refusal) = await factors.ConfirmAsync(session.PersonId, request.Code, session.Terminal);
                if (refusal is not null) return Results.Conflict(refusal);
                await door.RenewAsync(http, session);
                return Results.Ok(new RecoveryCodes(codes!));
            })
            .WithSummary("The first code of the authenticator; gives the recovery codes, once.").Produces<RecoveryCodes>().Produces<Refusal>(409);

        api.MapPost("/remove", async (PasswordAgain request, HttpContext http, Door door, Passwords passwords, SecondFactors factors) =>
            {
                if (await door.SessionOfAsync(http.User) is not { } session) return Results.Unauthorized();
                var (_, wrong) = await passwords.CheckAsync(session.PersonId, request.Password, session.Terminal, forSignature: false);
                if (wrong is not null) return Results.Conflict(wrong);
                await factors.RemoveAsync(session.PersonId, session.Terminal);
                await door.RenewAsync(http, session);
                return Results.NoContent();
            })
            .WithSummary("Takes one's own second factor away.").Produces(204).Produces<Refusal>(409);
    }
}
