using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>A candidate cause with the columns that it adds to a design.</summary>
/// <param name="Cause">Of what kind.</param>
/// <param name="Name">For people; empty where it has none.</param>
/// <param name="Columns">Columns; a fact has one for each level, of which one depends on the intercept.</param>
/// <param name="Levels">Of a fact: its levels, in the order of the columns.</param>
internal sealed record Term(Cause Cause, string Name, IReadOnlyList<double[]> Columns, IReadOnlyList<string> Levels)
{
    public Rival Rival => new(Cause, Name);

    public static Term Of(ApprovedChange change) => new(Cause.ApprovedChange, change.Name, [[.. change.After.Select(after => after ? 1.0 : 0)]], []);

    public static Term Trend(int rows) => new(Cause.Trend, "", [[.. Enumerable.Range(0, rows).Select(i => rows > 1 ? i / (rows - 1.0) : 0)]], []);

    public static Term Step(int rows, int first) => new(Cause.UnrecordedChange, "", [StepSearch.Step(rows, first)], []);

    /// <summary>A fact's columns in the order of the levels' names.</summary>
    public static Term Of(string name, IReadOnlyList<string> levels)
    {
        var names = levels.Distinct().Order(StringComparer.Ordinal).ToList();
        return new(Cause.Fact, name, [.. names.Select(level => levels.Select(one => one == level ? 1.0 : 0).ToArray())], names);
    }

    /// <summary>
    /// F of the term given a design. For a random factor this is the exact test that its variance is zero, whatever the variances of the factors in the design are
    /// (Wald 1947, Ann. Math. Statist. 18:586; Seely &amp; El-Bassiouni 1983, Annals of Statistics 11:197).
    /// </summary>
    /// <returns>Null where the design explains the term already or too few degrees of freedom remain.</returns>
    public (double F, int Between, int Within, double P)? Test(Basis design, IReadOnlyList<double> response)
    {
        var whole = design.With(Columns);
        var (between, within) = (whole.Rank - design.Rank, response.Count - whole.Rank);
        if (between == 0 || within < Attributing.FewestFreedom) return null;
        var (before, after) = (design.Residual(response), whole.Residual(response));
        var (all, left) = (Basis.Dot(before, before), Basis.Dot(after, after));
        if (left <= 1e-20 * all) return (double.MaxValue, between, within, 0);
        var f = (all - left) / between / (left / within);
        return (f, between, within, Probability.FisherUpper(Math.Max(0, f), between, within));
    }
}
