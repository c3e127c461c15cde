using System.Globalization;
using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Tests.Statistics;

/// <summary>The Tennessee Eastman process (Downs &amp; Vogel 1993): 2 lags and 29 components, limits from the normal test run, as Russell, Chiang &amp; Braatz 2000 do (Chemometrics and Intelligent Laboratory Systems 51:81).</summary>
public sealed class FollowingAContinuousProcess
{
    [Fact]
    public void Misses_no_more_by_dynamic_PCA_than_was_published()
    {
        var model = Pca.BySvd(Lagged.Rows(Samples("d00"), 2), 29);
        var normal = Spe(model, "d00_te");
        var limit = normal.Order().ElementAt((int)Math.Ceiling(0.99 * normal.Length) - 1);

        // Missed share of the samples after the disturbance entered (sample 160), published for SPE of dynamic PCA.
        double[] published = [0.005, 0.015, 0.990, 0, 0.748, 0, 0, 0.025, 0.994, 0.665];
        for (var fault = 1; fault <= 10; fault++)
        {
            // The first row stands at sample 3.
            var after = Spe(model, string.Create(CultureInfo.InvariantCulture, $"d{fault:00}_te"))[158..];
            Assert.Equal(published[fault - 1], after.Count(spe => spe <= limit) / (double)after.Length, 0.013);
        }
    }

    [Fact]
    public void Misses_hardly_more_by_canonical_variates_than_was_published()
    {
        var model = CanonicalVariates.Fit(Samples("d00"), 3, 29);
        var normal = Rest(model, "d00_te");
        var limit = normal.Order().ElementAt((int)Math.Ceiling(0.99 * normal.Length) - 1);

        // Published for T² of the rest; recomputed elsewhere within 0.016.
        double[] published = [0, 0.010, 0.986, 0, 0, 0, 0, 0.016, 0.993, 0.099];
        var missed = Enumerable.Range(1, 10).Select(fault => Rest(model, string.Create(CultureInfo.InvariantCulture, $"d{fault:00}_te"))[158..]).Select(after => after.Count(value => value <= limit) / (double)after.Length).ToArray();
        Assert.All(published.Zip(missed), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 0.006, string.Join(", ", missed.Select(one => one.ToString("0.000", CultureInfo.InvariantCulture)))));
        Assert.All(model.Correlations, correlation => Assert.InRange(correlation, 0, 1));
    }

    [Fact]
    public void Refuses_a_past_that_says_a_thing_twice()
    {
        var twice = Matrix<double>.Build.Dense(40, 2, (i, j) => Math.Sin(i * i) * (j + 1));
        ResistingWildValues.Refused("singular", () => CanonicalVariates.Fit(twice, 2, 1));
    }

    [Fact]
    public void Puts_each_sample_beside_those_before_it()
    {
        var rows = Lagged.Rows(Matrix<double>.Build.Dense(5, 2, (i, j) => (10 * i) + j), 2);
        Assert.Equal([20, 21, 10, 11, 0, 1], rows.Row(0));
        Assert.Equal(3, rows.RowCount);
        ResistingWildValues.Refused("needs at least 6", () => Lagged.Rows(Matrix<double>.Build.Dense(5, 2), 5));
    }

    private static double[] Rest(CanonicalVariates model, string run)
    {
        var samples = Samples(run);
        return [.. Enumerable.Range(0, samples.RowCount - 2).Select(i => model.Judge(samples.SubMatrix(i, 3, 0, samples.ColumnCount)).OfRest)];
    }

    private static double[] Spe(Pca model, string run) => [.. Lagged.Rows(Samples(run), 2).EnumerateRows().Select(row => model.Judge(row.ToArray()).Spe)];

    private static Matrix<double> Samples(string run) => Table.Read(Shared.Path("data", "tep", "samples", run + ".csv"), 1, 1);
}
