using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Descriptive;

/// <summary>Spearman's rank correlation: how far two quantities rise together, whatever the shape of the curve and whatever their units.</summary>
/// <param name="Coefficient">From -1 to 1, ties at their middle rank.</param>
/// <param name="Pairs">Number of pairs.</param>
public sealed record RankCorrelation(double Coefficient, int Pairs)
{
    /// <summary>Of pairs.</summary>
    /// <param name="x">One of each pair, in any unit.</param>
    /// <param name="y">The other, as many.</param>
    /// <exception cref="UnusableInputException">Sizes differ, fewer than four pairs, a value not finite, or one of the two does not vary.</exception>
    public static RankCorrelation Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Input.Values(x, 4, "values of x");
        Input.Values(y, 4, "values of y");
        Input.SameLength(x.Length, "values of x", y.Length, "values of y");
        var (rx, ry, middle) = (Ranks(x), Ranks(y), (x.Length + 1) / 2.0);
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < rx.Length; i++)
        {
            xx += (rx[i] - middle) * (rx[i] - middle);
            yy += (ry[i] - middle) * (ry[i] - middle);
            xy += (rx[i] - middle) * (ry[i] - middle);
        }

        if (xx == 0 || yy == 0) Input.Refuse($"One of the two is the same in all {x.Length} pairs, so there is no correlation to speak of. Check how it was measured.");
        return new RankCorrelation(Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1), x.Length);
    }

    /// <summary>An interval on Fisher's z, with the standard error √((1 + r²/2)/(n - 3)) (Bonett &amp; Wright 2000, Psychometrika 65:23).</summary>
    /// <param name="confidence">Confidence, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">A confidence outside (0, 1).</exception>
    public (double Low, double High) Interval(double confidence = 0.95)
    {
        Input.Between(confidence, 0, 1, "confidence");
        if (Math.Abs(Coefficient) == 1) return (Coefficient, Coefficient);
        var reach = Probability.NormalQuantile((1 + confidence) / 2) * Math.Sqrt((1 + (Coefficient * Coefficient / 2)) / (Pairs - 3));
        return (Math.Tanh(Math.Atanh(Coefficient) - reach), Math.Tanh(Math.Atanh(Coefficient) + reach));
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        var order = Enumerable.Range(0, copy.Length).OrderBy(at => copy[at]).ToArray();
        var ranks = new double[copy.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && copy[order[last + 1]] == copy[order[first]]) last++;
            for (var at = first; at <= last; at++) ranks[order[at]] = ((first + last) / 2.0) + 1;
            first = last + 1;
        }

        return ranks;
    }
}
