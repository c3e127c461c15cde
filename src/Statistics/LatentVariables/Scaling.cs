using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>How columns are brought to a common scale: less their mean, over their standard deviation (or 1). NaN means missing and stays missing.</summary>
/// <param name="Means">Mean of each column, in its unit.</param>
/// <param name="Scales">What each column is divided by, in its unit; 1 for a column that does not vary and was allowed.</param>
public sealed record Scaling(double[] Means, double[] Scales)
{
    /// <summary>Means, and standard deviations over n - 1, of what is there in each column.</summary>
    /// <param name="rows">Observations in rows; NaN is missing.</param>
    /// <param name="toUnitVariance">Divide by the standard deviation; otherwise only centre.</param>
    /// <param name="constantAllowed">Leave a column that does not vary at zero (an unfolded batch has such columns) instead of refusing it.</param>
    /// <exception cref="UnusableInputException">Fewer than two rows, a column with fewer than two values, or one that does not vary.</exception>
    public static Scaling Of(Matrix<double> rows, bool toUnitVariance = true, bool constantAllowed = false)
    {
        Input.Rows(rows, 2, 1, "data", missingAllowed: true);
        var (means, scales) = (new double[rows.ColumnCount], new double[rows.ColumnCount]);
        var columns = rows.AsColumnMajorArray() ?? rows.ToColumnMajorArray();
        var room = new double[rows.RowCount];
        for (var j = 0; j < means.Length; j++)
        {
            var there = There(columns.AsSpan(j * room.Length, room.Length), room);
            if (there.Length < 2) Input.Count(there.Length, 2, $"values in column {j + 1}");
            var varies = there.ContainsAnyExcept(there[0]);
            if (!varies && !constantAllowed) Input.Refuse($"Column {j + 1} is constant, so it cannot be scaled. Leave it out.");

            // The mean of equal values must be that value to the last bit, or rounding would be taken for variation.
            means[j] = varies ? (double)Wide.Mean(there) : there[0];
            scales[j] = varies && toUnitVariance ? Math.Sqrt((double)(Wide.SquaresAbout(there, means[j]) / (there.Length - 1))) : 1;
        }

        return new Scaling(means, scales);
    }

    /// <summary>Scaled rows; NaN stays NaN.</summary>
    /// <param name="rows">In their own units, columns as in the rows that were scaled by.</param>
    /// <exception cref="UnusableInputException">Another number of columns.</exception>
    public Matrix<double> Apply(Matrix<double> rows)
    {
        Input.SameLength(rows.ColumnCount, "columns in the rows", Means.Length, "columns in the model");
        var scaled = rows.ToColumnMajorArray();
        for (var j = 0; j < Means.Length; j++)
        {
            var column = scaled.AsSpan(j * rows.RowCount, rows.RowCount);
            for (var i = 0; i < column.Length; i++) column[i] = (column[i] - Means[j]) / Scales[j];
        }

        return Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, scaled);
    }

    /// <summary>One scaled row; NaN stays NaN.</summary>
    /// <param name="row">A value for each column, in its unit; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public double[] Apply(ReadOnlySpan<double> row)
    {
        var scaled = new double[row.Length];
        Apply(row, scaled);
        return scaled;
    }

    /// <summary>The same into room for a number a column. Tells whether every value is there.</summary>
    internal bool Apply(ReadOnlySpan<double> row, Span<double> scaled)
    {
        Input.SameLength(row.Length, "values in the row", Means.Length, "columns in the model");
        if (Lanes.Scale(scaled, row, Means, Scales)) return true;
        var there = 0;
        for (var j = 0; j < row.Length; j++)
        {
            if (double.IsInfinity(row[j])) Input.Refuse($"Value {j + 1} of the row is {row[j]}. Say NaN where a value is missing.");
            there += double.IsNaN(row[j]) ? 0 : 1;
        }

        Input.Count(there, 1, "values that are there in the row");
        return there == row.Length;
    }

    // The column itself, or what of it is no NaN.
    private static ReadOnlySpan<double> There(ReadOnlySpan<double> column, Span<double> room)
    {
        var count = 0;
        foreach (var value in column)
            if (!double.IsNaN(value)) room[count++] = value;
        return room[..count];
    }
}
