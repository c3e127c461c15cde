namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>
/// Finds what moved a response across batches. Candidates are approved changes at their known places, facts, a trend, and a change that nobody entered; each round takes the one
/// with most evidence, given what was found before, until nothing left is significant. Each chance is counted as often as there are candidates left (Holm 1979), so that when nothing
/// moved the batches, any attribution at all has at most the chance alpha. Candidates that explain the same, with odds of less than 20 to 1 between them, cannot be told apart: the first
/// named of them is what was approved, then what was recorded, then what nobody entered, and the others are said beside it.
/// </summary>
public static class Attributing
{
    /// <summary>Fewest degrees of freedom of a residual that anything is judged against (an engineering assumption).</summary>
    internal const int FewestFreedom = 4;

    /// <summary>The report.</summary>
    /// <param name="table">Batches in time order.</param>
    /// <param name="alpha">Chance of any attribution when nothing moved the batches.</param>
    /// <exception cref="UnusableInputException">Fewer than <see cref="BatchTable.Fewest"/> or more than <see cref="BatchTable.Most"/> batches, lengths that differ, a response that is not finite, or all equal.</exception>
    public static AcrossReport Of(BatchTable table, double alpha = 0.05)
    {
        table.Check();
        Input.Between(alpha, 0, 1, "alpha");
        var n = table.Batches.Count;
        var (facts, untold) = Confounding.Of(table.Facts);
        List<Term> terms = [.. table.Changes.Where(change => change.After.Distinct().Count() == 2).Select(Term.Of).OrderBy(term => term.Name, StringComparer.Ordinal), .. facts, Term.Trend(n)];

        // In its own standard deviations, so that sums of squares are sound in any unit.
        var mean = table.Responses.Average();
        var unit = Math.Sqrt(table.Responses.Sum(value => (value - mean) * (value - mean)) / (n - 1));
        double[] response = [.. table.Responses.Select(value => (value - mean) / unit)];
        var search = new StepSearch(n);
        var tried = Try(terms, new Basis(n), search, response);
        var found = new List<Found>();
        while (Next(terms, found, search, response, alpha) is { } next) found.Add(next);
        return Effects.Report(table, alpha, found, untold, tried, [.. found.Select(one => one.Term)]);
    }

    internal sealed record Found(Term Term, double P, double AdjustedP, IReadOnlyList<Rival> NotToldApart);

    private static List<Tried> Try(List<Term> terms, Basis design, StepSearch search, double[] response)
    {
        var tried = terms.Where(term => term.Test(design, response) is not null).Select(term => term.Test(design, response)!.Value is var test
            ? new Tried(term.Cause, term.Name, test.F, test.Between, test.Within, Evidence.Gain(term, design, response), test.P) : null!).ToList();
        if (search.Of(design, response) is { } step && Term.Step(response.Length, step.First) is var change)
            tried.Add(new(Cause.UnrecordedChange, "", step.F, 1, response.Length - 2, Evidence.Gain(change, design, response), step.P));
        return tried;
    }

    private static Found? Next(List<Term> terms, List<Found> found, StepSearch search, double[] response, double alpha)
    {
        var design = new Basis(response.Length).With(found.SelectMany(one => one.Term.Columns));
        var left = terms.Where(term => found.All(one => one.Term != term)).Select(term => (Term: term, term.Test(design, response)?.P))
            .Where(one => one.P is not null).Select(one => (one.Term, P: one.P!.Value)).ToList();
        if (search.Of(design, response) is { } step) left.Add((Term.Step(response.Length, step.First), step.P));
        var significant = left.Where(one => one.P * left.Count <= alpha).Select(one => (one.Term, one.P, Score: Evidence.Score(one.Term, design, response))).OrderByDescending(one => one.Score).ToList();
        if (significant.Count == 0) return null;

        // Who explains most for what it costs; of those that cannot be told from it, what was approved goes before what was recorded, and that before what nobody entered.
        var alike = significant.Where(one => one.Score >= significant[0].Score - Evidence.Strong && (one.Term == significant[0].Term || Given(one.Term, significant[0].Term) > alpha))
            .OrderBy(one => one.Term.Cause switch { Cause.ApprovedChange => 0, Cause.Fact => 1, _ => 2 }).ToList();
        var best = alike[0];
        var rivals = alike.Skip(1).Where(one => one.Term.Cause != Cause.UnrecordedChange || !Same(best.Term, one.Term)).Select(one => one.Term.Rival).ToList();
        return new(best.Term, best.P, Math.Min(1, best.P * left.Count), rivals);

        double Given(Term term, Term other)
        {
            var with = design.With(other.Columns);
            return (term.Cause == Cause.UnrecordedChange ? search.Of(with, response)?.P : term.Test(with, response)?.P) ?? 1;
        }

        // Something that nobody entered at the very place of something recorded: always possible, so it is not said.
        bool Same(Term one, Term other) =>
            design.With(one.Columns).Rank is var rank && design.With(other.Columns).Rank == rank && design.With([.. one.Columns, .. other.Columns]).Rank == rank;
    }
}
