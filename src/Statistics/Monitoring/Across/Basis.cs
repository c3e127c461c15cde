namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>An orthonormal basis of the columns of a design, grown column by column (Gram-Schmidt, twice, as Giraud, Langou &amp; Rozloznik 2005, Comput. Math. Appl. 50:1069 show to be enough).</summary>
internal sealed class Basis
{
    private const double Dependent = 1e-9; // of a column's length left: columns here are zeros, ones and ranks
    private readonly List<double[]> columns;

    public Basis(int rows) => columns = [[.. Enumerable.Repeat(1 / Math.Sqrt(rows), rows)]];

    private Basis(List<double[]> columns) => this.columns = columns;

    /// <summary>Number of independent columns, the intercept included.</summary>
    public int Rank => columns.Count;

    /// <summary>Its columns.</summary>
    public IReadOnlyList<double[]> Columns => columns;

    /// <summary>The basis with these columns too; those that depend on others add nothing.</summary>
    public Basis With(IEnumerable<double[]> more)
    {
        var next = new Basis([.. columns]);
        foreach (var column in more)
        {
            var rest = next.Residual(next.Residual(column));
            var (before, after) = (Length(column), Length(rest));
            if (after <= Dependent * Math.Max(1, before) || next.Rank == rest.Length) continue;
            for (var i = 0; i < rest.Length; i++) rest[i] /= after;
            next.columns.Add(rest);
        }

        return next;
    }

    /// <summary>What of a vector the columns do not explain.</summary>
    public double[] Residual(IReadOnlyList<double> vector)
    {
        var rest = vector.ToArray();
        foreach (var column in columns)
        {
            var along = Dot(column, rest);
            for (var i = 0; i < rest.Length; i++) rest[i] -= along * column[i];
        }

        return rest;
    }

    public static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Length(double[] vector) => Math.Sqrt(Dot(vector, vector));
}
