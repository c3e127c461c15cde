using MathNet.Numerics;
using MathNet.Numerics.RootFinding;

namespace Cellwright.Statistics.Numbers;

/// <summary>
/// Distribution functions and their inverses over MathNet's incomplete gamma and beta functions. MathNet's own
/// inverses of t and F search a fixed interval (to 800 and to 1000) and lose the tails; these bracket first and
/// work from the smaller tail.
/// </summary>
public static class Probability
{
    /// <summary>Density of the standard normal distribution.</summary>
    /// <param name="z">In standard deviations.</param>
    public static double NormalDensity(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z ≤ <paramref name="z"/>) for a standard normal Z, accurate in both tails.</summary>
    /// <param name="z">In standard deviations.</param>
    public static double Normal(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The z with P(Z ≤ z) = <paramref name="p"/>, 0 &lt; p &lt; 1.</summary>
    /// <exception cref="UnusableInputException">A probability outside (0, 1).</exception>
    public static double NormalQuantile(double p)
    {
        Input.Between(p, 0, 1, "probability");
        if (p > 0.5) return -NormalQuantile(1 - p);
        var z = -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);
        return z - ((Normal(z) - p) / NormalDensity(z));
    }

    /// <summary>P(X ≤ x) for chi-squared with <paramref name="freedom"/> degrees of freedom, which need not be whole.</summary>
    /// <param name="x">Any finite number; nothing lies below zero.</param>
    /// <param name="freedom">Degrees of freedom, above zero, not necessarily whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom below zero.</exception>
    public static double ChiSquared(double x, double freedom) => x <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(freedom / 2, x / 2);

    /// <summary>P(X &gt; x) for chi-squared.</summary>
    /// <param name="x">Any finite number; all lies above zero.</param>
    /// <param name="freedom">Degrees of freedom, above zero, not necessarily whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom below zero.</exception>
    public static double ChiSquaredUpper(double x, double freedom) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, x / 2);

    /// <summary>
    /// The x with P(X ≤ x) = <paramref name="p"/> for chi-squared. From ten million degrees of freedom on by the cube root that is nearly normal (Wilson &amp; Hilferty 1931,
    /// Proceedings of the National Academy of Sciences 17:684), which agrees to ten digits there.
    /// </summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom, above zero, not necessarily whole.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or degrees of freedom that are not above zero.</exception>
    public static double ChiSquaredQuantile(double p, double freedom)
    {
        const double many = 1e7;
        Input.Between(p, 0, 1, "probability");
        Input.Positive(freedom, "number of degrees of freedom");
        if (freedom >= many) return freedom * Math.Pow(1 - (2 / (9 * freedom)) + (NormalQuantile(p) * Math.Sqrt(2 / (9 * freedom))), 3);
        return p <= 0.5 ? Inverse(x => ChiSquared(x, freedom) - p, freedom) : Inverse(x => (1 - p) - ChiSquaredUpper(x, freedom), freedom);
    }

    /// <summary>P(T ≤ t) for Student's t.</summary>
    /// <param name="t">Any finite number.</param>
    /// <param name="freedom">Degrees of freedom, above zero, not necessarily whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom below zero.</exception>
    public static double Student(double t, double freedom)
    {
        // Near zero the share beyond t is rounded to one half; what lies within is small and exact.
        if (t * t < freedom) return 0.5 + (0.5 * Math.Sign(t) * SpecialFunctions.BetaRegularized(0.5, freedom / 2, t * t / (freedom + (t * t))));
        var tail = 0.5 * SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));
        return t <= 0 ? tail : 1 - tail;
    }

    /// <summary>The t with P(T ≤ t) = <paramref name="p"/> for Student's t.</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="freedom">Degrees of freedom, above zero, not necessarily whole.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or degrees of freedom that are not above zero.</exception>
    public static double StudentQuantile(double p, double freedom)
    {
        Input.Between(p, 0, 1, "probability");
        Input.Positive(freedom, "number of degrees of freedom");
        if (p == 0.5) return 0;
        return p > 0.5 ? -StudentQuantile(1 - p, freedom) : -Inverse(t => p - Student(-t, freedom), 1);
    }

    /// <summary>P(F ≤ x) for Fisher's F.</summary>
    /// <param name="x">Any finite number; nothing lies below zero.</param>
    /// <param name="between">Degrees of freedom of the numerator, above zero.</param>
    /// <param name="within">Those of the denominator, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom below zero.</exception>
    public static double Fisher(double x, double between, double within) =>
        x <= 0 ? 0 : SpecialFunctions.BetaRegularized(between / 2, within / 2, between * x / ((between * x) + within));

    /// <summary>P(F &gt; x) for Fisher's F.</summary>
    /// <param name="x">Any finite number; all lies above zero.</param>
    /// <param name="between">Degrees of freedom of the numerator, above zero.</param>
    /// <param name="within">Those of the denominator, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom below zero.</exception>
    public static double FisherUpper(double x, double between, double within) =>
        x <= 0 ? 1 : SpecialFunctions.BetaRegularized(within / 2, between / 2, within / ((between * x) + within));

    /// <summary>The x with P(F ≤ x) = <paramref name="p"/> for Fisher's F.</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="between">Degrees of freedom of the numerator, above zero.</param>
    /// <param name="within">Those of the denominator, above zero.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or degrees of freedom that are not above zero.</exception>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">A quantile so near zero that the search does not reach it, as of 1e-300 for half a degree of freedom between.</exception>
    public static double FisherQuantile(double p, double between, double within)
    {
        Input.Between(p, 0, 1, "probability");
        Input.Positive(between, "number of degrees of freedom between");
        Input.Positive(within, "number of degrees of freedom within");
        return p <= 0.5 ? Inverse(x => Fisher(x, between, within) - p, 1) : Inverse(x => (1 - p) - FisherUpper(x, between, within), 1);
    }

    /// <summary>The x in (0, 1) with P(B ≤ x) = <paramref name="p"/> for the beta distribution.</summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    /// <param name="a">First parameter, above zero.</param>
    /// <param name="b">Second parameter, above zero.</param>
    /// <exception cref="UnusableInputException">A probability outside (0, 1), or a parameter that is not above zero.</exception>
    public static double BetaQuantile(double p, double a, double b)
    {
        Input.Between(p, 0, 1, "probability");
        Input.Positive(a, "first parameter of the beta distribution");
        Input.Positive(b, "second parameter of the beta distribution");
        return Brent.FindRoot(x => SpecialFunctions.BetaRegularized(a, b, x) - p, 0, 1, 1e-16, 500);
    }

    /// <summary>The root of a rising function on (0, ∞), bracketed by doubling from <paramref name="start"/>.</summary>
    internal static double Inverse(Func<double, double> rising, double start)
    {
        var (low, high) = (start, start);
        while (rising(high) < 0) high *= 2;
        while (rising(low) > 0 && low > 1e-300) low /= 2;
        return low == high ? low : Brent.FindRoot(rising, low, high, 1e-15 * low, 500);
    }
}
