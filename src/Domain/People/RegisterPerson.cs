using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Makes somebody known to the site. The first administrator is registered by the server, at the one-time link.</summary>
/// <param name="Id">User id: 2 to 32 of <c>a-z 0-9 . -</c>, beginning with a letter.</param>
/// <param name="Name">Printed name.</param>
/// <param name="Roles">Roles held from now on.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator, Role.System)]
public sealed partial record RegisterPerson(string Id, string Name, ImmutableHashSet<Role> Roles) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (!IsUserId(Id) || Id == Performer.System.Id)
            return new Refusal("user-id",
                "A user id is 2 to 32 characters of a-z, 0-9, point and hyphen, begins with a letter, and is not \"system\". Choose another.");
        if (state.Registered)
            return new Refusal("user-id",
                $"The user id {Id} was given to {state.Name} and is never given again. Choose another.");
        if (string.IsNullOrWhiteSpace(Name))
            return new Refusal("name", "Give the name that is to be printed beside this person's signatures.");
        if (RoleRules.RefusalFor(Roles) is { } refusal) return refusal;
        return new PersonRegistered(Id, Name.Trim(), Roles);
    }

    /// <summary>True for a well-formed user id. One case only, so that no two people differ by a capital.</summary>
    public static bool IsUserId(string id) => UserId().IsMatch(id);

    [GeneratedRegex(@"\A[a-z][a-z0-9.-]{1,31}\z")]
    private static partial Regex UserId();
}

/// <summary>Somebody became known to the site.</summary>
public sealed record PersonRegistered(string Id, string Name, ImmutableHashSet<Role> Roles) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state.Holding(Roles, when.At) with { Id = Id, Name = Name, OneTimeIssuedBy = when.By };
}
