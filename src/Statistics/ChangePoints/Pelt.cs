using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.ChangePoints;

/// <summary>A stretch between two changes.</summary>
/// <param name="From">Index of its first value, from 0.</param>
/// <param name="To">Index after its last value.</param>
/// <param name="Mean">Mean of its values, in their unit.</param>
public readonly record struct Stretch(int From, int To, double Mean);

/// <summary>
/// Changes of the mean in a series that is known as a whole: the division into stretches with the least Σ squared residuals / σ² + penalty · number of changes, found exactly
/// with pruning (PELT: Killick, Fearnhead &amp; Eckley 2012, JASA 107:1590).
/// </summary>
public static class Pelt
{
    /// <summary>The stretches between the changes of the mean; one if there is no change.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="sigma">Standard deviation within a stretch; if nothing is said, from the differences of neighbours, which a change of the mean hardly touches.</param>
    /// <param name="penalty">Cost of a change; if nothing is said, 2 ln n: a mean and a place for each change at ln n (Schwarz 1978, Annals of Statistics 6:461).</param>
    /// <param name="shortest">Fewest values of a stretch.</param>
    /// <exception cref="UnusableInputException">Too few values, one not finite, a setting out of its range, or half of the neighbours equal and no sigma.</exception>
    public static IReadOnlyList<Stretch> MeanChanges(ReadOnlySpan<double> values, double? sigma = null, double? penalty = null, int shortest = 2)
    {
        Input.Values(values, 4, "values");
        var n = values.Length;
        Input.Range(shortest, 1, n, "fewest values of a stretch");
        var beta = penalty ?? (2 * Math.Log(n));
        Input.Positive(beta, "penalty");
        var deviation = sigma ?? NeighbourDeviation(values);
        Input.Positive(deviation, "standard deviation");

        // Sums of z and z² about the first value, in 31 digits, give the cost of any stretch at once.
        var (sums, squares) = (new DoubleDouble[n + 1], new DoubleDouble[n + 1]);
        for (var i = 0; i < n; i++)
        {
            var z = ((DoubleDouble)values[i] - values[0]) / deviation;
            (sums[i + 1], squares[i + 1]) = (sums[i] + z, squares[i] + (z * z));
        }

        double Cost(int from, int to)
        {
            var sum = sums[to] - sums[from];
            return (double)(squares[to] - squares[from] - (sum * sum / (to - from)));
        }

        var (best, last) = (new double[n + 1], new int[n + 1]);
        best[0] = -beta;
        var candidates = new List<(int From, int Until)>();
        for (var to = shortest; to <= n; to++)
        {
            // A stretch may start where another could end: at 0, or from the shortest length on.
            if (to == shortest || to >= 2 * shortest) candidates.Add((to - shortest, int.MaxValue));
            best[to] = double.PositiveInfinity;
            candidates.RemoveAll(one => one.Until <= to);
            for (var i = 0; i < candidates.Count; i++)
            {
                var cost = best[candidates[i].From] + Cost(candidates[i].From, to) + beta;
                if (cost < best[to]) (best[to], last[to]) = (cost, candidates[i].From);
            }

            // A start that is dearer even without the penalty cannot be best again once a stretch can start here (theorem 3.1), a hair allowed for rounding.
            var limit = best[to] + (1e-9 * (1 + Math.Abs(best[to])));
            for (var i = 0; i < candidates.Count; i++)
            {
                var (start, until) = candidates[i];
                if (until == int.MaxValue && best[start] + Cost(start, to) > limit) candidates[i] = (start, to + shortest);
            }
        }

        var stretches = new List<Stretch>();
        for (var to = n; to > 0; to = last[to])
        {
            var mean = values[0] + (double)((sums[to] - sums[last[to]]) / (to - last[to]) * deviation);
            stretches.Add(new Stretch(last[to], to, mean));
        }

        stretches.Reverse();
        return stretches;
    }

    /// <summary>MAD of the differences of neighbours over √2: the standard deviation within stretches.</summary>
    private static double NeighbourDeviation(ReadOnlySpan<double> values)
    {
        var differences = new double[values.Length - 1];
        for (var i = 0; i < differences.Length; i++) differences[i] = values[i + 1] - values[i];
        var found = Robust.Mad(differences) / Math.Sqrt(2);
        if (found == 0) Input.Refuse($"At least half of the neighbouring values are equal, so the spread within a stretch cannot be estimated. Give it, or check whether the sensor is frozen.");
        return found;
    }
}
