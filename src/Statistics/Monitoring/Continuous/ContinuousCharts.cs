using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>The statistics of one row and what each kept tag adds to them.</summary>
/// <param name="Values">In the order of <see cref="ContinuousCharts.Names"/>, without unit.</param>
/// <param name="Contributions">Chart × kept tag: by how much the statistic falls when the tag alone is reconstructed from the others (Alcala &amp; Qin 2009, Automatica 45:1593).</param>
/// <param name="Innovation">Scaled; what was missing stands at its conditional mean.</param>
internal sealed record ChartRow(double[] Values, double[][] Contributions, double[] Innovation);

/// <summary>Five charts that go row by row; their state is the last rows and two moving averages. The cost of a row grows with lags · tags².</summary>
internal sealed class ContinuousCharts
{
    /// <summary>
    /// T² of the tags that hold a level (where the process stands: Hotelling 1947) and their multivariate EWMA (where it has stood for a while: Lowry, Woodall, Champ &amp; Rigdon 1992,
    /// Technometrics 34:46); T² of innovations (jumps, and swings that are not its own) and their multivariate EWMA (a small push that lasts); the EWMA of the innovations' T²
    /// (scatter that grew, relations that broke). None sees all: levels miss a swing within them, averages miss what alternates, innovations adapt to a level that stays.
    /// </summary>
    public static readonly string[] Names = ["level_t2", "level_mewma", "innovation_t2", "innovation_mewma", "innovation_scatter"];

    private readonly NormalCourse course;
    private readonly ContinuousSettings settings;
    private readonly double[][] coefficients, precision, levelPrecision;
    private readonly double[][] past;
    private readonly double[] moving, standing;
    private readonly double[] scatterShares;
    private double scatter;
    private int rows;
    private ChartRow? last;

    public ContinuousCharts(NormalCourse course, ContinuousSettings settings)
    {
        (this.course, this.settings) = (course, settings);
        (coefficients, precision, levelPrecision) = (course.Coefficients, course.Precision, course.LevelPrecision);
        var tags = course.Means.Length;
        past = [.. Enumerable.Range(0, course.Lags).Select(_ => new double[tags])];
        (moving, standing, scatterShares, scatter) = (new double[tags], new double[tags], new double[tags], tags);
    }

    /// <summary>Begins anew, for instance after a long gap: the past is unknown and the averages are at rest.</summary>
    public void Restart()
    {
        (rows, scatter, last) = (0, moving.Length, null);
        Array.Clear(moving);
        Array.Clear(standing);
        Array.Clear(scatterShares);
    }

    /// <summary>The next row of kept tags in their own units; NaN is missing. A row without any value tells nothing: the statistics stay as they were.</summary>
    public ChartRow Take(ReadOnlySpan<double> row)
    {
        var tags = moving.Length;
        var (z, missing) = (new double[tags], new List<int>());
        for (var j = 0; j < tags; j++)
        {
            z[j] = (row[j] - course.Means[j]) / course.Scales[j];
            if (!double.IsFinite(z[j])) missing.Add(j);
        }

        if (missing.Count == tags) return last ?? new ChartRow(new double[Names.Length], [.. Names.Select(_ => new double[tags])], new double[tags]);

        // Until there are as many rows as the past is long, nothing can be predicted: no innovation, and a missing value stands at its mean.
        var predictable = rows >= past.Length;
        var (expected, innovation) = (predictable ? Predict() : new double[tags], new double[tags]);
        if (predictable)
        {
            for (var j = 0; j < tags; j++) innovation[j] = z[j] - expected[j];
            Fill(innovation, missing);
        }

        foreach (var j in missing) z[j] = expected[j] + innovation[j];
        Array.Copy(past, 0, past, 1, past.Length - 1);
        past[0] = z;
        rows++;

        // A missing value counts as what a normal one is expected to add, one.
        var (level, levelShares) = Level(z);
        var (jump, jumpShares) = Distance(innovation);
        if (predictable) jump += missing.Count;
        for (var j = 0; j < tags; j++)
        {
            moving[j] = (settings.Weight * innovation[j]) + ((1 - settings.Weight) * moving[j]);
            standing[j] = (settings.Weight * z[j]) + ((1 - settings.Weight) * standing[j]);
        }

        var (push, pushShares) = Distance(moving);
        var (stand, standShares) = Level(standing);
        var widening = (2 - settings.Weight) / settings.Weight;
        if (predictable)
        {
            scatter = (settings.ScatterWeight * jump) + ((1 - settings.ScatterWeight) * scatter);
            for (var j = 0; j < tags; j++) scatterShares[j] = (settings.ScatterWeight * jumpShares[j]) + ((1 - settings.ScatterWeight) * scatterShares[j]);
        }

        return last = new ChartRow([level + missing.Count(course.Levels.Contains), stand * widening, jump, push * widening, scatter], [levelShares, standShares, jumpShares, pushShares, [.. scatterShares]], innovation);
    }

    private double[] Predict()
    {
        var (tags, expected) = (moving.Length, new double[moving.Length]);
        for (var lag = 0; lag < past.Length; lag++)
        {
            for (var k = 0; k < tags; k++)
            {
                var value = past[lag][k];
                for (var j = 0; j < tags; j++) expected[j] += value * coefficients[(lag * tags) + k][j];
            }
        }

        return expected;
    }

    /// <summary>Missing innovations at their conditional mean given the others, -Ω_mm⁻¹ Ω_mp e_p: then e'Ωe is the T² of those that are there.</summary>
    private void Fill(double[] innovation, List<int> missing)
    {
        if (missing.Count == 0) return;
        foreach (var j in missing) innovation[j] = 0;
        var right = Vector<double>.Build.Dense(missing.Count, i => -innovation.Select((value, k) => precision[missing[i]][k] * value).Sum());
        var found = Matrix<double>.Build.Dense(missing.Count, missing.Count, (i, k) => precision[missing[i]][missing[k]]).Cholesky().Solve(right);
        for (var i = 0; i < missing.Count; i++) innovation[missing[i]] = found[i];
    }

    private (double Sum, double[] Shares) Distance(double[] e)
    {
        var (sum, shares) = (0.0, new double[e.Length]);
        for (var i = 0; i < e.Length; i++)
        {
            var along = 0.0;
            for (var j = 0; j < e.Length; j++) along += precision[i][j] * e[j];
            sum += along * e[i];
            shares[i] = along * along / precision[i][i];
        }

        return (sum, shares);
    }

    private (double Sum, double[] Shares) Level(double[] z)
    {
        var (sum, shares) = (0.0, new double[z.Length]);
        for (var i = 0; i < course.Levels.Length; i++)
        {
            var along = 0.0;
            for (var j = 0; j < course.Levels.Length; j++) along += levelPrecision[i][j] * z[course.Levels[j]];
            sum += along * z[course.Levels[i]];
            shares[course.Levels[i]] = along * along / levelPrecision[i][i];
        }

        return (sum, shares);
    }
}
