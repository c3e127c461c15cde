using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Gives a person another set of roles.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Roles">All roles held from now on.</param>
/// <param name="Reason">Why.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator)]
public sealed record ChangeRoles(string PersonId, ImmutableHashSet<Role> Roles, string Reason) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (act.By.Id == PersonId)
            return new Refusal("self", "Nobody changes their own roles. Ask another administrator.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for the change of roles.");
        if (RoleRules.RefusalFor(Roles) is { } refusal) return refusal;
        return state.Roles.SetEquals(Roles)
            ? Decision<Person>.Nothing
            : new RolesChanged(Roles, Reason.Trim());
    }
}

/// <summary>A person's roles were changed.</summary>
public sealed record RolesChanged(ImmutableHashSet<Role> Roles, string Reason) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state.Holding(Roles, when.At);
}
