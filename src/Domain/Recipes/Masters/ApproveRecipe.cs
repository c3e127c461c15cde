using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>
/// Approves a version of a master record. Two people sign, neither of them its author: first an engineer or supervisor,
/// then QA (211.186(a), 211.100(a)).
/// </summary>
/// <param name="Id">Recipe id.</param>
/// <param name="Version">Version.</param>
/// <param name="EffectiveFrom">With the second approval: from when on it may be used; at once when null.</param>
[AllowedTo(Role.Engineer, Role.Supervisor, Role.QA)]
[Signed("approval")]
public sealed record ApproveRecipe(string Id, string Version, DateTimeOffset? EffectiveFrom = null) : Command<Master>
{
    /// <inheritdoc />
    public override string StreamId => Master.NameOf(Id, Version);

    /// <inheritdoc />
    public override Decision<Master> Decide(Master state, Act act)
    {
        if (!state.Exists)
            return new Refusal("recipe", $"{StreamId} is not on record. Submit the recipe first.");
        if (state.Retired is not null)
            return new Refusal("recipe-retired", $"{state.Name} is retired. Submit a new version and have that approved.");
        if (state.Approved) return Decision<Master>.Nothing;
        if (Signature.RefusalFor(act, "approval", Role.Engineer, Role.Supervisor, Role.QA) is { } unsigned) return unsigned;

        var given = act.Signature!;
        // Whoever reads the text itself signs its hash; a page shows the statement, which names the effective date too.
        if (given.Shown != state.ContentHash && given.Shown != SignedText.Hash(MasterStatements.Approval(state, EffectiveFrom)))
            return new Refusal("signature", $"What was shown to you is not the text of {state.Name} on record. Open it again, read it, and sign.");
        if (given.Signer.Id == state.Author || state.Authors.Contains(given.Signer.Id))
            return new Refusal("independence", $"You wrote {state.Name}. Two other people must approve it.");
        if (state.Signatures.Any(signature => signature.By == given.Signer.Id))
            return new Refusal("independence", $"You have approved {state.Name} already. Another person must give the second approval.");

        var first = state.Signatures.IsEmpty;
        if (first && !given.Signer.Holds(Role.Engineer, Role.Supervisor))
            return new Refusal("authority", $"An engineer or supervisor approves {state.Name} first. Ask one of them; QA signs after that.");
        if (!first && !given.Signer.Holds(Role.QA))
            return new Refusal("authority", $"QA gives the second approval of {state.Name}. Ask QA to sign.");
        if (EffectiveFrom < act.At)
            return new Refusal("effective", "A recipe cannot come into force in the past. Give a later time, or none for now.");
        return new RecipeApproved(Signature.Of(act), first ? null : EffectiveFrom ?? act.At);
    }
}

/// <summary>Somebody approved a version of a master record; the second approval brings the time from which it may be used.</summary>
public sealed record RecipeApproved(Signature Signature, DateTimeOffset? EffectiveFrom) : Event<Master>
{
    /// <inheritdoc />
    public override Master Apply(Master state, Happened when) =>
        state with { Signatures = state.Signatures.Add(Signature), EffectiveFrom = EffectiveFrom };
}
