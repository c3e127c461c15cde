using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Descriptive;

/// <summary>
/// Analysis of variance of one factor, groups of any sizes. Sums of squares in the unit squared; F, p and R² without unit.
/// Fisher 1925; the quantities are those that NIST StRD certifies.
/// </summary>
/// <param name="DegreesBetween">Groups less one.</param>
/// <param name="DegreesWithin">Observations less groups.</param>
/// <param name="SquaresBetween">Sum of squares between the groups.</param>
/// <param name="SquaresWithin">Sum of squares within the groups.</param>
/// <param name="F">Ratio of the mean squares; infinite where the groups differ and nothing varies within them.</param>
/// <param name="P">Probability of an F at least as large if all groups had one mean.</param>
/// <param name="RSquared">Share of the total sum of squares that lies between the groups.</param>
/// <param name="ResidualDeviation">Standard deviation within the groups.</param>
public sealed record OneWayAnova(int DegreesBetween, int DegreesWithin, double SquaresBetween, double SquaresWithin, double F, double P, double RSquared, double ResidualDeviation)
{
    /// <summary>Mean square between the groups.</summary>
    public double MeanSquareBetween => SquaresBetween / DegreesBetween;

    /// <summary>Mean square within the groups.</summary>
    public double MeanSquareWithin => SquaresWithin / DegreesWithin;

    /// <summary>The analysis of at least two groups, with more observations than groups.</summary>
    /// <param name="groups">Observations of each group, in one unit.</param>
    /// <exception cref="UnusableInputException">Too few groups or observations, an empty group, all observations equal, or one not finite.</exception>
    public static OneWayAnova Of(IReadOnlyList<double[]> groups)
    {
        foreach (var group in groups) Input.Values(group, 1, "observations of a group");
        return Of([.. groups.Select(group => Wide.From(group.AsSpan()))]);
    }

    /// <summary>The same for observations as they were written in decimal, of which no digit is lost (NIST StRD SmLs07 to SmLs09 have 13 leading digits in common).</summary>
    /// <param name="groups">Observations of each group, in one unit.</param>
    /// <exception cref="UnusableInputException">Too few groups or observations, an empty group, or all observations equal.</exception>
    public static OneWayAnova Of(IReadOnlyList<decimal[]> groups) => Of([.. groups.Select(group => Wide.From(group.AsSpan()))]);

    private static OneWayAnova Of(DoubleDouble[][] groups)
    {
        Input.Count(groups.Length, 2, "groups");
        foreach (var group in groups) Input.Count(group.Length, 1, "observations of a group");
        var count = groups.Sum(group => group.Length);
        Input.Count(count, groups.Length + 1, "observations in all groups together");

        var mean = Wide.Mean([.. groups.SelectMany(group => group)]);
        DoubleDouble between = 0, within = 0;
        foreach (var group in groups)
        {
            var own = Wide.Mean(group);
            between += group.Length * ((own - mean) * (own - mean));
            within += Wide.SquaresAbout(group, own);
        }

        if ((between + within).High == 0) Input.Refuse($"All {count} observations are equal, so there is no variance to analyse. Check how they were recorded.");
        var (above, below) = (groups.Length - 1, count - groups.Length);
        var f = within.High == 0 ? double.PositiveInfinity : (double)(between / above / (within / below));
        return new OneWayAnova(
            above, below, (double)between, (double)within, f, double.IsInfinity(f) ? 0 : Probability.FisherUpper(f, above, below),
            (double)(between / (between + within)), (double)DoubleDouble.Sqrt(within / below));
    }
}
