using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>
/// Somebody of trust stands beside a person who changes a one-time password into one of their own, and gives user id and
/// password for it. Without that, whoever issued the secret could use it.
/// </summary>
/// <param name="PersonId">Who chooses the password.</param>
[OwnEndpoint]
[AllowedTo(Role.Supervisor, Role.QA)]
public sealed record VouchForPerson(string PersonId) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (act.By.Id == PersonId)
            return new Refusal("second-person", "Nobody vouches for themselves. Ask another person, a supervisor or QA, to come to this screen.");
        if (act.By.Id == state.OneTimeIssuedBy)
            return new Refusal("second-person", "You issued the one-time password. Ask another person, a supervisor or QA, to come to this screen.");
        return new PersonVouchedFor(act.By.Name, act.Terminal);
    }
}

/// <summary>Somebody of trust saw the person choose a password.</summary>
/// <param name="Name">Printed name of the one who vouched.</param>
/// <param name="Terminal">Where they stood.</param>
public sealed record PersonVouchedFor(string Name, string Terminal) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state;
}
