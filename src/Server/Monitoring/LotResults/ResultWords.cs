using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Statistics.Monitoring.Results;

namespace Cellwright.Server.Monitoring.LotResults;

/// <summary>What a model of results can say and what it cannot, in sentences.</summary>
internal static class ResultWords
{
    /// <summary>Of all measurands and studies, for the card.</summary>
    public static IEnumerable<string> Card(ResultMonitor results) => results.Models.Select(Of).Concat(results.Studies.Select(Of)).Concat(results.Notes);

    /// <summary>Of one measurand.</summary>
    public static string Of(ResultModel model) => model.Explains
        ? Invariant($"{Title(model.Measurand)}, {model.Lots.Count} lots: {model.Basis} explains {100 * model.Q2:0} % of what lots differ by (leave-one-out Q2; reached by chance in {100 * model.Chance:0.#} % of permutations), with {Count(model.Components, "component")}. Most of it: {string.Join("; ", model.Strongest.Take(3))}. That is no proof of a cause.")
        : Invariant($"{Title(model.Measurand)}, {model.Lots.Count} lots: upstream explains nothing of it that could be told from chance (leave-one-out Q2 {model.Q2:0.00}, reached by chance in {100 * model.Chance:0.#} % of permutations). Its prediction is the spread of the training lots, and no more.");

    /// <summary>Of two measurands.</summary>
    public static string Of(CorrelationStudy study)
    {
        var line = study.Line is { } deming
            ? Invariant($" On logarithms {Name(study.Second)} rises by a power of {deming.Slope:0.00} (95 %: {deming.SlopeInterval().Low:0.00} to {deming.SlopeInterval().High:0.00}) of {Name(study.First)} (Deming, both assays taken to have the same relative error).")
            : study.RankInterval.Low * study.RankInterval.High > 0 ? "" : " It cannot be told from none.";
        return Invariant($"{Title(study.First)} and {Name(study.Second)} over {study.Lots.Count} lots: rank correlation {study.Rank:0.00} (95 %: {study.RankInterval.Low:0.00} to {study.RankInterval.High:0.00}).{line} This is a correlation study. It may not be used to state one in terms of the other: for a dose, a limit, a release or a lot that lacks a result, {Name(study.First)} and {Name(study.Second)} are measured, each by its own assay.");
    }

    /// <summary>How intervals are to be read.</summary>
    public static string Intervals => Invariant($"Intervals are made for {100 * ResultModel.Coverage:0} % of further lots by the jackknife+; at least {100 * ((2 * ResultModel.Coverage) - 1):0} % is guaranteed, whatever the distribution, as long as lots are made as the training lots were. Fewer than {ResultModel.FewestLots} lots with a result give no model.");

    /// <summary>A measurand as a person says it.</summary>
    public static string Name(string measurand) => Measurands.Find(measurand) is { } known ? Measurands.Words(known) : measurand;

    /// <summary>The same where a sentence or a line begins; p24 is never written otherwise.</summary>
    public static string Title(string measurand) => Name(measurand) is ['p', '2', ..] name ? name : $"{char.ToUpperInvariant(Name(measurand)[0])}{Name(measurand)[1..]}";

    /// <summary>A value for the eye.</summary>
    public static string Value(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
