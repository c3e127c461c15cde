using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>One block left out of training runs.</summary>
/// <param name="Training">What is left, in stretches.</param>
/// <param name="WarmUpAndHeld">The block with those rows of the gap before it that stand there, for charts that have a memory.</param>
/// <param name="Held">Number of rows of the block itself, at the end.</param>
internal sealed record Fold(List<Matrix<double>> Training, Matrix<double> WarmUpAndHeld, int Held);

/// <summary>
/// Cross-validation in blocks (Racine 2000, Journal of Econometrics 99:39): rows that follow each other are alike, so a block is left out whole, with a gap on either side that trains nothing either.
/// </summary>
/// <param name="Runs">Training runs, complete.</param>
internal sealed record Blocks(IReadOnlyList<Matrix<double>> Runs)
{
    /// <summary>Ten blocks, the usual number (Kohavi 1995, IJCAI 14:1137).</summary>
    public const int Count = 10;

    /// <summary>Rows beside a block that train nothing: at least twice the longest past (an engineering assumption).</summary>
    public const int Gap = 10;

    public static Scaling ScalingOf(IEnumerable<Matrix<double>> stretches) => LatentVariables.Scaling.Of(Matrix<double>.Build.DenseOfRowVectors(stretches.SelectMany(stretch => stretch.EnumerateRows())), constantAllowed: true);

    public Scaling Scaling(Fold fold) => ScalingOf(fold.Training);

    public IEnumerable<Fold> Folds()
    {
        var all = Runs.Sum(run => run.RowCount);
        var before = 0;
        foreach (var run in Runs)
        {
            // Each run is cut into blocks of its own, as many as its share of the rows and at least one.
            var blocks = Math.Max(1, (int)Math.Round((double)Count * run.RowCount / all));
            for (var block = 0; block < blocks; block++)
            {
                var (from, to) = (run.RowCount * block / blocks, run.RowCount * (block + 1) / blocks);
                var (low, high) = (Math.Max(0, from - Gap), Math.Min(run.RowCount, to + Gap));
                var training = Runs.Where((_, index) => index != before).ToList();
                if (low > 0) training.Add(run.SubMatrix(0, low, 0, run.ColumnCount));
                if (high < run.RowCount) training.Add(run.SubMatrix(high, run.RowCount - high, 0, run.ColumnCount));
                if (training.Count > 0) yield return new Fold(training, run.SubMatrix(low, to - low, 0, run.ColumnCount), to - from);
            }

            before++;
        }
    }
}
