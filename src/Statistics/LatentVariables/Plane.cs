using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>What PCA and PLS share once they are fitted: x ≈ P t in scaled units, t = R'x, and what is known of both over the training rows.</summary>
public sealed class Plane
{
    private readonly double[] loadings, weights; // component after component
    private readonly double[] directions; // weights over the variance of their score
    private readonly double[] leftAlone; // 1 - Σ_a p_ja r_ja; infinite where the components leave nothing of a column, so that nothing is ever made of it
    private readonly double[] variances;
    private readonly double noise;
    private readonly double[] residualMoments;
    private readonly double meanSpe, varianceSpe;

    /// <param name="loadings">P, columns × components.</param>
    /// <param name="weights">R, columns × components; equal to P in PCA.</param>
    /// <param name="scores">Training scores, rows × components.</param>
    /// <param name="residuals">Training residuals; NaN where a value is missing.</param>
    internal Plane(Matrix<double> loadings, Matrix<double> weights, Matrix<double> scores, Matrix<double> residuals)
    {
        (Loadings, Weights, Scores) = (loadings, weights, scores);
        (this.loadings, this.weights) = (loadings.ToColumnMajorArray(), weights.ToColumnMajorArray());
        (Rows, Columns) = (scores.RowCount, loadings.RowCount);
        variances = [.. scores.EnumerateColumns().Select(t => t.DotProduct(t) / (Rows - 1))];
        directions = [.. this.weights.Select((r, i) => r / variances[i / Columns])];
        leftAlone = new double[Columns];
        for (var i = 0; i < this.loadings.Length; i++) leftAlone[i % Columns] += this.loadings[i] * this.weights[i];
        for (var j = 0; j < Columns; j++) leftAlone[j] = 1 - leftAlone[j] is > 1e-10 and var alone ? alone : double.PositiveInfinity;

        // Σ e^k over the residual covariance's eigenvalues e, k = 1, 2, 3, from the smaller of its two Gram matrices.
        var left = residuals.Exists(double.IsNaN) ? residuals.Map(value => double.IsNaN(value) ? 0 : value, Zeros.Include) : residuals;
        var wide = left.RowCount <= left.ColumnCount;
        var gram = wide ? Gram.OfRows(left) : left.TransposeThisAndMultiply(left);
        double[] spe = wide ? [.. gram.Diagonal()] : [.. left.EnumerateRows().Select(row => row.DotProduct(row))];
        (meanSpe, varianceSpe) = (spe.Average(), Descriptive.Summary.Of(spe).Variance);
        gram /= Rows - 1;
        var square = gram * gram;
        residualMoments = [gram.Trace(), square.Trace(), gram.PointwiseMultiply(square).Enumerate().Sum()];
        noise = Math.Max(residualMoments[0] / Math.Max(1, loadings.RowCount - loadings.ColumnCount), 1e-12);
    }

    /// <summary>P, columns × components, without unit.</summary>
    public Matrix<double> Loadings { get; }

    /// <summary>R with t = R'x for a scaled row x; equal to P in PCA.</summary>
    public Matrix<double> Weights { get; }

    /// <summary>Scores of the training rows, rows × components.</summary>
    public Matrix<double> Scores { get; }

    /// <summary>Number of training rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of components.</summary>
    public int Components => variances.Length;

    /// <summary>Variance of each score over the training rows (n - 1); in PCA the eigenvalues.</summary>
    public IReadOnlyList<double> ScoreVariances => variances;

    /// <summary>
    /// Scores, T² and SPE of one scaled row. Where values are missing, the scores are their conditional mean given those that are there
    /// (known-data regression: Arteaga &amp; Ferrer 2005, Journal of Chemometrics 19:439; with the residuals as noise of one variance: Tipping &amp; Bishop 1999, JRSS B 61:611).
    /// </summary>
    /// <param name="scaled">A value for each column, as <see cref="Scaling.Apply(ReadOnlySpan{double})"/> gives it; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, or none there.</exception>
    public Judgement Judge(double[] scaled)
    {
        Input.SameLength(scaled.Length, "values in the row", Columns, "columns in the model");
        var (scores, residuals) = (new double[Components], new double[Columns]);
        var (t2, spe) = Judge(scaled, scores, residuals, complete: !Array.Exists(scaled, static value => double.IsNaN(value)));
        return new Judgement(scores, t2, spe, residuals);
    }

    /// <summary>The same into room for a number for each component and each column.</summary>
    internal (double T2, double Spe) Judge(ReadOnlySpan<double> scaled, Span<double> scores, Span<double> residuals, bool complete)
    {
        if (complete) Lanes.Dots(scores, weights, scaled);
        else Expect(scaled, scores);
        Lanes.Combine(residuals, loadings, scores);
        Lanes.Rest(residuals, scaled);
        var (t2, spe) = (0.0, 0.0);
        for (var a = 0; a < scores.Length; a++) t2 += scores[a] * scores[a] / variances[a];
        if (complete) return (t2, Lanes.Dot(residuals, residuals));
        foreach (var residual in residuals) spe += double.IsNaN(residual) ? 0 : residual * residual;
        return (t2, spe);
    }

    /// <summary>The limit of T² for new rows: A(n²-1)/(n(n-A)) times the upper quantile of F with A and n-A (Nomikos &amp; MacGregor 1995, Technometrics 37:41). Some programs leave out (n+1)/n, which stands for the error of the centre.</summary>
    /// <param name="alpha">Share of false alarms, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">alpha outside (0, 1), or no more rows than components.</exception>
    public double T2Limit(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        Input.Count(Rows, Components + 1, "training rows");
        double n = Rows, a = Components;
        return a * ((n * n) - 1) / (n * (n - a)) * Probability.FisherQuantile(1 - alpha, a, n - a);
    }

    /// <summary>
    /// The limit of SPE by Box's approximation g χ²(h), g = v/2m and h = 2m²/v from mean m and variance v of the training rows' SPE
    /// (Nomikos &amp; MacGregor 1995). It is optimistic for new rows: calibrate where a share of false alarms is promised.
    /// </summary>
    /// <param name="alpha">Share of false alarms, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">alpha outside (0, 1), or the components leave nothing.</exception>
    public double SpeLimit(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        if (!(meanSpe > 1e-20 && varianceSpe > 0)) Input.Refuse($"The {Components} components leave nothing of the training rows, so SPE has no limit. Use fewer components.");
        return varianceSpe / (2 * meanSpe) * Probability.ChiSquaredQuantile(1 - alpha, 2 * meanSpe * meanSpe / varianceSpe);
    }

    /// <summary>The limit of SPE from the eigenvalues of the residuals (Jackson &amp; Mudholkar 1979, Technometrics 21:341).</summary>
    /// <param name="alpha">Share of false alarms, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">alpha outside (0, 1), or the components leave nothing.</exception>
    public double SpeLimitByEigenvalues(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        var (one, two, three) = (residualMoments[0], residualMoments[1], residualMoments[2]);
        if (!(one > 1e-20)) Input.Refuse($"The {Components} components leave nothing of the training rows, so SPE has no limit. Use fewer components.");
        var h = 1 - (2 * one * three / (3 * two * two));
        var z = Probability.NormalQuantile(1 - alpha) * Math.Sign(h);
        return one * Math.Pow((z * Math.Sqrt(2 * two * h * h) / one) + 1 + (two * h * (h - 1) / (one * one)), 1 / h);
    }

    /// <summary>What each column adds to T²: Σ_a t_a r_ja x_j / λ_a, either sign; together they are T² (Nomikos 1996, ISA Transactions 35:259). Missing values add nothing.</summary>
    /// <param name="scaled">A value for each column, as <see cref="Scaling.Apply(ReadOnlySpan{double})"/> gives it; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, or none there.</exception>
    public double[] T2Contributions(double[] scaled) => T2Contributions(scaled, Judge(scaled));

    /// <summary>The same of a row that was judged already.</summary>
    /// <param name="scaled">A value for each column, as <see cref="Scaling.Apply(ReadOnlySpan{double})"/> gives it; NaN is missing.</param>
    /// <param name="judged">What <see cref="Judge(double[])"/> said of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer values than columns, or a judgement with more scores than components.</exception>
    public double[] T2Contributions(double[] scaled, Judgement judged)
    {
        var contributions = new double[Columns];
        T2Contributions(scaled, judged.Scores, contributions);
        return contributions;
    }

    internal void T2Contributions(ReadOnlySpan<double> scaled, ReadOnlySpan<double> scores, Span<double> contributions)
    {
        Lanes.Combine(contributions, directions, scores);
        Lanes.MultiplyWhereThere(contributions, scaled);
    }

    /// <summary>
    /// By how much SPE falls when one column alone is reconstructed, for each column: e_j² / (1 - Σ_a p_ja r_ja) (Alcala &amp; Qin 2009, Automatica 45:1593).
    /// Unlike e_j² itself it is largest at the column that alone was moved. For a model whose weights are its loadings (PCA).
    /// </summary>
    /// <param name="scaled">A value for each column, as <see cref="Scaling.Apply(ReadOnlySpan{double})"/> gives it, complete.</param>
    /// <exception cref="UnusableInputException">Another number of values, or one missing or not finite.</exception>
    public double[] SpeReconstructions(double[] scaled) => SpeReconstructions(Judge(scaled));

    /// <summary>The same of a row that was judged already.</summary>
    /// <param name="judged">What <see cref="Judge(double[])"/> said of a complete row.</param>
    /// <exception cref="UnusableInputException">A value is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer residuals than columns.</exception>
    public double[] SpeReconstructions(Judgement judged)
    {
        var falls = new double[Columns];
        SpeReconstructions(judged.Residuals, falls);
        return falls;
    }

    internal void SpeReconstructions(ReadOnlySpan<double> residuals, Span<double> falls)
    {
        if (!Lanes.SquaresOver(falls, residuals, leftAlone)) Input.Values(residuals, 1, "scaled row");
    }

    /// <summary>By how much T² falls when one column alone is reconstructed, for each column: (D x)_j² / D_jj with D = R Λ⁻¹ R' (Alcala &amp; Qin 2009).</summary>
    /// <param name="scaled">A value for each column, as <see cref="Scaling.Apply(ReadOnlySpan{double})"/> gives it, complete.</param>
    /// <exception cref="UnusableInputException">Another number of values, or one missing or not finite.</exception>
    public double[] T2Reconstructions(double[] scaled)
    {
        Input.Values(scaled, 1, "scaled row");
        var (along, own) = (new double[Columns], new double[Columns]);
        Lanes.Combine(along, directions, Judge(scaled).Scores);
        for (var i = 0; i < weights.Length; i++) own[i % Columns] += weights[i] * directions[i];
        return [.. along.Select((value, j) => own[j] > 1e-20 ? value * value / own[j] : 0)];
    }

    private void Expect(ReadOnlySpan<double> scaled, Span<double> scores)
    {
        var count = Components;
        var there = new List<int>();
        for (var j = 0; j < scaled.Length; j++)
            if (!double.IsNaN(scaled[j])) there.Add(j);
        Input.Count(there.Count, 1, "values that are there in the row");
        var right = new double[count];
        foreach (var j in there)
            for (var a = 0; a < count; a++) right[a] += loadings[(a * Columns) + j] * scaled[j] / noise;

        // (P'P / σ² + Λ⁻¹) t = P'x / σ² over the columns that are there; Λ⁻¹ keeps it solvable however few they are.
        var system = Matrix<double>.Build.Dense(count, count, (a, b) => (there.Sum(j => loadings[(a * Columns) + j] * loadings[(b * Columns) + j]) / noise) + (a == b ? 1 / variances[a] : 0));
        system.Cholesky().Solve(Vector<double>.Build.Dense(right)).AsArray().CopyTo(scores);
    }
}
