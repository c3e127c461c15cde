using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Gives a disabled person access again, with the roles held before.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Reason">Why.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator)]
public sealed record EnablePerson(string PersonId, string Reason) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for letting this person in again.");
        return state.Disabled ? new PersonEnabled(Reason.Trim()) : Decision<Person>.Nothing;
    }
}

/// <summary>A disabled person has access again.</summary>
public sealed record PersonEnabled(string Reason) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state with { Disabled = false };
}
