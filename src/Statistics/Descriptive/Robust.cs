using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Descriptive;

/// <summary>Location and spread that a few wild values do not move. All results are in the unit of the values.</summary>
public static class Robust
{
    /// <summary>1 / Φ⁻¹(3/4): makes the median absolute deviation estimate the standard deviation of normal data (Hampel 1974, JASA 69:383).</summary>
    private static readonly double MadOfNormal = 1 / Probability.NormalQuantile(0.75);

    /// <summary>1 / (√2 Φ⁻¹(5/8)): the same for Qn (Rousseeuw &amp; Croux 1993, JASA 88:1273, where it is printed as 2.2219).</summary>
    private static readonly double QnOfNormal = 1 / (Math.Sqrt(2) * Probability.NormalQuantile(0.625));

    /// <summary>The same for Sn (Rousseeuw &amp; Croux 1993, equation 2.1).</summary>
    private const double SnOfNormal = 1.1926;

    // Corrections for small samples, n = 2 to 9 (Croux & Rousseeuw 1992, COMPSTAT, Physica-Verlag, p. 411).
    private static readonly double[] SnSmall = [0.743, 1.851, 0.954, 1.351, 0.993, 1.198, 1.005, 1.131];
    private static readonly double[] QnSmall = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <exception cref="UnusableInputException">No value, or one not finite.</exception>
    public static double Median(ReadOnlySpan<double> values) => MedianOfSorted(Sorted(values, 1));

    /// <summary>Median absolute deviation from the median, scaled to the standard deviation of normal data (× 1.4826).</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <exception cref="UnusableInputException">No value, or one not finite.</exception>
    public static double Mad(ReadOnlySpan<double> values)
    {
        var sorted = Sorted(values, 1);
        var middle = MedianOfSorted(sorted);
        var away = Array.ConvertAll(sorted, value => Math.Abs(value - middle));
        Array.Sort(away);
        return MadOfNormal * MedianOfSorted(away);
    }

    /// <summary>
    /// Sn = 1.1926 c(n) lomed_i himed_j |x_i - x_j|: breakdown point 50 %, efficiency 58 % at the normal, needs no centre.
    /// Rousseeuw &amp; Croux 1993, JASA 88:1273. n log n operations.
    /// </summary>
    /// <param name="values">At least two values, in any order.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, or one not finite.</exception>
    public static double Sn(ReadOnlySpan<double> values)
    {
        var sorted = Sorted(values, 2);
        var n = sorted.Length;
        var inner = new double[n];
        for (var i = 0; i < n; i++) inner[i] = NearestDistance(sorted, i, n / 2);
        Array.Sort(inner);
        var small = n <= 9 ? SnSmall[n - 2] : n % 2 == 1 ? n / (n - 0.9) : 1;
        return SnOfNormal * small * inner[((n + 1) / 2) - 1];
    }

    /// <summary>
    /// Qn = 2.2191 d(n) times the k-th smallest |x_i - x_j|, i &lt; j, with k = C(⌊n/2⌋ + 1, 2): breakdown point 50 %,
    /// efficiency 82 % at the normal. Rousseeuw &amp; Croux 1993, JASA 88:1273. n log n operations.
    /// </summary>
    /// <param name="values">At least two values, in any order.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, or one not finite.</exception>
    public static double Qn(ReadOnlySpan<double> values)
    {
        var sorted = Sorted(values, 2);
        var n = sorted.Length;
        long h = (n / 2) + 1;
        var small = n <= 9 ? QnSmall[n - 2] : n % 2 == 1 ? n / (n + 1.4) : n / (n + 3.8);
        return QnOfNormal * small * SmallestDifference(sorted, h * (h - 1) / 2);
    }

    /// <summary>
    /// Huber's M-estimate of location with the median absolute deviation as its scale: the mean after values further
    /// than <paramref name="k"/> scales from it were pulled in to that distance (Huber 1964, Ann. Math. Statist. 35:73).
    /// </summary>
    /// <param name="values">At least two values.</param>
    /// <param name="k">Tuning constant in scales; 1.5 has 96 % efficiency at the normal.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, one not finite, more than half of them equal, or a tuning constant that is not above zero.</exception>
    public static double HuberLocation(ReadOnlySpan<double> values, double k = 1.5)
    {
        Input.Values(values, 2, "values");
        Input.Positive(k, "tuning constant");
        var scale = Mad(values);
        if (scale == 0) Input.Refuse($"At least half of the {values.Length} values are equal, so their median absolute deviation is zero. Use the median, or check whether the sensor is frozen.");
        var (centre, before) = (Median(values), double.NaN);

        // The map is a contraction towards the one solution; it stands still when the last bits do.
        for (var round = 0; round < 1000 && !(Math.Abs(centre - before) <= 1e-15 * scale); round++)
        {
            before = centre;
            DoubleDouble sum = 0;
            foreach (var value in values) sum += Math.Clamp(value, before - (k * scale), before + (k * scale));
            centre = (double)(sum / values.Length);
        }

        return centre;
    }

    /// <summary>The mean of what is left after ⌊share · n⌋ values are cut at each end (Tukey &amp; McLaughlin 1963, Sankhyā A 25:331).</summary>
    /// <param name="values">At least one value.</param>
    /// <param name="share">Share cut at each end, at least 0 and below 0.5.</param>
    /// <exception cref="UnusableInputException">No value, one not finite, or a share that leaves nothing.</exception>
    public static double TrimmedMean(ReadOnlySpan<double> values, double share)
    {
        var sorted = Sorted(values, 1);
        var cut = Cut(sorted.Length, share);
        return (double)Wide.Mean(Wide.From(sorted.AsSpan(cut, sorted.Length - (2 * cut))));
    }

    /// <summary>The standard error of the trimmed mean, from the winsorised sum of squares (Tukey &amp; McLaughlin 1963): s_w / ((1 - 2g/n) √n).</summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">Share cut at each end, at least 0 and below 0.5.</param>
    /// <exception cref="UnusableInputException">As for the trimmed mean, or fewer than two values left.</exception>
    public static double TrimmedMeanError(ReadOnlySpan<double> values, double share)
    {
        var n = values.Length;
        var left = n - (2 * Cut(n, share));
        Input.Count(left, 2, "values left after trimming");
        return Winsorised(values, share).StandardDeviation * n / (left * Math.Sqrt(n));
    }

    /// <summary>The summary after the ⌊share · n⌋ values at each end were pulled in to the nearest value that is kept.</summary>
    /// <param name="values">At least two values, in any order.</param>
    /// <param name="share">Share at each end, at least 0 and below 0.5.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, one not finite, or a share that leaves nothing.</exception>
    public static Summary Winsorised(ReadOnlySpan<double> values, double share)
    {
        var sorted = Sorted(values, 2);
        var cut = Cut(sorted.Length, share);
        Array.Fill(sorted, sorted[cut], 0, cut);
        Array.Fill(sorted, sorted[^(cut + 1)], sorted.Length - cut, cut);
        return Summary.Of(sorted);
    }

    private static int Cut(int count, double share)
    {
        if (!(share >= 0 && share < 0.5)) Input.Refuse($"The share to cut at each end is {share}. Give at least 0 and less than 0.5.");
        return (int)Math.Floor(share * count);
    }

    private static double[] Sorted(ReadOnlySpan<double> values, int atLeast)
    {
        Input.Values(values, atLeast, "values");
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static double MedianOfSorted(double[] sorted)
    {
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return low == high ? low : low + ((high - low) / 2);
    }

    /// <summary>The distance from x_i to its <paramref name="rank"/>-th nearest neighbour: two sorted lists, one on each side, searched together.</summary>
    private static double NearestDistance(double[] sorted, int i, int rank)
    {
        // So many of the nearest lie on the left: the smallest number for which the next on the left is not nearer than the last on the right.
        var (low, high) = (Math.Max(0, rank - (sorted.Length - 1 - i)), Math.Min(rank, i));
        while (low < high)
        {
            var left = (low + high) / 2;
            if (sorted[i] - sorted[i - left - 1] < sorted[i + rank - left] - sorted[i]) low = left + 1;
            else high = left;
        }

        return Math.Max(low > 0 ? sorted[i] - sorted[i - low] : 0, rank > low ? sorted[i + rank - low] - sorted[i] : 0);
    }

    /// <summary>The <paramref name="rank"/>-th smallest difference of two of the values, exactly: bisection over the doubles themselves, which sort like their bits.</summary>
    private static double SmallestDifference(double[] sorted, long rank)
    {
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(sorted[^1] - sorted[0]));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (DifferencesUpTo(sorted, BitConverter.Int64BitsToDouble(middle)) >= rank) high = middle;
            else low = middle + 1;
        }

        return BitConverter.Int64BitsToDouble(low);
    }

    private static long DifferencesUpTo(double[] sorted, double limit)
    {
        long count = 0;
        for (int first = 0, last = 0; last < sorted.Length; last++)
        {
            while (sorted[last] - sorted[first] > limit) first++;
            count += last - first;
        }

        return count;
    }
}
