using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>
/// Carries out a reset that a second person approved: a one-time secret takes the place of the password. The secret alone
/// lets nobody in: see <see cref="VouchForPerson"/>.
/// </summary>
/// <param name="PersonId">Whose.</param>
[OwnEndpoint]
[AllowedTo(Role.Administrator)]
public sealed record ResetPassword(string PersonId) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (state.Disabled)
            return new Refusal("disabled", $"{state.Name} is disabled. Enable the person first, then reset the password.");
        if (state.Reset is not { } asked)
            return new Refusal("second-person", $"Ask for the reset of the password of {state.Name} first; a supervisor or QA approves it.");
        if (asked.ApprovedBy is null)
            return new Refusal("second-person", $"The reset of the password of {state.Name} waits for a second person: a supervisor or QA approves it.");
        return new PasswordReset(asked.Reason, asked.SecondFactorToo ? true : null);
    }
}

/// <summary>A one-time secret took the place of a person's password.</summary>
/// <param name="Reason">Why.</param>
/// <param name="SecondFactorToo">True when authenticator and passkeys were taken away too.</param>
public sealed record PasswordReset(string Reason, bool? SecondFactorToo = null) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => 
        state with { Reset = null, OneTimeIssuedBy = when.By, SecondFactorTaken = SecondFactorToo == true };
}
