using System.Security.Claims;
using Cellwright.Domain.Basics;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Access;

/// <summary>Who a signed-in person is to the desk: with the roles and the training of this moment.</summary>
public sealed class Callers(Door door, Sessions sessions, Signatures signatures, IPeople people)
{
    /// <summary>The signed-in person as the ledger knows them now, or null when the session has ended.</summary>
    public async Task<Performer?> PerformerAsync(ClaimsPrincipal user) =>
        await door.SessionOfAsync(user) is { } session ? (await people.FindAsync(session.PersonId)).ToPerformer() : null;

    /// <summary>The caller of a command, for an HTTP request and for a page that stays open alike.</summary>
    /// <param name="user">The signed-in person.</param>
    /// <param name="commandId">Id of the command.</param>
    /// <param name="signatureToken">Token of the signature given for it, or null.</param>
    /// <param name="expectedVersion">Version that the person saw, or null.</param>
    public async Task<(Caller? Caller, Refusal? Refusal)> OfAsync(
        ClaimsPrincipal user, Guid commandId, string? signatureToken = null, long? expectedVersion = null)
    {
        if (await door.SessionOfAsync(user) is not { } session)
            return (null, new("session", "The session has ended. Sign in again."));
        await sessions.TouchAsync(session);
        SignatureGiven? given = null;
        if (signatureToken is not null)
        {
            (given, var refusal) = await signatures.TakeAsync(signatureToken, session, commandId);
            if (refusal is not null) return (null, refusal);
        }

        var performer = (await people.FindAsync(session.PersonId)).ToPerformer();
        return (new Caller(performer, session.Terminal, commandId, given, expectedVersion), null);
    }
}
