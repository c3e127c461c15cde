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
    public void Puts_each_sample_beside_those_before_it()
    {
        var rows = Lagged.Rows(Matrix<double>.Build.Dense(5, 2, (i, j) => (10 * i) + j), 2);
        Assert.Equal([20, 21, 10, 11, 0, 1], rows.Row(0));
        Assert.Equal(3, rows.RowCount);
        ResistingWildValues.Refused("needs at least 6", () => Lagged.Rows(Matrix<double>.Build.Dense(5, 2), 5));
    }

    private static double[] Spe(Pca model, string run) => [.. Lagged.Rows(Samples(run), 2).EnumerateRows().Select(row => model.Judge(row.ToArray()).Spe)];

    private static Matrix<double> Samples(string run) => Table.Read(Shared.Path("data", "tep", "samples", run + ".csv"), 1, 1);
}
