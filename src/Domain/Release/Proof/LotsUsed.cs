using Cellwright.Domain.Execution.Commands;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each lot was released, in date and sufficient when it went in (211.84(a), 211.87).</summary>
internal sealed class LotsUsed : ProofRule
{
    public override string Name => "lots";

    public override string Title => "Every lot released, in date and sufficient when it was added";

    public override string Basis => "211.84(a), 211.87, 211.101";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not MaterialAdded added) yield break;
        var lot = moment.Before.Lot(added.LotId);
        yield return Of(moment, $"{added.Step}/{added.Demand}",
            Measured.Of(measure => Invariant($"lot {added.LotId} of {lot.Material}, {lot.Status.ToString().ToLowerInvariant()}, expiry {lot.Expiry:yyyy-MM-dd}, {measure(Invariant($"{lot.Received - lot.Used}"), lot.Unit)} left, {measure(Invariant($"{added.Amount}"), added.Unit)} added")),
            lot.RefusalFor(added.Material, moment.Line.DoneAt, (decimal)added.Amount, added.Unit)?.Sentence);
    }
}
