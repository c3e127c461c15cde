using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Hosting;

/// <summary>The people of the ledger, for the door.</summary>
internal sealed class DeskPeople(Desk.Desk desk) : IPeople
{
    /// <inheritdoc />
    public Task<Person> FindAsync(string id) => desk.StateAsync<Person>(id);

    /// <inheritdoc />
    public Task<Accountability> AccountabilityAsync() => desk.StateAsync<Accountability>(Accountability.Site);

    /// <inheritdoc />
    public async Task<Refusal?> SendAsync(Command<Person> command, Caller caller) => (await desk.SendAsync(command, caller)).Refusal;
}
