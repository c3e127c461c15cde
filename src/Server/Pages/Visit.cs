using System.Security.Claims;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Microsoft.AspNetCore.Components.Authorization;

namespace Cellwright.Server.Pages;

/// <summary>The person in front of a page: who it is now, and what they send and sign.</summary>
public sealed class Visit(AuthenticationStateProvider signedIn, Callers callers, Door door, Signatures signatures, Desk.Desk desk)
{
    /// <summary>The person with the roles and training of this moment, or null when the session has ended.</summary>
    public async Task<Performer?> WhoAsync() => await callers.PerformerAsync(await UserAsync());

    /// <summary>Checks the two components of a signature; gives the token that the signed command bears, or the refusal.</summary>
    /// <param name="userName">User id; may be another person's than the one whose session it is.</param>
    /// <param name="password">Password.</param>
    /// <param name="meaning">Why.</param>
    /// <param name="shown">SHA-256, lower-case hex, of exactly what is shown.</param>
    public async Task<(string? Token, Refusal? Refusal)> SignAsync(string userName, string password, string meaning, string shown)
    {
        if (await door.SessionOfAsync(await UserAsync()) is not { } session) return (null, Ended);
        var check = await signatures.CheckAsync(userName, password, session, meaning, shown);
        return (check.Token, check.Refusal);
    }

    /// <summary>This person as the caller of an act that concerns accounts too; or why there is none.</summary>
    public async Task<(Caller? Caller, Refusal? Refusal)> CallerAsync(Guid commandId) => await callers.OfAsync(await UserAsync(), commandId);

    /// <summary>Gives a command to the desk as this person.</summary>
    public async Task<Answer> SendAsync<TState>(Command<TState> command, Guid commandId, string? signature = null)
        where TState : IStream<TState>
    {
        var user = await UserAsync();
        var (caller, refusal) = await callers.OfAsync(user, commandId, signature);
        if (caller is not null) return await desk.SendAsync(command, caller);
        // Whose signature does not hold has attempted the act all the same, and the record says so.
        var (unsigned, _) = await callers.OfAsync(user, commandId);
        return unsigned is null ? new Answer(refusal, 0, []) : await desk.RefuseAsync(command, unsigned, refusal!);
    }

    private async Task<ClaimsPrincipal> UserAsync() => (await signedIn.GetAuthenticationStateAsync()).User;

    private static Refusal Ended => new("session", "The session has ended. Sign in again.");
}
