using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Access;

/// <summary>The people of the ledger, as the door needs them.</summary>
public interface IPeople
{
    /// <summary>The person of that id; <see cref="Person.Empty"/> when nobody is registered under it.</summary>
    Task<Person> FindAsync(string id);

    /// <summary>The site's statement of accountability.</summary>
    Task<Accountability> AccountabilityAsync();

    /// <summary>Gives a command to the desk; null when it stands.</summary>
    Task<Refusal?> SendAsync(Command<Person> command, Caller caller);
}
