namespace Cellwright.Statistics.Numbers;

/// <summary>
/// Householder QR of columns with 31 digits (Golub &amp; Van Loan, "Matrix Computations", section 5.2). Columns are used in their
/// order; each is first scaled to length one, so that units do not decide what counts as dependent.
/// </summary>
internal sealed class WideQr
{
    private readonly DoubleDouble[][] v;
    private readonly DoubleDouble[] diagonal;
    private readonly DoubleDouble[] length;
    private readonly int rows;

    public WideQr(DoubleDouble[][] columns)
    {
        var p = columns.Length;
        rows = columns[0].Length;
        v = new DoubleDouble[p][];
        (diagonal, length, Left) = (new DoubleDouble[p], new DoubleDouble[p], new double[p]);
        for (var j = 0; j < p; j++)
        {
            length[j] = DoubleDouble.Sqrt(Wide.SquaresAbout(columns[j], 0));
            v[j] = length[j].High == 0 ? new DoubleDouble[rows] : Array.ConvertAll(columns[j], value => value / length[j]);
        }

        for (var j = 0; j < p; j++)
        {
            var norm = DoubleDouble.Sqrt(Wide.SquaresAbout(v[j].AsSpan(j), 0));
            Left[j] = (double)norm;
            if (norm.High == 0) continue;
            diagonal[j] = v[j][j].High > 0 ? -norm : norm;

            // The reflector overwrites the column from the diagonal down, scaled so that vᵀv = 2.
            v[j][j] -= diagonal[j];
            var scale = DoubleDouble.Sqrt(2 / Wide.SquaresAbout(v[j].AsSpan(j), 0));
            for (var i = j; i < rows; i++) v[j][i] *= scale;
            for (var k = j + 1; k < p; k++) Reflect(j, v[k]);
        }
    }

    /// <summary>For each column, the share of its length that the columns before it do not span.</summary>
    public double[] Left { get; }

    /// <summary>The coefficients of the columns that come nearest to <paramref name="y"/>.</summary>
    public DoubleDouble[] Solve(DoubleDouble[] y)
    {
        var rotated = (DoubleDouble[])y.Clone();
        for (var j = 0; j < v.Length; j++) Reflect(j, rotated);
        var solution = new DoubleDouble[v.Length];
        for (var j = v.Length - 1; j >= 0; j--)
        {
            var sum = rotated[j];
            for (var k = j + 1; k < v.Length; k++) sum -= v[k][j] * solution[k];
            solution[j] = sum / diagonal[j];
        }

        for (var j = 0; j < v.Length; j++) solution[j] /= length[j];
        return solution;
    }

    /// <summary>The lengths of the rows of R⁻¹ in the columns' own units: standard errors are these times sigma.</summary>
    public DoubleDouble[] InverseRowNorms()
    {
        var p = v.Length;
        var squares = new DoubleDouble[p];
        for (var unit = 0; unit < p; unit++)
        {
            var column = new DoubleDouble[p];
            for (var j = unit; j >= 0; j--)
            {
                DoubleDouble sum = j == unit ? 1 : 0;
                for (var k = j + 1; k <= unit; k++) sum -= v[k][j] * column[k];
                column[j] = sum / diagonal[j];
                squares[j] += column[j] * column[j];
            }
        }

        return [.. squares.Select((square, j) => DoubleDouble.Sqrt(square) / length[j])];
    }

    /// <summary>The diagonal of Q Qᵀ.</summary>
    public double[] Leverages()
    {
        var hat = new double[rows];
        for (var unit = 0; unit < v.Length; unit++)
        {
            var q = new DoubleDouble[rows];
            q[unit] = 1;
            for (var j = unit; j >= 0; j--) Reflect(j, q);
            for (var i = 0; i < rows; i++) hat[i] += q[i].High * q[i].High;
        }

        return hat;
    }

    private void Reflect(int j, DoubleDouble[] column)
    {
        DoubleDouble along = 0;
        for (var i = j; i < rows; i++) along += v[j][i] * column[i];
        for (var i = j; i < rows; i++) column[i] -= along * v[j][i];
    }
}
