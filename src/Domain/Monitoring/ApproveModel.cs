using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Monitoring;

/// <summary>
/// The quality unit approves a model, by signature, which puts it in force at once. Its author cannot (211.100(a), 11.10(g)); and one that replaces another ran in
/// shadow beside it first, so that somebody could compare the two.
/// </summary>
/// <param name="Id">Name of the model.</param>
/// <param name="Version">Version.</param>
[AllowedTo(Role.QA), Signed("approval")]
public sealed record ApproveModel(string Id, string Version) : Command<MonitoringModel>
{
    private static readonly StatesOf<MonitoringModel> All = new("");

    /// <inheritdoc />
    public override string StreamId => MonitoringModel.NameOf(Id, Version);

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(MonitoringModel state, Performer by, DateTimeOffset at) => [All];

    /// <inheritdoc />
    public override Decision<MonitoringModel> Decide(MonitoringModel state, Act act)
    {
        if (state.RefusalUnlessUsable() is { } unusable) return unusable;
        if (state.Approval is not null) return Decision<MonitoringModel>.Nothing;
        var models = act.Facts.Of(All);
        var before = ModelLifecycle.InForceBeside(state, models);

        // What no signature would mend is said before anybody signs.
        if (before is not null && state.ShadowSince is null)
            return new Refusal("shadow", $"{before.Name} is in force, and nobody has compared {state.Name} with it. Let {state.Name} run in shadow first.");
        if ((act.Signature?.Signer ?? act.By).Id == state.Author) return new Refusal("independence", $"You submitted {state.Name}. Another person of the quality unit must approve it.");
        if (Signature.RefusalFor(act, "approval", Role.QA) is { } unsigned) return unsigned;
        return act.Signature!.Shown == SignedText.Hash(ModelStatements.Approval(state))
            ? new ModelApproved(Signature.Of(act))
            : new Refusal("signature", $"What was shown to you is not the approval of {state.Name} as it is on record. Open it again, read it, and sign.");
    }
}

/// <summary>A model is in force; the one before it is superseded.</summary>
/// <param name="Signature">Of whom.</param>
public sealed record ModelApproved(Signature Signature) : Event<MonitoringModel>
{
    /// <inheritdoc />
    public override MonitoringModel Apply(MonitoringModel state, Happened when) => state with { Approval = Signature };
}
