using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>
/// How much likelier a term makes the responses beside a design, so that a fact with many levels and a change with one place can be compared: a fact enters as a random effect, whose levels
/// are integrated out and which so has one parameter, its variance; the others enter by their size, and a change that nobody entered by its place too. All on what the design leaves of the
/// responses, so that they are likelihoods of the same data.
/// </summary>
internal static class Evidence
{
    /// <summary>Odds of 20 to 1: less cannot be told apart (Kass &amp; Raftery 1995, JASA 90:773, "strong").</summary>
    public static double Strong { get; } = Math.Log(20);

    /// <summary>Gain of log-likelihood.</summary>
    public static double Gain(Term term, Basis design, IReadOnlyList<double> response)
    {
        var rest = design.Residual(response);
        var all = Basis.Dot(rest, rest);
        var count = response.Count - design.Rank;
        if (term.Cause != Cause.Fact)
        {
            var after = design.With(term.Columns).Residual(response);
            return count / 2.0 * Math.Log(all / Math.Max(1e-300, Basis.Dot(after, after)));
        }

        // In the directions of Z'MZ the factor's part is independent: variance 1 + λμ along each, 1 elsewhere (Crainiceanu & Ruppert 2004, JRSS B 66:165, section 2).
        var left = term.Columns.Select(column => design.Residual(column)).ToArray();
        var own = Matrix<double>.Build.Dense(left.Length, left.Length, (a, b) => Basis.Dot(left[a], left[b])).Evd(Symmetricity.Symmetric);
        var along = Vector<double>.Build.DenseOfEnumerable(left.Select(column => Basis.Dot(column, rest)));
        var parts = Enumerable.Range(0, left.Length).Select(s => (Width: own.EigenValues[s].Real, Length: own.EigenVectors.Column(s).DotProduct(along)))
            .Where(part => part.Width > 1e-9).Select(part => (part.Width, Square: part.Length * part.Length / part.Width)).ToArray();
        double At(double logRatio)
        {
            var ratio = Math.Exp(logRatio);
            var explained = parts.Sum(part => part.Square * ratio * part.Width / (1 + (ratio * part.Width)));
            return (count / 2.0 * Math.Log(all / Math.Max(1e-300, all - explained))) - (parts.Sum(part => Math.Log(1 + (ratio * part.Width))) / 2);
        }

        // One hump in the ratio of variances, or none: the best of a grid, then of ever finer ones about it.
        var (best, step) = (0.0, 1.0);
        for (var at = -12.0; at <= 12; at++) best = At(at) > At(best) ? at : best;
        for (var round = 0; round < 40; round++)
        {
            step /= 2;
            foreach (var at in new[] { best - step, best + step }) best = At(at) > At(best) ? at : best;
        }

        return Math.Max(0, At(best));
    }

    /// <summary>The gain less what the parameters cost, half the logarithm of the number of batches each (Schwarz 1978, Annals of Statistics 6:461).</summary>
    public static double Score(Term term, Basis design, IReadOnlyList<double> response) =>
        Gain(term, design, response) - ((term.Cause == Cause.UnrecordedChange ? 2 : 1) * Math.Log(response.Count) / 2);
}
