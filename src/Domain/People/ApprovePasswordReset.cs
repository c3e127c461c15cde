using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.People;

/// <summary>A second person approves a reset: they know that the person asked for it, and sign.</summary>
/// <param name="PersonId">Whose password.</param>
[AllowedTo(Role.Supervisor, Role.QA)]
[Signed("approval")]
public sealed record ApprovePasswordReset(string PersonId) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (state.Reset is not { } asked)
            return new Refusal("reset", $"Nobody asked for a reset of the password of {state.Name}. An administrator asks for it first.");
        if (asked.ApprovedBy is not null) return Decision<Person>.Nothing;
        if (Signature.RefusalFor(act, "approval", Role.Supervisor, Role.QA) is { } unsigned) return unsigned;
        if (act.Signature!.Signer.Id == asked.By)
            return new Refusal("second-person", "You asked for this reset. Another person, a supervisor or QA, approves it.");
        if (act.Signature.Signer.Id == PersonId)
            return new Refusal("second-person", "It is your own password. Another person, a supervisor or QA, approves its reset.");
        return act.Signature.Shown == SignedText.Hash(Statement(state))
            ? new PasswordResetApproved(Signature.Of(act))
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }

    /// <summary>What the second person signs; empty when no reset waits.</summary>
    public static string Statement(Person person) => person.Reset is not { } asked
        ? ""
        : SignedText.Of(
            $"reset of the password of {SignedText.Free(person.Name)}, user id {person.Id}",
            Invariant($"asked for by {asked.By} at {asked.At:O}"),
            $"reason: {SignedText.Free(asked.Reason)}",
            asked.SecondFactorToo ? "authenticator and passkeys are taken away too" : "authenticator and passkeys stay",
            "I know from the person that they asked for it.");
}

/// <summary>A second person approved a reset.</summary>
public sealed record PasswordResetApproved(Signature Signature) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state with { Reset = state.Reset is { } asked ? asked with { ApprovedBy = Signature.By } : null };
}
