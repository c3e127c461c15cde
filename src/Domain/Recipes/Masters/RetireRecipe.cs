using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>Takes a version of a master record out of use for ever, approved or not. Batches under way by it go on (11.10(k)(2), 211.100(a)).</summary>
/// <param name="Id">Recipe id.</param>
/// <param name="Version">Version.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.QA)]
[Signed("retirement")]
public sealed record RetireRecipe(string Id, string Version, string Reason) : Command<Master>
{
    /// <inheritdoc />
    public override string StreamId => Master.NameOf(Id, Version);

    /// <inheritdoc />
    public override Decision<Master> Decide(Master state, Act act)
    {
        if (!state.Exists)
            return new Refusal("recipe", $"{StreamId} is not on record. Check its name.");
        if (state.Retired is not null) return Decision<Master>.Nothing;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", $"Say why {state.Name} is retired.");
        if (Signature.RefusalFor(act, "retirement", Role.QA) is { } unsigned) return unsigned;
        return act.Signature!.Shown == SignedText.Hash(MasterStatements.Retirement(state, Reason.Trim()))
            ? new RecipeRetired(Signature.Of(act), Reason.Trim())
            : new Refusal("signature", $"What was shown to you is not the retirement of {state.Name} for this reason. Open it again, read it, and sign.");
    }
}

/// <summary>A version of a master record was taken out of use.</summary>
public sealed record RecipeRetired(Signature Signature, string Reason) : Event<Master>
{
    /// <inheritdoc />
    public override Master Apply(Master state, Happened when) => state with { Retired = new(Signature, Reason) };
}
