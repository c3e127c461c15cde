using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Monitoring;

/// <summary>Takes a version of a model out of use for ever, in force or not. What it said of batches stays on record.</summary>
/// <param name="Id">Name of the model.</param>
/// <param name="Version">Version.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.QA), Signed("retirement")]
public sealed record RetireModel(string Id, string Version, string Reason) : Command<MonitoringModel>
{
    /// <inheritdoc />
    public override string StreamId => MonitoringModel.NameOf(Id, Version);

    /// <inheritdoc />
    public override Decision<MonitoringModel> Decide(MonitoringModel state, Act act)
    {
        if (state.Retired is not null) return Decision<MonitoringModel>.Nothing;
        if (state.RefusalUnlessUsable() is { } unusable) return unusable;
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", $"Say why {state.Name} is retired.");
        if (Signature.RefusalFor(act, "retirement", Role.QA) is { } unsigned) return unsigned;
        return act.Signature!.Shown == SignedText.Hash(ModelStatements.Retirement(state, Reason.Trim()))
            ? new ModelRetired(Signature.Of(act), Reason.Trim())
            : new Refusal("signature", $"What was shown to you is not the retirement of {state.Name} for this reason. Open it again, read it, and sign.");
    }
}

/// <summary>A model was taken out of use.</summary>
/// <param name="Signature">Of whom.</param>
/// <param name="Reason">Why.</param>
public sealed record ModelRetired(Signature Signature, string Reason) : Event<MonitoringModel>
{
    /// <inheritdoc />
    public override MonitoringModel Apply(MonitoringModel state, Happened when) => state with { Retired = new(Signature, Reason) };
}
