namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>
/// The one place where a step of the mean explains most, beside what a design explains already, and how often chance alone would find one as good: the largest F over
/// all places (Worsley 1979, JASA 74:365) against the same in normal noise put through the same design (Monte Carlo test, exact for any number of rounds:
/// Dwass 1957, Ann. Math. Statist. 28:181). The noise is the same at every call, so the answer is.
/// </summary>
internal sealed class StepSearch(int rows)
{
    /// <summary>Fewest batches on either side.</summary>
    private const int Shortest = 2;

    private const int Rounds = 1999; // the smallest chance it can give is 1 in 2000, which a hundred candidates beside it leave significant
    private readonly Lazy<double[][]> noise = new(() => [.. Noise.Rows(rows, Rounds)]);

    /// <summary>The best step, or null where the design leaves none.</summary>
    /// <param name="design">What is explained already.</param>
    /// <param name="response">One for each batch.</param>
    public (int First, double F, double P)? Of(Basis design, IReadOnlyList<double> response)
    {
        var freedom = rows - design.Rank - 1;
        if (freedom < Attributing.FewestFreedom) return null;

        // Squared length of each step when the design is taken off it: k (n - k) / n with an intercept alone.
        var lengths = new double[rows];
        var sums = new double[design.Rank];
        for (var first = rows - 1; first >= 1; first--)
        {
            for (var j = 0; j < sums.Length; j++) sums[j] += design.Columns[j][first];
            lengths[first] = rows - first - sums.Sum(sum => sum * sum);
        }

        var places = Enumerable.Range(Shortest, Math.Max(0, rows - (2 * Shortest) + 1)).Where(first => lengths[first] > 1e-9).ToArray();
        if (places.Length == 0) return null;
        var (at, share) = Best(design.Residual(response), lengths, places);
        var more = noise.Value.Count(one => Best(design.Residual(one), lengths, places).Share >= share);
        return (at, share / ((1 - share) / freedom), (1.0 + more) / (1 + Rounds));
    }

    /// <summary>Steps that explain nearly as much: the likelihood-ratio set of confidence 95 %, with the limit 7.35 (Hansen 2000, Econometrica 68:575, table 1).</summary>
    public static (int Earliest, int Latest) Places(Basis design, IReadOnlyList<double> response, int best)
    {
        var n = response.Count;
        double Left(int first)
        {
            var rest = design.With([Step(n, first)]).Residual(response);
            return Basis.Dot(rest, rest);
        }

        var least = Left(best);
        var near = Enumerable.Range(1, n - 1).Where(first => n * ((Left(first) / least) - 1) <= 7.35).DefaultIfEmpty(best).ToArray();
        return (Math.Min(near[0], best), Math.Max(near[^1], best));
    }

    public static double[] Step(int rows, int first) => [.. Enumerable.Range(0, rows).Select(i => i >= first ? 1.0 : 0)];

    private static (int First, double Share) Best(double[] rest, double[] lengths, int[] places)
    {
        var all = Basis.Dot(rest, rest);
        var after = new double[rest.Length + 1];
        for (var i = rest.Length - 1; i >= 0; i--) after[i] = after[i + 1] + rest[i];
        var (best, share) = (places[0], 0.0);
        foreach (var first in places)
        {
            var explained = after[first] * after[first] / (lengths[first] * all);
            if (explained > share) (best, share) = (first, explained);
        }

        return (best, share);
    }

    /// <summary>Standard normal numbers, the same each time: SplitMix64 (Steele, Lea &amp; Flood 2014, OOPSLA) through Box &amp; Muller (1958, Ann. Math. Statist. 29:610).</summary>
    private static class Noise
    {
        public static IEnumerable<double[]> Rows(int length, int count)
        {
            var state = 0x9E3779B97F4A7C15UL;
            double Uniform()
            {
                var z = state += 0x9E3779B97F4A7C15UL;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
                return (((z ^ (z >> 31)) >> 11) + 0.5) / (1UL << 53);
            }

            for (var row = 0; row < count; row++)
            {
                var values = new double[length];
                for (var i = 0; i < length; i++) values[i] = Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
                yield return values;
            }
        }
    }
}
