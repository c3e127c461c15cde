using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>A person acknowledges, by their signature, that they answer for what is done under it (11.10(j)).</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Version">Version of the statement that they read.</param>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor, Role.Administrator)]
[Signed("accountability")]
public sealed record AcknowledgeAccountability(string PersonId, string Version) : Command<Person>
{
    private static readonly StateOf<Accountability> Statement = new(Accountability.Site);

    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Person state, Performer by, DateTimeOffset at) => [Statement];

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        var site = act.Facts.Of(Statement);
        if (site.Version is null)
            return new Refusal("accountability", "The site has no statement of accountability yet. Quality issues one first.");
        if (site.Version != Version)
            return new Refusal("accountability", $"Version {site.Version} of the statement is in force. Read that one, then sign.");
        if (Signature.RefusalFor(act, "accountability", Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor, Role.Administrator) is { } unsigned)
            return unsigned;
        if (act.Signature!.Signer.Id != PersonId)
            return new Refusal("self", "Everybody acknowledges the statement for themselves. Sign with your own user id.");
        if (act.Signature.Shown != site.Hash)
            return new Refusal("shown", "What was shown is not the statement in force. Read it again, then sign.");
        return state.Acknowledged == Version
            ? Decision<Person>.Nothing
            : new AccountabilityAcknowledged(Version, Signature.Of(act));
    }
}

/// <summary>A person acknowledged a version of the statement of accountability.</summary>
public sealed record AccountabilityAcknowledged(string Version, Signature Signature) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state with { Acknowledged = Version };
}
