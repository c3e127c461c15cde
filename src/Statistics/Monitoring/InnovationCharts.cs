namespace Cellwright.Statistics.Monitoring;

/// <summary>Where a lasting shift of the innovations most likely began.</summary>
/// <param name="Statistic">Generalised likelihood ratio of one tag, the largest over tags and beginnings.</param>
/// <param name="Station">Station at which it was largest.</param>
/// <param name="Begin">First station of the shift.</param>
/// <param name="Earliest">Earliest beginning that is hardly less likely (within 3.84 / 2 of the log-likelihood: 95 % for one parameter).</param>
/// <param name="Latest">Latest such beginning.</param>
/// <param name="ByTag">The ratio of each tag over the same stretch.</param>
public sealed record Shift(double Statistic, int Station, int Begin, int Earliest, int Latest, double[] ByTag);

/// <summary>
/// Charts on the innovations of one run. Smoothed charts see them clipped at three standard deviations, so that a spike is not taken for drift; T² sees them as they are.
/// </summary>
internal sealed class InnovationCharts
{
    /// <summary>Names, in the order of <see cref="Next"/>.</summary>
    public static readonly string[] Names = ["innovation_t2", "innovation_mewma_0.1", "innovation_mewma_0.3", "shift_glr"];

    /// <summary>Share of the false alarms that each chart may use: T² is for spikes and spread, and its tail is heavy (engineering assumption).</summary>
    public static readonly double[] Shares = [0.1, 0.3, 0.3, 0.3];

    private const double Clip = 3;
    private static readonly double[] Weights = [0.1, 0.3];
    private readonly double[][] whitening;
    private readonly double[][]? tails;
    private readonly double[][] smoothed;
    private readonly double[] left = [1, 1];
    private readonly List<(int Station, double[] Sums, int[] Counts)> sums;

    /// <param name="whitening">What makes the innovations of fresh runs white, tags × tags.</param>
    /// <param name="tails">What T² divides them by, stations × tags; null for 1.</param>
    public InnovationCharts(double[][] whitening, double[][]? tails = null)
    {
        (this.whitening, this.tails) = (whitening, tails);
        smoothed = [new double[whitening.Length], new double[whitening.Length]];
        sums = [(-1, new double[whitening.Length], new int[whitening.Length])];
    }

    private int lastBegin = int.MaxValue;
    private double[] squares = [];

    /// <summary>The largest shift so far; after an alarm the largest that had begun by then. Null before the first station.</summary>
    public Shift? Largest { get; private set; }

    /// <summary>The run alarms at the station that was charted last: what begins later did not cause it.</summary>
    public void Alarm()
    {
        lastBegin = sums.Count - 2;
        Largest = Latest();
    }

    /// <summary>The charts after one more station.</summary>
    public double[] Next(int station, double[] innovation)
    {
        var u = Whiten(whitening, innovation);
        var found = new double[Names.Length];
        squares = [.. u.Select((value, j) => double.IsNaN(value) ? 0 : value / (tails?[station][j] ?? 1)).Select(value => value * value)];
        foreach (var square in squares) found[0] += square;

        for (var c = 0; c < Weights.Length; c++)
        {
            left[c] *= (1 - Weights[c]) * (1 - Weights[c]);
            for (var j = 0; j < u.Length; j++)
            {
                smoothed[c][j] = ((1 - Weights[c]) * smoothed[c][j]) + (Weights[c] * Clipped(u[j]));
                found[1 + c] += smoothed[c][j] * smoothed[c][j];
            }

            // The covariance at its own time (Lowry et al. 1992): quick for what goes wrong at the start.
            found[1 + c] /= Weights[c] / (2 - Weights[c]) * (1 - left[c]);
        }

        var (_, lastSums, lastCounts) = sums[^1];
        sums.Add((station, [.. lastSums.Select((sum, j) => sum + Clipped(u[j]))], [.. lastCounts.Select((count, j) => count + (double.IsNaN(u[j]) ? 0 : 1))]));
        var shift = Latest();
        if (Largest is null || shift.Statistic > Largest.Statistic) Largest = shift;
        found[3] = shift.Statistic;
        return found;
    }

    /// <summary>What each tag has of a chart at the station that was charted last.</summary>
    public double[] ByTag(int chart) => chart == 0 ? squares : chart <= Weights.Length ? [.. smoothed[chart - 1].Select(value => value * value)] : Latest().ByTag;

    private Shift Latest()
    {
        var (_, now, counts) = sums[^1];
        double Ratio(int from, int j) => counts[j] - sums[from].Counts[j] is > 0 and var count && now[j] - sums[from].Sums[j] is var sum ? sum * sum / count : 0;
        var (best, begin, tag) = (-1.0, 0, 0);
        for (var from = 0; from <= Math.Min(lastBegin, sums.Count - 2); from++)
        {
            for (var j = 0; j < now.Length; j++)
            {
                if (Ratio(from, j) is var ratio && ratio > best) (best, begin, tag) = (ratio, from, j);
            }
        }

        var near = Enumerable.Range(0, Math.Min(lastBegin, sums.Count - 2) + 1).Where(from => Ratio(from, tag) >= best - 3.84).ToArray();
        return new Shift(best, sums[^1].Station, sums[begin + 1].Station, sums[near.Min() + 1].Station, sums[near.Max() + 1].Station, [.. now.Select((_, j) => Ratio(begin, j))]);
    }

    /// <summary>Innovations of a fresh run, white; NaN where a tag is missing.</summary>
    public static double[] Whiten(double[][] whitening, double[] innovation)
    {
        var u = new double[innovation.Length];
        for (var i = 0; i < u.Length; i++)
        {
            if (double.IsNaN(innovation[i])) u[i] = double.NaN;
            else
            {
                for (var j = 0; j < u.Length; j++) u[i] += double.IsNaN(innovation[j]) ? 0 : whitening[i][j] * innovation[j];
            }
        }

        return u;
    }

    private static double Clipped(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -Clip, Clip);
}
