using Cellwright.Statistics.Calibration;
using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// Training runs, each judged by a model that did not see it, and what the charts of a fresh run take from them: what makes its innovations white, and the size by which each chart is measured.
/// Where limits come from the same runs, none of them may be measured by what it set itself: a chart's size is nearly its largest value, so the run that sets it would never exceed it, while
/// a fresh run may, on each of the charts. So run i is whitened by the runs of the other folds, and it and the fresh run are compared by sizes that neither of them set
/// (jackknife+: Barber, Candès, Ramdas &amp; Tibshirani 2021, Annals of Statistics 49:486; cross-conformal prediction: Vovk 2015, Annals of Mathematics and Artificial Intelligence 74:9).
/// </summary>
internal sealed class HeldOut
{
    /// <summary>A wild value counts as so many standard deviations in the whitening.</summary>
    private const double Wildest = 4;

    private readonly double share;
    private readonly StationGrid grid;
    private readonly bool hasEvents;

    /// <param name="innovations">Of each run, from a model that did not see it.</param>
    /// <param name="folds">Run i was held out with all others of i modulo this number.</param>
    /// <param name="share">Of false alarms that is asked for.</param>
    /// <param name="grid">Where events are recorded.</param>
    /// <param name="events">Which of the tags are events.</param>
    public HeldOut(Innovation?[][] innovations, int folds, double share, StationGrid grid, bool[] events)
    {
        (this.share, this.grid, hasEvents) = (share, grid, Array.Exists(events, isEvent => isEvent));
        var width = innovations.SelectMany(run => run).OfType<Innovation>().First().Whitened.Length;
        var moments = Enumerable.Range(0, folds).Select(fold => new Moments(width, events).With(innovations.Where((_, i) => i % folds == fold))).ToArray();
        var all = moments.Aggregate(new Moments(width, events), (one, other) => one.With(other, 1));
        Whitening = all.Whitening();
        var without = moments.Select(fold => new Moments(width, events).With(all, 1).With(fold, -1).Whitening()).ToArray();
        var tails = Enumerable.Range(0, folds).Select(fold => TailsOf(innovations.Where((_, i) => i % folds == fold))).ToArray();
        Tails = Outermost(tails);
        var others = tails.Select((_, fold) => Outermost(tails.Where((_, other) => other != fold))).ToArray();
        Runs = [.. innovations.Select((run, i) => Largest(run, without[i % folds], others[i % folds]))];
    }

    /// <summary>What makes the innovations of a fresh run white, tags × tags.</summary>
    public double[][] Whitening { get; }

    /// <summary>
    /// What T² divides each whitened innovation by, stations × tags: 1, or so much that the wildest of the runs counts as <see cref="Wildest"/> there. Cells that run out of something
    /// do so at one time and in a few batches only: what the training has seen at a station is no spike there, and T² stays as sharp everywhere else.
    /// </summary>
    public double[][] Tails { get; }

    /// <summary>The largest value of each chart and of the patient effect, for each run.</summary>
    public (double[] Charts, double Patient)[] Runs { get; }

    /// <summary>The limit from other runs, which trained nothing, and the size of each chart.</summary>
    public (ConformalLimit Limit, double[] References) LimitsFrom(IEnumerable<double[]> charts)
    {
        var references = ReferencesOf(Runs);
        return (ConformalLimit.Of([.. charts.Select(one => Score(one, references))], share), references);
    }

    /// <summary>
    /// The limit from these very runs: a chart's is what the asked share of them reaches, each in the sizes that the others set. Where there is one chart only, those sizes cancel.
    /// </summary>
    public (ConformalLimit Limit, double[] References) Limits()
    {
        var references = Runs.Select((_, i) => ReferencesOf([.. Runs.Where((_, other) => other != i)])).ToArray();
        var scores = Runs.Select((run, i) => Score(run.Charts, references[i])).ToArray();
        var limit = ConformalLimit.Of(scores, share);
        return (limit, [.. RunCharts.Names(hasEvents).Select((_, c) => ConformalLimit.Of([.. scores.Select((score, i) => score * references[i][c])], share).Limit / limit.Limit)]);
    }

    /// <summary>The largest value of each chart of a fresh run.</summary>
    public (double[] Charts, double Patient) Largest(Innovation?[] run) => Largest(run, Whitening, Tails);

    /// <summary>Quantile by linear interpolation between order statistics.</summary>
    public static double Quantile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        return low + 1 < sorted.Length ? sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low])) : sorted[^1];
    }

    private static double Score(double[] charts, double[] references) => charts.Zip(references, (value, reference) => value / reference).Max();

    private double[] ReferencesOf((double[] Charts, double Patient)[] runs) =>
        [.. RunCharts.Shares(hasEvents).Select((part, c) => Math.Max(RunCharts.LeastOf(c), Quantile([.. runs.Select(run => run.Charts[c])], 1 - (share * part))))];

    private (double[] Charts, double Patient) Largest(Innovation?[] run, double[][] whitening, double[][] tails)
    {
        var (charts, largest, patient) = (new RunCharts(grid, whitening, hasEvents, tails), new double[RunCharts.Names(hasEvents).Length], 0.0);
        for (var k = 0; k < run.Length; k++)
        {
            if (run[k] is not { } innovation) continue;
            var found = charts.Next(k, innovation.Whitened);
            for (var c = 0; c < found.Length; c++) largest[c] = found[c] > largest[c] ? found[c] : largest[c]; // NaN where a station does not concern a chart
            patient = Math.Max(patient, innovation.Patient);
        }

        return (largest, patient);
    }

    // By the whitening of all: wild values count little in it, so that none of them narrows its own tail.
    private double[][] TailsOf(IEnumerable<Innovation?[]> runs)
    {
        var tails = Enumerable.Range(0, grid.Count).Select(_ => Enumerable.Repeat(1.0, Whitening.Length).ToArray()).ToArray();
        foreach (var run in runs)
        {
            for (var k = 0; k < run.Length; k++)
            {
                if (run[k] is not { } innovation) continue;
                var u = InnovationCharts.Whiten(Whitening, innovation.Whitened);
                for (var j = 0; j < u.Length; j++) tails[k][j] = Math.Abs(u[j]) > Wildest * tails[k][j] ? Math.Abs(u[j]) / Wildest : tails[k][j];
            }
        }

        return tails;
    }

    private static double[][] Outermost(IEnumerable<double[][]> tails) => tails.Aggregate((one, other) => [.. one.Zip(other, (row, more) => row.Zip(more, Math.Max).ToArray())]);

    /// <summary>Sums of products of innovations, and how many there were of each.</summary>
    private sealed class Moments(int width, bool[] events)
    {
        private readonly double[,] sums = new double[width, width];
        private readonly int[,] counts = new int[width, width];

        public Moments With(IEnumerable<Innovation?[]> runs)
        {
            foreach (var row in runs.SelectMany(run => run).OfType<Innovation>().Select(one => Array.ConvertAll(one.Whitened, value => Math.Clamp(value, -Wildest, Wildest))))
            {
                for (var i = 0; i < width; i++)
                {
                    if (double.IsNaN(row[i])) continue;
                    for (var j = 0; j <= i; j++)
                    {
                        if (double.IsNaN(row[j])) continue;
                        sums[i, j] += row[i] * row[j];
                        counts[i, j]++;
                    }
                }
            }

            return this;
        }

        public Moments With(Moments other, int sign)
        {
            for (var i = 0; i < width; i++)
                for (var j = 0; j <= i; j++) (sums[i, j], counts[i, j]) = (sums[i, j] + (sign * other.sums[i, j]), counts[i, j] + (sign * other.counts[i, j]));
            return this;
        }

        /// <summary>
        /// Symmetric inverse root of the second moments, shrunk a little towards none between tags. Few stand behind an event: it is taken to be its own, and no narrower than it was foretold.
        /// </summary>
        public double[][] Whitening() => Spectrum.Of(Matrix<double>.Build.Dense(width, width, (i, j) => Moment(Math.Max(i, j), Math.Min(i, j)))).InverseRoot(least: 1e-6).ToRowArrays();

        private double Moment(int i, int j) => i == j
            ? Math.Max(events[i] ? 1 : 0, counts[i, i] == 0 ? 1 : sums[i, i] / counts[i, i])
            : events[i] || events[j] || counts[i, j] == 0 ? 0 : 0.95 * sums[i, j] / counts[i, j];
    }
}
