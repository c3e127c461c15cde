using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>
/// Replaces a forgotten password by a one-time secret that the person must change before signing anything,
/// so that an administrator never can sign as somebody else.
/// </summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Reason">Why.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator)]
public sealed record ResetPassword(string PersonId, string Reason) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (state.Disabled)
            return new Refusal("disabled", $"{state.Name} is disabled. Enable the person first, then reset the password.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for the reset, e.g. that the person asked for it at the desk.");
        return new PasswordReset(Reason.Trim());
    }
}

/// <summary>A one-time secret took the place of a person's password.</summary>
public sealed record PasswordReset(string Reason) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state;
}
