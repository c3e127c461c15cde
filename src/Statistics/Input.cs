using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics;

/// <summary>What every function asks of its numbers before it computes.</summary>
internal static class Input
{
    /// <summary>Squares of larger numbers cannot be added up.</summary>
    private const double Largest = 1e150;

    /// <summary>Refuses with a sentence, whose numbers are written the same in every culture.</summary>
    [DoesNotReturn]
    public static void Refuse(FormattableString sentence) => throw Unusable(sentence);

    public static UnusableInputException Unusable(FormattableString sentence) => new(sentence.ToString(CultureInfo.InvariantCulture));

    /// <summary>At least so many values, and none of them NaN or infinite.</summary>
    public static void Values(ReadOnlySpan<double> values, int atLeast, string what)
    {
        Count(values.Length, atLeast, what);
        for (var i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i]) > Largest && double.IsFinite(values[i])) Refuse($"Value {i + 1} of the {what} is {values[i]}, too large to be squared. Give it in a larger unit.");
            if (!double.IsFinite(values[i])) Refuse($"Value {i + 1} of the {what} is {values[i]}. Leave missing values out, or say why they are missing, before you compute.");
        }
    }

    public static void Count(int count, int atLeast, string what)
    {
        if (count < atLeast) Refuse($"Too few {what}: {count}. This needs at least {atLeast}. Collect more, or use a method for fewer.");
    }

    public static void SameLength(int first, string what, int second, string other)
    {
        if (first != second) Refuse($"There are {first} {what} but {second} {other}. Give one of each for every observation.");
    }

    public static void Finite(double value, string what)
    {
        if (!double.IsFinite(value)) Refuse($"The {what} is {value}. Give a finite number.");
    }

    public static void Positive(double value, string what)
    {
        if (!(value > 0) || !double.IsFinite(value)) Refuse($"The {what} is {value}. Give a number above zero.");
    }

    /// <summary>A number strictly between two bounds.</summary>
    public static void Between(double value, double low, double high, string what)
    {
        if (!(value > low && value < high)) Refuse($"The {what} is {value}. Give a number between {low} and {high}, both excluded.");
    }

    public static void Range(int value, int low, int high, string what)
    {
        if (value < low || value > high) Refuse($"The {what} is {value}. Give a whole number from {low} to {high}.");
    }

    /// <summary>A matrix of observations in rows with at least so many rows and columns; NaN means missing and is allowed only where it is said.</summary>
    public static void Rows(Matrix<double> rows, int atLeastRows, int atLeastColumns, string what, bool missingAllowed = false)
    {
        Count(rows.RowCount, atLeastRows, "rows of " + what);
        Count(rows.ColumnCount, atLeastColumns, "columns of " + what);
        for (var column = 0; column < rows.ColumnCount; column++)
        {
            for (var row = 0; row < rows.RowCount; row++)
            {
                var value = rows[row, column];
                if (Math.Abs(value) > Largest && double.IsFinite(value)) Refuse($"Row {row + 1}, column {column + 1} of the {what} is {value}, too large to be squared. Give it in a larger unit.");
                if (double.IsFinite(value) || (missingAllowed && double.IsNaN(value))) continue;
                Refuse($"Row {row + 1}, column {column + 1} of the {what} is {value}. Leave the row out, or use a method that takes missing values.");
            }
        }
    }
}
