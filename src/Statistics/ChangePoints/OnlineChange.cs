using MathNet.Numerics;

namespace Cellwright.Statistics.ChangePoints;

/// <summary>What is known after one value.</summary>
/// <param name="MostLikelyRun">Number of values since the most likely latest change, this one included.</param>
/// <param name="ChangedWithin">Probability that the latest change lies within the last so many values as were asked for.</param>
public readonly record struct RunLengthPoint(int MostLikelyRun, double ChangedWithin);

/// <summary>
/// Changes of mean and variance as values come in: the posterior distribution of the time since the last change (Adams &amp; MacKay 2007, "Bayesian Online Changepoint Detection",
/// arXiv:0710.3742), for normal values with a normal-gamma prior, whose predictive distribution is Student's t (Murphy 2007, "Conjugate Bayesian analysis of the Gaussian distribution").
/// </summary>
public static class OnlineChange
{
    /// <summary>Run lengths with less than this share are dropped; what they held is shared out.</summary>
    private const double Negligible = 1e-12;

    /// <summary>One point for each value; each depends on that value and those before it only.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="mean">Where a stretch is expected, in the unit of the values.</param>
    /// <param name="sigma">Standard deviation expected within a stretch.</param>
    /// <param name="spread">Standard deviation of the means of stretches, in sigmas.</param>
    /// <param name="expectedRun">Expected number of values between changes.</param>
    /// <param name="within">For <see cref="RunLengthPoint.ChangedWithin"/>.</param>
    /// <exception cref="UnusableInputException">No value, one not finite, or a setting out of its range.</exception>
    public static RunLengthPoint[] Follow(ReadOnlySpan<double> values, double mean, double sigma, double spread = 3, double expectedRun = 250, int within = 20)
    {
        Input.Values(values, 1, "values");
        Input.Finite(mean, "expected mean");
        Input.Positive(sigma, "standard deviation");
        Input.Positive(spread, "spread of means");
        if (!(expectedRun > 1) || !double.IsFinite(expectedRun)) Input.Refuse($"The expected number of values between changes is {expectedRun}. Give more than one.");
        Input.Range(within, 1, int.MaxValue, "number of last values");
        var hazard = 1 / expectedRun;

        // Prior: precision gamma(2, 2), so that sigma is known to a factor of about two; mean normal(0, spread) in sigmas.
        Stretch prior = new(0, 1 / (spread * spread), 2, 2);
        List<(Stretch Stretch, int Length, double Share)> runs = [(prior, 0, 1)];
        var points = new RunLengthPoint[values.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var z = (values[i] - mean) / sigma;

            // Shares relative to the largest density, so that a wild value cannot make all of them zero.
            var logs = runs.ConvertAll(run => run.Stretch.LogDensity(z));
            var (most, fresh) = (logs.Max(), 0.0);
            var next = new List<(Stretch, int, double)>(runs.Count + 1);
            for (var k = 0; k < runs.Count; k++)
            {
                var share = runs[k].Share * Math.Exp(logs[k] - most);
                next.Add((runs[k].Stretch.With(z), runs[k].Length + 1, share * (1 - hazard)));
                fresh += runs[k].Share * hazard;
            }

            // A change just before this value: it is the first of a new stretch.
            next.Add((prior.With(z), 1, fresh * Math.Exp(prior.LogDensity(z) - most)));
            var sum = next.Sum(run => run.Item3);
            runs = [.. next.Select(run => (run.Item1, run.Item2, Share: run.Item3 / sum)).Where(run => run.Share > Negligible)];
            var left = runs.Sum(run => run.Share);
            runs = runs.ConvertAll(run => (run.Stretch, run.Length, run.Share / left));
            points[i] = new RunLengthPoint(runs.MaxBy(run => run.Share).Length, runs.Where(run => run.Length <= within && run.Length <= i).Sum(run => run.Share));
        }

        return points;
    }

    /// <summary>Normal-gamma: mean, its weight, shape and rate of the precision.</summary>
    private readonly record struct Stretch(double Mean, double Weight, double Shape, double Rate)
    {
        public Stretch With(double z) => new(
            ((Weight * Mean) + z) / (Weight + 1), Weight + 1, Shape + 0.5, Rate + (Weight * (z - Mean) * (z - Mean) / (2 * (Weight + 1))));

        /// <summary>Student's t with 2a degrees of freedom about the mean, squared scale b (w + 1) / (a w).</summary>
        public double LogDensity(double z)
        {
            var scale = Rate * (Weight + 1) / (Shape * Weight);
            return SpecialFunctions.GammaLn(Shape + 0.5) - SpecialFunctions.GammaLn(Shape) - (0.5 * Math.Log(2 * Math.PI * Shape * scale))
                - ((Shape + 0.5) * Math.Log(1 + ((z - Mean) * (z - Mean) / (2 * Shape * scale))));
        }
    }
}
