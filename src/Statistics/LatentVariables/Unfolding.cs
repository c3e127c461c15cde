using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Aligned batches (samples × tags each) as one table. Batch-wise, a row is a whole batch and its columns run through the tags of the first sample, then of the second
/// (Nomikos &amp; MacGregor 1994, AIChE Journal 40:1361); observation-wise, a row is a sample (Wold, Kettaneh, Fridén &amp; Holmberg 1998, Chemometrics and Intelligent Laboratory Systems 44:331).
/// </summary>
public static class Unfolding
{
    /// <summary>One row a batch, samples · tags columns.</summary>
    /// <param name="batches">Samples × tags each, all of one size.</param>
    /// <exception cref="UnusableInputException">No batch, or batches of different sizes.</exception>
    public static Matrix<double> BatchWise(IReadOnlyList<Matrix<double>> batches)
    {
        Check(batches, sameSamples: true);
        var tags = batches[0].ColumnCount;
        return Matrix<double>.Build.Dense(batches.Count, batches[0].RowCount * tags, (i, column) => batches[i][column / tags, column % tags]);
    }

    /// <summary>One row a sample of a batch, batch after batch; their lengths may differ.</summary>
    /// <param name="batches">Samples × tags each, all with the same tags.</param>
    /// <exception cref="UnusableInputException">No batch, or batches with different tags.</exception>
    public static Matrix<double> ObservationWise(IReadOnlyList<Matrix<double>> batches)
    {
        Check(batches, sameSamples: false);
        return Matrix<double>.Build.DenseOfRowArrays(batches.SelectMany(batch => batch.ToRowArrays()));
    }

    /// <summary>A batch that is still running as a row for a batch-wise model: what has not been sampled yet is missing (NaN), and the model expects it from what has.</summary>
    /// <param name="soFar">Samples so far × tags.</param>
    /// <param name="samples">Number of samples of a whole batch.</param>
    /// <exception cref="UnusableInputException">No sample yet, or more than a whole batch has.</exception>
    public static double[] Running(Matrix<double> soFar, int samples)
    {
        Input.Range(soFar.RowCount, 1, samples, "number of samples so far");
        var row = new double[samples * soFar.ColumnCount];
        Array.Fill(row, double.NaN);
        for (var column = 0; column < soFar.RowCount * soFar.ColumnCount; column++) row[column] = soFar[column / soFar.ColumnCount, column % soFar.ColumnCount];
        return row;
    }

    /// <summary>A batch-wise row or loading as samples × tags again.</summary>
    /// <param name="row">Tags of the first sample, then of the second, and so on.</param>
    /// <param name="tags">Number of tags.</param>
    /// <exception cref="UnusableInputException">A length that is no multiple of the number of tags.</exception>
    public static Matrix<double> Fold(ReadOnlySpan<double> row, int tags)
    {
        Input.Range(tags, 1, Math.Max(1, row.Length), "number of tags");
        if (row.Length % tags != 0) Input.Refuse($"A row of {row.Length} values cannot be folded into {tags} tags. Give the number of tags that it was unfolded from.");
        var values = row.ToArray();
        return Matrix<double>.Build.Dense(values.Length / tags, tags, (k, j) => values[(k * tags) + j]);
    }

    private static void Check(IReadOnlyList<Matrix<double>> batches, bool sameSamples)
    {
        Input.Count(batches.Count, 1, "batches");
        for (var i = 1; i < batches.Count; i++)
        {
            if (batches[i].ColumnCount != batches[0].ColumnCount || (sameSamples && batches[i].RowCount != batches[0].RowCount))
                Input.Refuse($"Batch {i + 1} has {batches[i].RowCount} samples of {batches[i].ColumnCount} tags, the first {batches[0].RowCount} of {batches[0].ColumnCount}. Align the batches first.");
        }
    }
}
