namespace Cellwright.Tests.Trace;

[Requirement("P11-10a2")]
public sealed class TracingRequirements
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Tests = TraceMatrix.Tests();

    [Fact]
    public void Gives_the_matrix_that_is_committed() =>
        Assert.True(
            TraceMatrix.Text(TraceMatrix.Requirements(), Tests) == File.ReadAllText(TraceMatrix.File),
            "docs/validate/trace.md is out of date: run `dotnet run --project tests/Tests -- trace` and commit what it writes.");

    [Fact]
    public void Leaves_no_requirement_without_a_test() =>
        Assert.Empty(TraceMatrix.Requirements().Where(requirement => !Tests.ContainsKey(requirement.Id)).Select(requirement => requirement.Id));

    [Fact]
    public void Covers_what_was_covered_once() =>
        Approved.Matches("covered.txt", TraceMatrix.Requirements().Select(requirement => requirement.Id));

    [Fact]
    public void Knows_every_id_that_a_test_names() =>
        Assert.Empty(Tests.Keys.Except(TraceMatrix.Requirements().Select(requirement => requirement.Id)));

    [Fact]
    public void Counts_what_a_browser_proves() =>
        Assert.Contains(Tests.Values, proofs => proofs.Any(proof => proof.StartsWith("Browser.", StringComparison.Ordinal)));

    [Fact]
    public void Sees_a_gap()
    {
        var requirements = TraceMatrix.Parse("| id | behaviour | basis |\n|---|---|---|\n| P11-1 | One. | a |\n| P11-2 | Two. | b |\n");
        Assert.Equal([("P11-1", "One."), ("P11-2", "Two.")], requirements);
        var text = TraceMatrix.Text(requirements, TraceMatrix.Tests([typeof(Sample)]));
        Assert.Contains("| P11-1 | `Trace.TracingRequirements+Sample` Is a test |\n", text, StringComparison.Ordinal);
        Assert.Contains("| P11-2 | **gap** |\n", text, StringComparison.Ordinal);
    }

#pragma warning disable xUnit1000 // Not to be run: it stands for a test in the tests of the matrix.
    private sealed class Sample
    {
        [Fact, Requirement("P11-1")]
        public void Is_a_test() => throw new InvalidOperationException("It stands for a test and is not run.");
    }
#pragma warning restore xUnit1000
}
