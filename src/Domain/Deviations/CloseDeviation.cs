using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// The quality unit closes a deviation, by signature, once nothing is missing (211.192). Neither who worked in the step nor who
/// investigated can sign: nobody reviews their own work (11.10(g), 211.100(b)).
/// </summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Conclusion">What it means for the batch.</param>
[AllowedTo(Role.QA), Signed("closure")]
public sealed record CloseDeviation(string DeviationId, string Conclusion) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) =>
        state.Status == DeviationStatus.None ? [] : [new StateOf<Batch>(state.BatchId), new RelatedTo(DeviationId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessExists(DeviationId) is { } none) return none;
        if (state.Closure is { } closed)
            return new Refusal("closed", FormattableString.Invariant($"{DeviationId} was closed by {closed.Name} at {closed.At:yyyy-MM-dd HH:mm zzz}. To add something, reopen it with a reason."));
        var batch = act.Facts.Of(new StateOf<Batch>(state.BatchId));
        var missing = BeforeClosure.Missing(state, batch, act.Facts.Of(new RelatedTo(DeviationId))).ToList();
        if (missing.Count > 0) return new Refusal("incomplete", $"{DeviationId} still needs: {string.Join("; ", missing)}.");
        if (string.IsNullOrWhiteSpace(Conclusion)) return new Refusal("reason", "Say what it means for the batch.");
        if (DeviationStatements.RefusalFor(act, "closure", DeviationStatements.Closure(state, Conclusion.Trim()), Role.QA) is { } unsigned) return unsigned;
        var signature = act.Signature!;
        return BeforeClosure.RefusalFor(state, batch, signature.Signer) is { } notIndependent
            ? notIndependent
            : new DeviationClosed(Conclusion.Trim(), signature.Signer.Id, signature.Signer.Name, signature.Shown);
    }
}

/// <summary>The deviation is closed.</summary>
public sealed record DeviationClosed(string Conclusion, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with
    {
        Status = DeviationStatus.Closed,
        Closures = state.Closures.Add(new Closure(Conclusion, Signer, Name, when.At, Shown)),
    };
}
