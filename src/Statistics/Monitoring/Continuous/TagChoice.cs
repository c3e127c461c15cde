using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>Which tags a training run can teach, and why the others are left out.</summary>
/// <param name="Kept">Columns that are used.</param>
/// <param name="LeftOut">A sentence for each that is not.</param>
public sealed record TagChoice(IReadOnlyList<int> Kept, IReadOnlyList<string> LeftOut)
{
    /// <summary>A tag may miss at most this share of its training rows (an engineering assumption): what is held over longer gaps would be taken for its behaviour.</summary>
    private const double MissingAllowed = 0.2;

    /// <summary>A tag whose variance is explained by the tags before it but for this part says nothing of its own (the rounding of a correlation is 1e-16, of values with four digits about 1e-8).</summary>
    private const double OwnShare = 1e-8;

    /// <summary>The choice from one or more runs.</summary>
    /// <param name="runs">Rows in order of time, tags in columns; NaN is missing.</param>
    /// <param name="names">Of the tags.</param>
    /// <exception cref="ArgumentOutOfRangeException">No run, or one with fewer columns than names.</exception>
    public static TagChoice Of(IReadOnlyList<Matrix<double>> runs, IReadOnlyList<string> names)
    {
        var (kept, left) = (new List<int>(), new List<string>());
        for (var j = 0; j < names.Count; j++)
        {
            var all = runs.SelectMany(run => run.Column(j)).ToArray();
            var there = all.Where(value => !double.IsNaN(value)).ToArray();
            if (there.Length == 0) left.Add($"Tag {names[j]} has no value in the training run, so it is not followed. Check that it is connected.");
            else if (there.Length < (1 - MissingAllowed) * all.Length) left.Add(FormattableString.Invariant($"Tag {names[j]} is missing from {all.Length - there.Length} of {all.Length} training rows, so it is not followed. Train on a run that has it."));
            else if (Array.TrueForAll(there, value => value == there[0])) left.Add(FormattableString.Invariant($"Tag {names[j]} is constant at {there[0]} in the training run, so it is not followed. Watch it by a limit of its own."));
            else kept.Add(j);
        }

        var held = Held(runs, kept);
        foreach (var k in Dependent(held))
        {
            left.Add($"Tag {names[kept[k]]} follows from the tags before it, so it is not followed of its own.");
            kept[k] = -1;
        }

        // Cross-validation leaves out a block after the other: what moves in one block only cannot be learned from the rest.
        kept.RemoveAll(column => column < 0);
        if (kept.Count == 0) return new TagChoice(kept, left);
        var once = new Blocks(Held(runs, kept)).Folds().SelectMany(fold => Dependent(fold.Training)).ToHashSet();
        left.AddRange(once.Order().Select(k => $"Tag {names[kept[k]]} moves of its own in one stretch of the training run only, which is too little to learn from, so it is not followed. Watch it by a limit of its own."));
        return new TagChoice([.. kept.Where((_, k) => !once.Contains(k))], left);
    }

    /// <summary>Columns of which those before them leave nothing, pivot by pivot (Gram and Schmidt).</summary>
    private static List<int> Dependent(IReadOnlyList<Matrix<double>> runs)
    {
        var (found, directions) = (new List<int>(), new List<Vector<double>>());
        for (var k = 0; k < runs[0].ColumnCount; k++)
        {
            var column = Vector<double>.Build.DenseOfEnumerable(runs.SelectMany(run => run.Column(k)));
            column -= column.Average();
            var (rest, whole) = (column, column.DotProduct(column));
            foreach (var direction in directions) rest -= direction * direction.DotProduct(rest);
            if (rest.DotProduct(rest) <= OwnShare * whole) found.Add(k);
            else directions.Add(rest.Normalize(2));
        }

        return found;
    }

    /// <summary>The kept columns with each gap filled by the value before it, as a historian does; a run's first gap by the first value, a column that a run lacks by the mean of the others.</summary>
    internal static Matrix<double>[] Held(IReadOnlyList<Matrix<double>> runs, IReadOnlyList<int> kept) => [.. runs.Select(run =>
    {
        var filled = Matrix<double>.Build.Dense(run.RowCount, kept.Count);
        for (var k = 0; k < kept.Count; k++)
        {
            var column = run.Column(kept[k]);
            var last = column.FirstOrDefault(value => !double.IsNaN(value), double.NaN);
            if (double.IsNaN(last)) last = runs.SelectMany(other => other.Column(kept[k])).Where(value => !double.IsNaN(value)).Average();
            for (var i = 0; i < column.Count; i++) filled[i, k] = last = double.IsNaN(column[i]) ? last : column[i];
        }

        return filled;
    })];
}
