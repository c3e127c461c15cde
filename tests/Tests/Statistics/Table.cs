using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Tests.Statistics;

/// <summary>Tables of numbers that lie beside the checkout.</summary>
internal static class Table
{
    /// <summary>The numbers of a CSV file without its first rows and columns.</summary>
    public static Matrix<double> Read(string path, int skipRows = 0, int skipColumns = 0) =>
        Matrix<double>.Build.DenseOfRowArrays(File.ReadLines(path).Skip(skipRows).Where(line => line.Length > 0)
            .Select(line => line.Split(',')[skipColumns..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()));

    /// <summary>Each column agrees to this part of its largest value; the sign of a column is free unless the columns are said to be signed.</summary>
    public static void SameColumns(Matrix<double> expected, Matrix<double> found, double ofMaximum, bool signed = false)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (found.RowCount, found.ColumnCount));
        for (var j = 0; j < expected.ColumnCount; j++)
        {
            var (one, other, most) = (expected.Column(j), found.Column(j), expected.Column(j).AbsoluteMaximum());
            var away = (one - other).AbsoluteMaximum() / most;
            if (!signed) away = Math.Min(away, (one + other).AbsoluteMaximum() / most);
            Assert.True(away <= ofMaximum, $"column {j + 1} differs by {away:E2} of its largest value");
        }
    }

    /// <summary>The batches of a campaign, aligned: samples × tags each.</summary>
    public static Dictionary<string, Matrix<double>> Batches(string campaign) =>
        File.ReadLines(Shared.Path("data", campaign, "samples.csv")).Skip(1).Select(line => line.Split(',')).GroupBy(cells => cells[0])
            .ToDictionary(group => group.Key, group => Matrix<double>.Build.DenseOfRowArrays(group.Select(cells => cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())));
}
