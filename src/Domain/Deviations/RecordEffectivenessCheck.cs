using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// The quality unit says, by signature, whether an action has worked (ICH Q10, 3.2.2). Whoever did the action cannot sign it: nobody
/// reviews their own work (211.100(b)). What did not work is acted on again: by another action, after a reopening where that is needed.
/// </summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Number">Number of the action.</param>
/// <param name="Effective">True when it has worked.</param>
/// <param name="Findings">What was looked at, and what was seen.</param>
[AllowedTo(Role.QA), Signed("effectiveness")]
public sealed record RecordEffectivenessCheck(string DeviationId, int Number, bool Effective, string Findings) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessExists(DeviationId) is { } refusal) return refusal;
        if (state.RefusalUnlessStands(Number) is { } none) return none;
        var action = state.Actions[Number - 1];
        if (action.OpenCheck is null) return new Refusal("check", $"No check of action {Number} of {DeviationId} waits for its result. Plan one first.");
        if (action.Status != ActionStatus.Completed) return new Refusal("action", Invariant($"Action {Number} of {DeviationId} is not done yet, due {action.Due:yyyy-MM-dd HH:mm zzz}. Wait until {action.OwnerName} has said that it is done."));
        if (string.IsNullOrWhiteSpace(Findings)) return new Refusal("findings", "Say what was looked at and what was seen.");
        if (DeviationStatements.RefusalFor(act, "effectiveness", DeviationStatements.Effectiveness(state, Number, Effective, Findings.Trim()), Role.QA) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        return signer.Id == action.Owner
            ? new Refusal("independence", $"{signer.Name} did action {Number}. Ask somebody else of the quality unit to say whether it has worked.")
            : new EffectivenessChecked(Number, Effective, Findings.Trim(), signer.Id, signer.Name, act.Signature.Shown);
    }
}

/// <summary>It was seen whether an action has worked.</summary>
public sealed record EffectivenessChecked(int Number, bool Effective, string Findings, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state.ChangeCheck(Number, check => check with { Result = new EffectivenessResult(Effective, Findings, Signer, Name, when.At, Shown) });
}
