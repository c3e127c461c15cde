using Cellwright.Statistics.ChangePoints;
using Cellwright.Statistics.MixedEffects;
using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>Sizes of what was found, each adjusted for everything else that was, in the unit of the response.</summary>
internal static class Effects
{
    public static AcrossReport Report(BatchTable table, double alpha, List<Attributing.Found> found, List<CannotTell> untold, List<Tried> tried, List<Term> terms)
    {
        var n = table.Batches.Count;
        var response = table.Responses.ToArray();
        var whole = new Basis(n).With(terms.SelectMany(term => term.Columns));
        var rest = whole.Residual(response);
        var freedom = n - whole.Rank;
        var residual = Math.Sqrt(Basis.Dot(rest, rest) / freedom);
        var mixed = Mixed(response, terms);
        var attributions = found.Select((one, k) =>
        {
            var others = new Basis(n).With(terms.Where((_, j) => j != k).SelectMany(term => term.Columns));
            return one.Term.Cause == Cause.Fact
                ? OfFact(table, one, others, residual, freedom, alpha, mixed.GetValueOrDefault(one.Term.Name))
                : OfChange(table, one, others, residual, freedom, alpha);
        }).ToList();

        // The responses with the facts' effects taken off, changes and trend left in: what stretches and the on-line view are made of.
        var facts = terms.Where(term => term.Cause == Cause.Fact).SelectMany(term => term.Columns).ToList();
        var adjusted = facts.Count == 0 ? response : Without(terms, response);
        var sigma = residual > 0 ? residual : 1;
        var online = OnlineChange.Follow(adjusted, adjusted.Take(Math.Max(4, n / 2)).Average(), sigma, within: 10);
        return new(n, alpha, attributions, untold, tried, residual, Pelt.MeanChanges(adjusted, sigma), online[^1].ChangedWithin);
    }

    private static Attribution OfChange(BatchTable table, Attributing.Found one, Basis others, double residual, int freedom, double alpha)
    {
        var column = one.Term.Columns[0];
        var alone = others.Residual(column);
        var squares = Basis.Dot(alone, alone);
        var (value, away) = (Basis.Dot(alone, [.. table.Responses]) / squares, Probability.StudentQuantile(1 - (alpha / 2), freedom) * residual / Math.Sqrt(squares));
        Place? place = null;
        if (one.Term.Cause == Cause.UnrecordedChange)
        {
            var first = Array.IndexOf(column, 1);
            var (earliest, latest) = StepSearch.Places(others, table.Responses, first);
            place = new(first, earliest, latest);
        }

        return new(one.Term.Cause, one.Term.Name, one.P, one.AdjustedP, new(value, value - away, value + away),
            [.. table.Batches.Where((_, i) => one.Term.Cause == Cause.Trend || column[i] == 1)], place, [], null, one.NotToldApart);
    }

    // Each level against all other batches; the intervals are Bonferroni's, so that they hold together.
    private static Attribution OfFact(BatchTable table, Attributing.Found one, Basis others, double residual, int freedom, double alpha, BetweenLevels? between)
    {
        var quantile = Probability.StudentQuantile(1 - (alpha / 2 / one.Term.Levels.Count), freedom);
        var levels = new List<LevelEffect>();
        for (var level = 0; level < one.Term.Levels.Count; level++)
        {
            var alone = others.Residual(one.Term.Columns[level]);
            var squares = Basis.Dot(alone, alone);
            if (squares < 1e-9) continue; // it cannot be told from what else was found
            var (value, away) = (Basis.Dot(alone, [.. table.Responses]) / squares, quantile * residual / Math.Sqrt(squares));
            levels.Add(new(one.Term.Levels[level], (int)one.Term.Columns[level].Sum(), value, value - away, value + away));
        }

        levels = [.. levels.OrderByDescending(level => Math.Abs(level.Effect)).ThenBy(level => level.Level, StringComparer.Ordinal)];
        var differing = levels.Where(level => level.Differs).Select(level => one.Term.Levels.ToList().IndexOf(level.Level)).ToList();
        return new(one.Term.Cause, one.Term.Name, one.P, one.AdjustedP, null,
            [.. table.Batches.Where((_, i) => differing.Any(level => one.Term.Columns[level][i] == 1))], null, levels, between, one.NotToldApart);
    }

    // Facts as random effects, changes and trend as fixed ones, by restricted maximum likelihood; each fact's ratio is that with and without it.
    private static Dictionary<string, BetweenLevels> Mixed(double[] response, List<Term> terms)
    {
        var n = response.Length;
        var facts = terms.Where(term => term.Cause == Cause.Fact).ToList();
        if (facts.Count == 0) return [];
        var fixedEffects = Matrix<double>.Build.DenseOfColumnArrays([[.. Enumerable.Repeat(1.0, n)], .. terms.Where(term => term.Cause != Cause.Fact).Select(term => term.Columns[0])]);
        try
        {
            var fit = VarianceComponents.Fit(fixedEffects, response, [.. facts.Select(Factor)]);
            var total = fit.ResidualVariance + fit.Components.Sum(component => component.Variance);
            return facts.ToDictionary(fact => fact.Name, fact =>
            {
                var (component, rest) = (fit.Components.First(one => one.Name == fact.Name), facts.Where(other => other != fact).ToList());
                var without = rest.Count == 0 ? Alone(fixedEffects, response) : VarianceComponents.Fit(fixedEffects, response, [.. rest.Select(Factor)]).LogLikelihood;
                var ratio = Math.Max(0, 2 * (fit.LogLikelihood - without));
                return new BetweenLevels(Math.Sqrt(component.Variance), component.Variance / total, ratio, 0.5 * Probability.ChiSquaredUpper(ratio, 1));
            });
        }
        catch (UnusableInputException)
        {
            return []; // two facts share most of their differences: the tests stand, and no variance is stated
        }
    }

    private static RandomFactor Factor(Term fact)
    {
        var levels = new string[fact.Columns[0].Length];
        for (var level = 0; level < fact.Levels.Count; level++)
            for (var i = 0; i < levels.Length; i++)
                if (fact.Columns[level][i] == 1) levels[i] = fact.Levels[level];
        return new(fact.Name, levels);
    }

    // Restricted log-likelihood with no random factor.
    private static double Alone(Matrix<double> x, double[] y)
    {
        var (fit, freedom) = (Regression.LinearFit.Of(x, y, intercept: false), x.RowCount - x.ColumnCount);
        var variance = fit.ResidualDeviation * fit.ResidualDeviation;
        return -0.5 * ((freedom * (Math.Log(2 * Math.PI * variance) + 1)) + x.TransposeThisAndMultiply(x).Cholesky().DeterminantLn);
    }

    // Least squares of everything found; the facts' part, which sums to nothing over the batches, is taken off.
    private static double[] Without(List<Term> terms, double[] response)
    {
        var n = response.Length;
        var changes = new Basis(n).With(terms.Where(term => term.Cause != Cause.Fact).SelectMany(term => term.Columns));
        var whole = changes.With(terms.Where(term => term.Cause == Cause.Fact).SelectMany(term => term.Columns));
        var part = new double[n];
        foreach (var column in whole.Columns.Skip(changes.Rank))
        {
            var along = Basis.Dot(column, response);
            for (var i = 0; i < n; i++) part[i] += along * column[i];
        }

        return [.. response.Select((value, i) => value - part[i])];
    }
}
