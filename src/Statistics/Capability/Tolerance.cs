using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Numbers;
using MathNet.Numerics;
using MathNet.Numerics.RootFinding;

namespace Cellwright.Statistics.Capability;

/// <summary>Where a tolerance interval is open.</summary>
public enum ToleranceSide
{
    /// <summary>Bounded below and above.</summary>
    Both,

    /// <summary>Only bounded below.</summary>
    Lower,

    /// <summary>Only bounded above.</summary>
    Upper,
}

/// <summary>An interval that holds at least a given share of the population with a given confidence, in the unit of the values.</summary>
/// <param name="Low">Lower bound, minus infinity where there is none.</param>
/// <param name="High">Upper bound, infinity where there is none.</param>
/// <param name="Confidence">Confidence that it truly has: that asked for, or for order statistics the next above it.</param>
public readonly record struct ToleranceInterval(double Low, double High, double Confidence);

/// <summary>Tolerance intervals for a normal population, exact, and for any continuous one.</summary>
public static class Tolerance
{
    /// <summary>
    /// The factor k of mean + k s for one bound: the quantile of the noncentral t with noncentrality z_p √n, over √n
    /// (Owen 1968, Technometrics 10:445; Krishnamoorthy &amp; Mathew 2009, "Statistical Tolerance Regions", section 2.2).
    /// </summary>
    /// <param name="count">Number of values, at least two.</param>
    /// <param name="share">Share of the population.</param>
    /// <param name="confidence">Confidence.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, or a share or confidence outside (0, 1).</exception>
    public static double OneSidedFactor(int count, double share, double confidence)
    {
        Check(count, share, confidence);
        return NoncentralT.Quantile(confidence, count - 1, Probability.NormalQuantile(share) * Math.Sqrt(count)) / Math.Sqrt(count);
    }

    /// <summary>
    /// The factor k of mean ± k s for two bounds, from its exact equation: over the error x of the mean, the chance that s is at least r(x)/k,
    /// where Φ(x + r) - Φ(x - r) = p, is the confidence (Wald &amp; Wolfowitz 1946, Ann. Math. Statist. 17:208; Odeh 1978, Commun. Statist. B 7:183;
    /// Krishnamoorthy &amp; Mathew 2009, section 2.3). Howe's formula (1969, JASA 64:610) only approximates it: 13.13 for 12.65 at n = 3, 99 %/95 %.
    /// </summary>
    /// <param name="count">Number of values, at least two.</param>
    /// <param name="share">Share of the population.</param>
    /// <param name="confidence">Confidence.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, or a share or confidence outside (0, 1).</exception>
    public static double TwoSidedFactor(int count, double share, double confidence)
    {
        Check(count, share, confidence);
        var (freedom, deviation) = (count - 1.0, 1 / Math.Sqrt(count));
        double[] bounds = [0, 1, 2, 4, 6, 9];

        // The half widths do not depend on k: found once, at the nodes where the integrand is asked for.
        var known = new Dictionary<double, double>();
        double HalfWidthAt(double z) => known.TryGetValue(z, out var width) ? width : known[z] = HalfWidth(z * deviation, share);
        double Confidence(double k) => 2 * Quadrature.Integrate(z => Probability.ChiSquaredUpper(freedom * Math.Pow(HalfWidthAt(z) / k, 2), freedom) * Probability.NormalDensity(z), bounds);
        return Probability.Inverse(k => Confidence(k) - confidence, Probability.NormalQuantile((1 + share) / 2));
    }

    /// <summary>The tolerance interval of a normal population.</summary>
    /// <param name="values">At least two, not all equal.</param>
    /// <param name="share">Share of the population, between 0 and 1.</param>
    /// <param name="confidence">Confidence, between 0 and 1.</param>
    /// <param name="side">Where the interval is bounded.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, one not finite, all equal, or a share or confidence outside (0, 1).</exception>
    public static ToleranceInterval Normal(ReadOnlySpan<double> values, double share, double confidence, ToleranceSide side = ToleranceSide.Both)
    {
        var summary = Summary.Of(values);
        if (summary.Variance == 0) Input.Refuse($"All {values.Length} values are equal, so a normal tolerance interval cannot be stated. Record more digits, or check whether the sensor is frozen.");
        var away = summary.StandardDeviation * (side == ToleranceSide.Both ? TwoSidedFactor(summary.Count, share, confidence) : OneSidedFactor(summary.Count, share, confidence));
        return new ToleranceInterval(
            side == ToleranceSide.Upper ? double.NegativeInfinity : summary.Mean - away, side == ToleranceSide.Lower ? double.PositiveInfinity : summary.Mean + away, confidence);
    }

    /// <summary>
    /// The narrowest interval between order statistics that holds the share with at least the confidence, whatever the continuous distribution
    /// (Wilks 1941, Ann. Math. Statist. 12:91): with m values outside it, its confidence is that of a beta variable with n - m + 1 and m above p.
    /// With two bounds as many values are cut below as above, one more above where the number is odd.
    /// </summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">Share of the population, between 0 and 1.</param>
    /// <param name="confidence">Confidence, between 0 and 1.</param>
    /// <param name="side">Where the interval is bounded.</param>
    /// <exception cref="UnusableInputException">So few values that even the whole range has not the confidence (the sentence says how many are needed), one not finite, or a share or confidence outside (0, 1).</exception>
    public static ToleranceInterval Nonparametric(ReadOnlySpan<double> values, double share, double confidence, ToleranceSide side = ToleranceSide.Both)
    {
        Input.Values(values, 2, "values");
        var needed = SmallestCount(share, confidence, side);
        if (values.Length < needed)
            Input.Refuse($"A tolerance interval without an assumption needs at least {needed} values for a share of {share} with confidence {confidence}, and there are {values.Length}. Collect more, or show that the values are normal.");
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var outside = side == ToleranceSide.Both ? 2 : 1;
        while (outside + 1 < sorted.Length && OrderConfidence(sorted.Length, outside + 1, share) >= confidence) outside++;
        var (below, above) = side switch { ToleranceSide.Lower => (outside, 0), ToleranceSide.Upper => (0, outside), _ => (outside / 2, outside - (outside / 2)) };
        return new ToleranceInterval(
            below == 0 ? double.NegativeInfinity : sorted[below - 1], above == 0 ? double.PositiveInfinity : sorted[^above], OrderConfidence(sorted.Length, outside, share));
    }

    /// <summary>How many values an interval from the smallest to the largest (or from one of them on) needs to hold the share with the confidence: 93 for 95 % and 95 %, 59 with one bound.</summary>
    /// <param name="share">Share of the population, between 0 and 1.</param>
    /// <param name="confidence">Confidence, between 0 and 1.</param>
    /// <param name="side">Where the interval is bounded.</param>
    /// <exception cref="UnusableInputException">A share or confidence outside (0, 1), or so high that more than half a milliard values would be needed.</exception>
    public static int SmallestCount(double share, double confidence, ToleranceSide side = ToleranceSide.Both)
    {
        Check(2, share, confidence);
        var outside = side == ToleranceSide.Both ? 2 : 1;
        var (low, high) = (1, 2);
        while (OrderConfidence(high, outside, share) < confidence)
        {
            (low, high) = (high, high * 2);
            if (high > 1 << 29) Input.Refuse($"A share of {share} with confidence {confidence} needs more than half a milliard values. Ask for less.");
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (OrderConfidence(middle, outside, share) < confidence) low = middle;
            else high = middle;
        }

        return high;
    }

    private static double OrderConfidence(int count, int outside, double share) => outside > count ? 0 : SpecialFunctions.BetaRegularized(outside, count - outside + 1.0, 1 - share);

    /// <summary>The r with Φ(x + r) - Φ(x - r) = p.</summary>
    private static double HalfWidth(double x, double share)
    {
        var r = x + Probability.NormalQuantile((1 + share) / 2);
        var low = Probability.NormalQuantile((1 + share) / 2) / 2;
        return Brent.FindRoot(half => 1 - share - Probability.Normal(-x - half) - Probability.Normal(x - half), low, r + 1, 1e-15 * r, 200);
    }

    private static void Check(int count, double share, double confidence)
    {
        Input.Count(count, 2, "values");
        Input.Between(share, 0, 1, "share of the population");
        Input.Between(confidence, 0, 1, "confidence");
    }
}
