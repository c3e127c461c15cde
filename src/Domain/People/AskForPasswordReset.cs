using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>
/// Asks that a forgotten password be reset. Nothing happens to the account before a second person approved it (11.200(a)(3)).
/// </summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Reason">Why.</param>
/// <param name="SecondFactorToo">True to take authenticator and passkeys away too, because they are lost.</param>
[AllowedTo(Role.Administrator)]
public sealed record AskForPasswordReset(string PersonId, string Reason, bool SecondFactorToo = false) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (state.Disabled)
            return new Refusal("disabled", $"{state.Name} is disabled. Enable the person first, then ask for the reset.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for the reset, e.g. that the person asked for it at the desk.");
        return state.Reset is { } open && open.By == act.By.Id && open.Reason == Reason.Trim() && open.SecondFactorToo == SecondFactorToo
            ? Decision<Person>.Nothing
            : new PasswordResetAsked(Reason.Trim(), SecondFactorToo);
    }
}

/// <summary>An administrator asked for a reset; it waits for a second person.</summary>
public sealed record PasswordResetAsked(string Reason, bool SecondFactorToo) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state with { Reset = new ResetAsked(when.By, when.At, Reason, SecondFactorToo) };
}
