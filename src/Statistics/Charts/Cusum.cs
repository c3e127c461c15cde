using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Charts;

/// <summary>Both sums after one value, in standard deviations.</summary>
/// <param name="Upper">Sum for a rise, zero or more.</param>
/// <param name="Lower">Sum for a fall, zero or more.</param>
/// <param name="IsOutside">Whether either is above the decision interval.</param>
/// <param name="UpperSince">Index of the first value in the upper sum since it was last zero: where a rise most likely began; the value's own index where the sum is zero.</param>
/// <param name="LowerSince">The same for a fall.</param>
public readonly record struct CusumPoint(double Upper, double Lower, bool IsOutside, int UpperSince, int LowerSince);

/// <summary>The two-sided tabular cumulative sum (Page 1954, Biometrika 41:100; Montgomery, "Introduction to Statistical Quality Control", chapter 9).</summary>
public static class Cusum
{
    /// <summary>The sums C+ = max(0, C+ + z - k) and C- = max(0, C- - z - k) of z = (x - mean) / sigma.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of one charted value.</param>
    /// <param name="reference">k, half of the shift to be found soonest, in standard deviations.</param>
    /// <param name="decision">h, the decision interval in standard deviations.</param>
    /// <exception cref="UnusableInputException">No value, one not finite, or a setting out of its range.</exception>
    public static CusumPoint[] Chart(ReadOnlySpan<double> values, ProcessEstimate estimate, double reference = 0.5, double decision = 5)
    {
        Input.Values(values, 1, "values");
        Check(reference, decision);
        var (mean, sigma) = estimate.Checked();
        var points = new CusumPoint[values.Length];
        double upper = 0, lower = 0;
        int upperSince = 0, lowerSince = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var z = (values[i] - mean) / sigma;
            if (upper == 0) upperSince = i;
            if (lower == 0) lowerSince = i;
            upper = Math.Max(0, upper + z - reference);
            lower = Math.Max(0, lower - z - reference);
            points[i] = new CusumPoint(upper, lower, upper > decision || lower > decision, upper > 0 ? upperSince : i, lower > 0 ? lowerSince : i);
        }

        return points;
    }

    /// <summary>
    /// Average run length of the upper sum alone, started at zero: L(u) = 1 + Φ(k - u - δ) L(0) + ∫ φ(y + k - u - δ) L(y) dy over 0 to h
    /// (Page 1954; Goel &amp; Wu 1971, Technometrics 13:221), at Gauss-Legendre nodes and the atom at zero.
    /// </summary>
    /// <param name="reference">k in standard deviations.</param>
    /// <param name="decision">h in standard deviations.</param>
    /// <param name="shift">δ, shift of the mean in standard deviations.</param>
    /// <exception cref="UnusableInputException">A setting out of its range, or a run length beyond what a double can resolve.</exception>
    public static double UpperRunLength(double reference, double decision, double shift = 0)
    {
        Check(reference, decision);
        Input.Finite(shift, "shift");
        var (nodes, weights) = Quadrature.Nodes(0, decision, Ewma.NodesFor(decision));
        double[] states = [0, .. nodes];
        var system = Matrix<double>.Build.Dense(states.Length, states.Length, (i, j) =>
            (i == j ? 1 : 0) - (j == 0 ? Probability.Normal(reference - states[i] - shift) : weights[j - 1] * Probability.NormalDensity(states[j] + reference - states[i] - shift)));
        return Ewma.Sound(system.Solve(Vector<double>.Build.Dense(states.Length, 1.0))[0]);
    }

    /// <summary>Average run length of both sums together: 1/L = 1/L⁺ + 1/L⁻ (Kemp 1961, JRSS B 23:149), which is exact while k is not negative.</summary>
    /// <param name="reference">k in standard deviations.</param>
    /// <param name="decision">h in standard deviations.</param>
    /// <param name="shift">Shift of the mean in standard deviations, of either sign.</param>
    /// <exception cref="UnusableInputException">A setting out of its range, or a run length beyond what a double can resolve.</exception>
    public static double RunLength(double reference, double decision, double shift = 0)
    {
        var up = 1 / UpperRunLength(reference, decision, Math.Abs(shift));

        // The sum away from the shift may run too long to be computed; then it adds nothing.
        try
        {
            return 1 / (up + (1 / UpperRunLength(reference, decision, -Math.Abs(shift))));
        }
        catch (UnusableInputException) when (shift != 0)
        {
            return 1 / up;
        }
    }

    /// <summary>The decision interval h whose two-sided average run length without a shift is <paramref name="runLength"/>.</summary>
    /// <param name="reference">k in standard deviations.</param>
    /// <param name="runLength">In charted values, between 2 and 100 million.</param>
    /// <exception cref="UnusableInputException">A setting out of its range, or a run length beyond what a double can resolve.</exception>
    public static double Decision(double reference, double runLength)
    {
        Input.Between(runLength, 2, 1e8, "average run length");
        var high = 0.5;
        while (RunLength(reference, high) < runLength && high < 100) high += 0.5;
        return MathNet.Numerics.RootFinding.Brent.FindRoot(h => Math.Log(RunLength(reference, h) / runLength), 0.01, high, 1e-12, 200);
    }

    private static void Check(double reference, double decision)
    {
        if (!(reference is >= 0 and <= 10)) Input.Refuse($"The reference value is {reference}. Give a number from 0 to 10.");
        Input.Positive(decision, "decision interval");
    }
}
