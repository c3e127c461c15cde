using Cellwright.Domain.Basics;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Pages;

/// <summary>The person in front of the page: who it is now, and what they send and sign.</summary>
public interface IVisit
{
    /// <summary>The person with the roles and training of this moment, or null when the session has ended.</summary>
    Task<Performer?> WhoAsync();

    /// <summary>Checks the two components of a signature; gives the token that the signed command bears, or the refusal.</summary>
    /// <param name="userName">User id; may be another person's than the one whose session it is.</param>
    /// <param name="password">Password.</param>
    /// <param name="meaning">Why.</param>
    /// <param name="shown">SHA-256, lower-case hex, of exactly what is shown.</param>
    Task<(string? Token, Refusal? Refusal)> SignAsync(string userName, string password, string meaning, string shown);

    /// <summary>Gives a command to the desk as this person.</summary>
    Task<Answer> SendAsync<TState>(Command<TState> command, Guid commandId, string? signature = null)
        where TState : IStream<TState>;
}
