using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>How one variable of the starting material enters a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">Of the training runs, in its unit.</param>
/// <param name="Deviation">Standard deviation of the training runs, in its unit.</param>
/// <param name="Low">Smallest of the training runs.</param>
/// <param name="High">Largest of the training runs.</param>
/// <param name="Levels">Its levels if it is a factor (an experiment, a site), else none.</param>
public sealed record Covariate(string Name, double Mean, double Deviation, double Low, double High, IReadOnlyList<double> Levels)
{
    /// <summary>Columns it takes in a model.</summary>
    public int Columns => Levels.Count > 0 ? Levels.Count - 1 : 1;
}

/// <summary>
/// Starting material in a model's columns: numbers in standard deviations from their mean, factors as a column for each level but the first. What is missing stands at the mean.
/// </summary>
/// <param name="Variables">In the order of the campaign.</param>
/// <param name="Centre">Mean of the columns.</param>
/// <param name="Precision">Inverse of the columns' covariance, with a tenth of their variance added so that dependent columns do no harm.</param>
/// <param name="Distances">T² of the training runs, each in the population of the others, sorted: how far starting material lies that nobody has seen yet.</param>
public sealed record StartingMaterial(IReadOnlyList<Covariate> Variables, double[] Centre, double[][] Precision, double[] Distances)
{
    /// <summary>Few values that come again and again are names, not amounts (engineering assumption: at most six, each at least five times).</summary>
    private const int MostLevels = 6, FewestOfLevel = 5;

    /// <summary>Number of columns.</summary>
    public int Columns => Centre.Length;

    /// <summary>What the training runs say of their starting material.</summary>
    /// <param name="names">Of the variables.</param>
    /// <param name="runs">Training runs, each with a value for each variable; NaN is missing.</param>
    /// <exception cref="UnusableInputException">A variable with two values or more, one of them infinite or too large to be squared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Variables but no run.</exception>
    public static StartingMaterial Of(IReadOnlyList<string> names, IReadOnlyList<Run> runs)
    {
        var variables = names.Select((name, v) => Variable(name, [.. runs.Select(run => run.Covariates[v]).Where(value => !double.IsNaN(value))])).ToArray();
        var raw = new StartingMaterial(variables, new double[variables.Sum(one => one.Columns)], [], []);
        if (raw.Columns == 0) return raw;
        var whole = raw.Among([.. runs]);
        return runs.Count < 3 ? whole : whole with { Distances = [.. runs.Select(run => raw.Among([.. runs.Where(other => other != run)]).Distance(run.Covariates)).Order()] };
    }

    /// <summary>T² that starting material of a new run exceeds with so small a share; with too few training runs the largest of theirs. Infinite without starting material.</summary>
    internal double Limit(double share) => Distances.Length == 0 ? double.PositiveInfinity
        : Distances[Math.Min(Distances.Length, (int)Math.Ceiling((Distances.Length + 1) * (1 - share))) - 1];

    // The same variables in a population of its own.
    private StartingMaterial Among(Run[] runs)
    {
        var columns = Matrix<double>.Build.DenseOfRowArrays(runs.Select(run => Encode(run.Covariates)));
        var centre = columns.ColumnSums() / runs.Length;
        columns = Matrix<double>.Build.Dense(columns.RowCount, columns.ColumnCount, (i, j) => columns[i, j] - centre[j]);
        var covariance = columns.TransposeThisAndMultiply(columns) / Math.Max(1, runs.Length - 1);
        for (var j = 0; j < covariance.RowCount; j++) covariance[j, j] = (1.1 * covariance[j, j]) + 1e-9;
        return this with { Centre = centre.ToArray(), Precision = covariance.Inverse().ToRowArrays() };
    }

    /// <summary>The columns of one run, less their mean.</summary>
    /// <param name="values">One for each of <see cref="Variables"/>, in its unit; NaN is missing.</param>
    public double[] Encode(IReadOnlyList<double> values)
    {
        var columns = new double[Centre.Length];
        var at = 0;
        for (var v = 0; v < Variables.Count; v++)
        {
            var (variable, value) = (Variables[v], values[v]);
            for (var c = 0; c < variable.Columns; c++, at++)
            {
                var encoded = variable.Levels.Count > 0 ? (value == variable.Levels[c + 1] ? 1 : 0) : (value - variable.Mean) / variable.Deviation;
                columns[at] = double.IsNaN(value) ? 0 : encoded - Centre[at];
            }
        }

        return columns;
    }

    /// <summary>T² of one run's starting material in the training population, without unit.</summary>
    /// <param name="values">One for each of <see cref="Variables"/>, in its unit; NaN is missing.</param>
    public double Distance(IReadOnlyList<double> values)
    {
        var z = Encode(values);
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            for (var j = 0; j < z.Length; j++) sum += z[i] * Precision[i][j] * z[j];
        }

        return sum;
    }

    /// <summary>The variables in which a run lies where training never was: a level it never saw, or a number beyond the training runs by more than a standard deviation.</summary>
    /// <param name="values">One for each of <see cref="Variables"/>, in its unit; NaN is missing.</param>
    public IReadOnlyList<string> Outside(IReadOnlyList<double> values) =>
        [.. Variables.Where((variable, v) => variable.Levels.Count > 0
            ? !double.IsNaN(values[v]) && !variable.Levels.Contains(values[v])
            : values[v] < variable.Low - variable.Deviation || values[v] > variable.High + variable.Deviation).Select(variable => variable.Name)];

    private static Covariate Variable(string name, double[] values)
    {
        if (values.Length < 2) return new Covariate(name, 0, 1, double.NegativeInfinity, double.PositiveInfinity, []);
        var groups = values.GroupBy(value => value).OrderBy(group => group.Key).ToArray();
        var levels = groups.Length is >= 2 and <= MostLevels && groups.All(group => group.Count() >= FewestOfLevel) ? groups.Select(group => group.Key).ToArray() : [];
        var summary = Descriptive.Summary.Of(values);
        return new Covariate(name, summary.Mean, summary.Variance > 0 ? summary.StandardDeviation : 1, summary.Minimum, summary.Maximum, levels);
    }
}
