using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Takes a person's access away, at once: open sessions end too (11.300(c)).</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Reason">Why.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator)]
public sealed record DisablePerson(string PersonId, string Reason) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (act.By.Id == PersonId)
            return new Refusal("self", "You would lock yourself out. Ask another administrator to disable you.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for taking this person's access away.");
        return state.Disabled ? Decision<Person>.Nothing : new PersonDisabled(Reason.Trim());
    }
}

/// <summary>A person's access was taken away; the user id stays theirs.</summary>
public sealed record PersonDisabled(string Reason) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state with { Disabled = true };
}
