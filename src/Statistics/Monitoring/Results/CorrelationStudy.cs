using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Regression;

namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>How far two measurands went together over lots in which both were measured. It gives no factor to convert one into the other.</summary>
/// <param name="First">Name of one measurand.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="Lots">Lots with both, each with its two results as <see cref="LotResult.Scaled"/>.</param>
/// <param name="Rank">Spearman's correlation.</param>
/// <param name="RankInterval">Of 95 %.</param>
/// <param name="Line">log10 of the second over log10 of the first, both with error; null where one of the two is no logarithm, or where the interval of the rank correlation holds zero: a line through a cloud says nothing.</param>
public sealed record CorrelationStudy(string First, string Second, IReadOnlyList<PairedLot> Lots, double Rank, CorrelationInterval RankInterval, Deming? Line)
{
    /// <summary>Fewest lots with both: below it an interval says almost nothing (engineering assumption).</summary>
    public const int FewestLots = 10;

    /// <summary>The study of two measurands, or null where too few lots have both.</summary>
    /// <param name="first">Results of one measurand, one a lot.</param>
    /// <param name="second">Results of the other.</param>
    /// <exception cref="UnusableInputException">In lots that have both a value not finite, one on a logarithm not above zero, or results of one measurand that are all equal.</exception>
    /// <exception cref="ArgumentException">Two results of one lot among the second.</exception>
    public static CorrelationStudy? Of(IReadOnlyList<LotResult> first, IReadOnlyList<LotResult> second)
    {
        var others = second.ToDictionary(result => result.Run, StringComparer.Ordinal);
        var lots = first.Where(result => others.ContainsKey(result.Run)).Select(result => new PairedLot(result.Run, result.Scaled, others[result.Run].Scaled)).ToArray();
        if (lots.Length < FewestLots) return null;
        double[] x = [.. lots.Select(lot => lot.First)], y = [.. lots.Select(lot => lot.Second)];
        var rank = RankCorrelation.Of(x, y);
        var (low, high) = rank.Interval();

        // The relative errors of two titre assays are taken to be alike (engineering assumption): with the ratio 1 the line is the same from either side.
        var line = first[0].IsLogarithmic && second[0].IsLogarithmic && low * high > 0 ? Deming.Of(x, y) : null;
        return new CorrelationStudy(first[0].Measurand, second[0].Measurand, lots, rank.Coefficient, new CorrelationInterval(low, high), line);
    }
}

/// <summary>A lot with results of two measurands.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="First">Result of one measurand, as <see cref="LotResult.Scaled"/>.</param>
/// <param name="Second">Of the other, likewise.</param>
public sealed record PairedLot(string Run, double First, double Second);

/// <summary>Ends of an interval.</summary>
/// <param name="Low">Lower end, -1 or more.</param>
/// <param name="High">Upper end, 1 or less.</param>
public sealed record CorrelationInterval(double Low, double High);
