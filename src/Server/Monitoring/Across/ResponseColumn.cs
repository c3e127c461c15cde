using Cellwright.Domain.Deviations;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>A batch in a column.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Value">The latest value that stands, over all iterations of its step.</param>
/// <param name="At">When it was true.</param>
/// <param name="Values">Every value that stands, one an iteration.</param>
/// <param name="Facts">Fact to what it was in this batch when the value was taken; a fact that was not recorded is not there.</param>
public sealed record ResponseRow(string Batch, double Value, DateTimeOffset At, IReadOnlyList<double> Values, IReadOnlyDictionary<string, string> Facts);

/// <summary>One parameter over the batches of a recipe, in the order of time.</summary>
/// <param name="Recipe">Id of the recipe.</param>
/// <param name="Reference"><c>phase/parameter</c>.</param>
/// <param name="Title">Step and parameter for people.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Proven">The proven acceptable range of the newest version that a batch executed.</param>
/// <param name="Target">Its target, or null.</param>
/// <param name="Rows">The newest batches that recorded it, in the order of time.</param>
/// <param name="Older">How many older ones there are.</param>
/// <param name="OtherUnit">How many were left out because their value has another unit.</param>
/// <param name="FactNames">Facts of these rows.</param>
public sealed record ResponseColumn(
    string Recipe, string Reference, string Title, string Unit, Limits Proven, double? Target, IReadOnlyList<ResponseRow> Rows, int Older, int OtherUnit, IReadOnlyList<string> FactNames)
{
    /// <summary>The column of a parameter, or null where no batch recorded it.</summary>
    /// <param name="batches">Batches of the recipe, in any order.</param>
    /// <param name="recipe">Id of the recipe.</param>
    /// <param name="reference"><c>phase/parameter</c>.</param>
    /// <param name="newest">How many of the newest batches.</param>
    public static ResponseColumn? Of(IEnumerable<BatchFacts> batches, string recipe, string reference, int newest)
    {
        var all = new List<(BatchFacts Batch, StandingValue Latest)>();
        foreach (var batch in batches)
        {
            if (batch.Recipe.Id != recipe) continue;
            for (var i = batch.Values.Length - 1; i >= 0; i--)
            {
                if (batch.Values[i].Reference != reference) continue;
                all.Add((batch, batch.Values[i]));
                break;
            }
        }

        if (all.Count == 0) return null;
        all.Sort((a, b) => a.Latest.At.CompareTo(b.Latest.At) is not 0 and var time ? time : string.CompareOrdinal(a.Batch.Id, b.Batch.Id));
        var (unit, last) = (all[^1].Latest.Unit, all[^1].Batch.Recipe);
        var fit = all.Where(one => one.Latest.Unit == unit).ToList();
        var rows = fit.Skip(Math.Max(0, fit.Count - newest)).Select(one => Row(one.Batch, one.Latest)).ToList();
        var (phase, parameter) = Named(last, reference);
        return new(
            recipe, reference, phase is null ? reference : $"{phase.Id} {phase.Title}: {parameter?.Title ?? reference[(phase.Id.Length + 1)..]}", unit, parameter?.Proven ?? Limits.Open, parameter?.Target,
            rows, fit.Count - rows.Count, all.Count - fit.Count, [.. rows.SelectMany(row => row.Facts.Keys).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The phase and the parameter of a reference, each null where the recipe has none of that name.</summary>
    public static (Phase? Phase, Parameter? Parameter) Named(Recipe recipe, string reference)
    {
        var slash = reference.LastIndexOf('/');
        var phase = slash < 0 ? null : recipe.Phases.FirstOrDefault(one => one.Id == reference[..slash]);
        return (phase, phase?.Parameters.FirstOrDefault(one => one.Name == reference[(slash + 1)..]));
    }

    private static ResponseRow Row(BatchFacts batch, StandingValue latest)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Facts.Shift] = Shift.Of(latest.At).Turn, [Facts.Operator] = latest.By, [Facts.Version] = batch.Recipe.Version,
        };
        if (latest.Instrument is { } instrument) facts[Facts.Instrument] = instrument;

        // What came in after the value was taken cannot have moved it. Of an item the last counts, of lots all.
        foreach (var kind in batch.Used.Where(used => used.At <= latest.At).GroupBy(used => used.Kind))
            facts[kind.Key] = kind.Key.StartsWith(Facts.Lot, StringComparison.Ordinal) ? string.Join(" + ", kind.Select(used => used.Which).Distinct().Order(StringComparer.Ordinal)) : kind.Last().Which;
        return new(batch.Id, latest.Value, latest.At, [.. batch.Values.Where(value => value.Reference == latest.Reference && value.Unit == latest.Unit).Select(value => value.Value)], facts);
    }
}
