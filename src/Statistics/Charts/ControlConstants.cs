using Cellwright.Statistics.Numbers;
using MathNet.Numerics;

namespace Cellwright.Statistics.Charts;

/// <summary>
/// What a standard deviation is multiplied by in control charts, for samples of <c>n</c> from a normal distribution;
/// computed from their definitions, not typed from a table. All are without unit.
/// </summary>
public static class ControlConstants
{
    private const double Far = 9;

    /// <summary>Mean of the range of n standard normal values: ∫ [1 - Φⁿ - (1 - Φ)ⁿ] dx (Tippett 1925, Biometrika 17:364). n = 5: 2.326.</summary>
    /// <exception cref="UnusableInputException">n outside 2 to 1000.</exception>
    public static double D2(int n)
    {
        Check(n);

        // Symmetric about zero.
        return 2 * Quadrature.Integrate(x => 1 - Math.Pow(Probability.Normal(x), n) - Math.Pow(Probability.Normal(-x), n), 0, 1, 2, 3, 5, Far);
    }

    /// <summary>Standard deviation of the range of n standard normal values, by the double integral for its second moment (Tippett 1925). n = 5: 0.864.</summary>
    /// <exception cref="UnusableInputException">n outside 2 to 1000.</exception>
    public static double D3(int n)
    {
        Check(n);
        var second = 2 * Quadrature.Integrate(
            y => Quadrature.Integrate(
                x => 1 - Math.Pow(Probability.Normal(y), n) - Math.Pow(Probability.Normal(-x), n) + Math.Pow(Math.Max(0, Probability.Normal(y) - Probability.Normal(x)), n),
                -Far, Math.Min(y, -3), Math.Min(y, 0), y),
            -Far, -3, 0, 3, Far);
        var mean = D2(n);
        return Math.Sqrt(second - (mean * mean));
    }

    /// <summary>Mean of the sample standard deviation over sigma: √(2/(n-1)) Γ(n/2) / Γ((n-1)/2). n = 5: 0.9400.</summary>
    /// <exception cref="UnusableInputException">n outside 2 to 1000.</exception>
    public static double C4(int n)
    {
        Check(n);
        return Math.Sqrt(2.0 / (n - 1)) * Math.Exp(SpecialFunctions.GammaLn(n / 2.0) - SpecialFunctions.GammaLn((n - 1) / 2.0));
    }

    private static void Check(int n) => Input.Range(n, 2, 1000, "size of a subgroup");
}
