using MathNet.Numerics;

namespace Cellwright.Statistics.Numbers;

/// <summary>
/// The noncentral t distribution, which MathNet lacks: T = (Z + δ) / S with Z standard normal and S² = χ²_ν / ν. Its distribution
/// function is ∫ Φ(t s - δ) f_S(s) ds, integrated as it stands, which holds for any δ; the series of AS 243 (Lenth 1989,
/// Applied Statistics 38:185) underflows from δ = 37 on, and tolerance factors for a thousand values need δ = 100.
/// </summary>
public static class NoncentralT
{
    /// <summary>P(T ≤ <paramref name="t"/>).</summary>
    /// <param name="t">Any finite number.</param>
    /// <param name="freedom">Degrees of freedom ν ≥ 1, not necessarily whole.</param>
    /// <param name="shift">Noncentrality δ.</param>
    /// <exception cref="UnusableInputException">Fewer than one degree of freedom, or a number that is not finite.</exception>
    public static double Distribution(double t, double freedom, double shift)
    {
        Input.Finite(t, "value of t");
        Input.Finite(shift, "noncentrality");
        if (!(freedom >= 1) || !double.IsFinite(freedom)) Input.Refuse($"The number of degrees of freedom is {freedom}. Give at least one.");
        var log = Math.Log(2) + (freedom / 2 * Math.Log(freedom / 2)) - SpecialFunctions.GammaLn(freedom / 2);
        double Density(double s) => Math.Exp(log + ((freedom - 1) * Math.Log(s)) - (freedom * s * s / 2));

        // The density of S is negligible (1e-30) beyond twelve of its standard deviations; Φ turns within eight of 1/t about δ/t.
        var (mode, deviation) = (Math.Sqrt((freedom - 1) / freedom), 1 / Math.Sqrt(2 * freedom));
        var (low, high) = (Math.Max(0, mode - (12 * deviation)), mode + (12 * deviation));
        var (turn, width) = t == 0 ? (low, 0) : (shift / t, 8 / Math.Abs(t));
        var (a, b) = (Math.Clamp(turn - width, low, high), Math.Clamp(turn + width, low, high));
        return Math.Clamp(Quadrature.Integrate(s => Probability.Normal((t * s) - shift) * Density(s), low, Math.Min(a, mode), Math.Min(Math.Max(a, mode), b), b, Math.Max(b, mode), high), 0, 1);
    }

    /// <summary>The t with P(T ≤ t) = <paramref name="p"/>.</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom ν ≥ 1, not necessarily whole.</param>
    /// <param name="shift">Noncentrality δ.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or as for the distribution.</exception>
    public static double Quantile(double p, double freedom, double shift)
    {
        Input.Between(p, 0, 1, "probability");
        double step = 1 + Math.Abs(shift), low = shift - step, high = shift + step;
        while (Distribution(low, freedom, shift) > p) low -= step *= 2;
        step = 1 + Math.Abs(shift);
        while (Distribution(high, freedom, shift) < p) high += step *= 2;
        return MathNet.Numerics.RootFinding.Brent.FindRoot(t => Distribution(t, freedom, shift) - p, low, high, 1e-14 * (1 + Math.Abs(shift)), 500);
    }

    /// <summary>The δ for which P(T ≤ <paramref name="t"/>) = <paramref name="p"/>: the distribution falls as δ rises. Gives exact limits for one-sided capability.</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom ν ≥ 1, not necessarily whole.</param>
    /// <param name="t">Any finite number.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or as for the distribution.</exception>
    public static double Shift(double p, double freedom, double t)
    {
        Input.Between(p, 0, 1, "probability");
        double step = 4 + Math.Abs(t), low = t - step, high = t + step;
        while (Distribution(t, freedom, low) < p) low -= step *= 2;
        step = 4 + Math.Abs(t);
        while (Distribution(t, freedom, high) > p) high += step *= 2;
        return MathNet.Numerics.RootFinding.Brent.FindRoot(shift => p - Distribution(t, freedom, shift), low, high, 1e-14 * (1 + Math.Abs(t)), 500);
    }
}
