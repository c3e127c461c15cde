using System.Text.Json.Serialization;

namespace Cellwright.Tests.Trace;

/// <summary>What a run says, as a whole or of one requirement.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Every test was run and passed.</summary>
    Passed,

    /// <summary>Nothing failed, and something was not shown: a test was skipped or not run.</summary>
    Incomplete,

    /// <summary>No test names the requirement.</summary>
    WithoutTest,

    /// <summary>Something failed.</summary>
    Failed,
}

/// <summary>A test that proves a requirement, and what became of each of its cases.</summary>
/// <param name="Test">As in the trace matrix.</param>
/// <param name="Outcome">The worst of its cases.</param>
/// <param name="Cases">How many there were.</param>
/// <param name="Seconds">How long they took together.</param>
/// <param name="Reasons">Why cases failed or were skipped.</param>
/// <param name="Pictures">What the browser showed, for a test that is a how-to of the guides.</param>
public sealed record Proof(string Test, Outcome Outcome, int Cases, double Seconds, IReadOnlyList<string> Reasons, IReadOnlyList<EvidencePicture> Pictures);

/// <summary>A picture taken in the run.</summary>
/// <param name="File">Beside the report.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record EvidencePicture(string File, string Sha256);

/// <summary>A requirement and what the run showed of it.</summary>
/// <param name="Id">E.g. <c>P11-10e1</c>.</param>
/// <param name="Words">Its wording in docs/validate/requirements.md.</param>
/// <param name="Verdict">What its tests came to.</param>
/// <param name="Proofs">Its tests.</param>
public sealed record Tested(string Id, string Words, Verdict Verdict, IReadOnlyList<Proof> Proofs);

/// <summary>A project of tests in the report.</summary>
/// <param name="Project">E.g. <c>Tests</c>.</param>
/// <param name="ExitCode">Of its runner.</param>
/// <param name="Passed">Cases that passed.</param>
/// <param name="Failed">Cases that failed.</param>
/// <param name="Skipped">Cases that were skipped.</param>
/// <param name="Problem">Why its results cannot be relied on, or null.</param>
public sealed record ProjectCount(string Project, int ExitCode, int Passed, int Failed, int Skipped, string? Problem);

/// <summary>The OQ report: where, on what and when the tests were run, and what they showed of each requirement.</summary>
/// <param name="Verdict">Of the whole.</param>
/// <param name="Why">What stands against "passed", in sentences; empty when nothing does.</param>
/// <param name="At">When the report was made, with the offset of the machine.</param>
/// <param name="Surroundings">Product, commit, operating system, .NET, database, broker, browser.</param>
/// <param name="Options">What <c>./test</c> was given, or empty.</param>
/// <param name="Projects">The projects of tests.</param>
/// <param name="Requirements">Each requirement, in the order of requirements.md.</param>
/// <param name="Others">What failed or was skipped and names no requirement.</param>
public sealed record Qualification(
    Verdict Verdict, IReadOnlyList<string> Why, DateTimeOffset At, IReadOnlyList<Surrounding> Surroundings, string Options,
    IReadOnlyList<ProjectCount> Projects, IReadOnlyList<Tested> Requirements, IReadOnlyList<TestResult> Others)
{
    /// <summary>Judges a run. Pure: the same run gives the same report.</summary>
    public static Qualification Of(
        IReadOnlyList<(string Id, string Words)> requirements, IReadOnlyDictionary<string, IReadOnlyList<string>> tests, IReadOnlyList<ProjectRun> runs,
        IReadOnlyDictionary<string, IReadOnlyList<EvidencePicture>> pictures, DateTimeOffset at, IReadOnlyList<Surrounding> surroundings, string options)
    {
        var results = runs.SelectMany(run => run.Results).ToLookup(result => result.Test, StringComparer.Ordinal);
        var tested = requirements.Select(requirement => Judge(requirement, tests.GetValueOrDefault(requirement.Id, []), results, pictures)).ToList();
        var named = tests.Values.SelectMany(list => list).ToHashSet(StringComparer.Ordinal);
        var projects = runs.Select(run => new ProjectCount(run.Project, run.ExitCode, Count(run, Outcome.Passed), Count(run, Outcome.Failed), Count(run, Outcome.Skipped), run.Problem)).ToList();
        var broken = projects.Where(project => project.Problem is not null).Select(project => $"{project.Project}: {project.Problem}").ToList();
        var why = new List<string>(broken);
        if (runs.Count == 0) why.Add("No project of tests was run.");
        if (projects.Sum(project => project.Failed) is > 0 and var failed) why.Add($"{failed} of {Total()} test cases failed.");
        if (projects.Sum(project => project.Skipped) is > 0 and var skipped) why.Add($"{skipped} of {Total()} test cases were skipped; the reason stands beside each.");
        Add(Verdict.Failed, "failed");
        Add(Verdict.WithoutTest, "no test names");
        Add(Verdict.Incomplete, "not wholly shown, because a test was skipped or not run");
        var verdict = broken.Count > 0 || runs.Count == 0 || projects.Any(project => project.Failed > 0) || tested.Any(one => one.Verdict == Verdict.Failed) ? Verdict.Failed
            : why.Count > 0 ? Verdict.Incomplete
            : Verdict.Passed;
        return new Qualification(verdict, why, at, surroundings, options, projects, tested,
            [.. runs.SelectMany(run => run.Results).Where(result => !named.Contains(result.Test) && result.Outcome != Outcome.Passed)]);

        int Total() => projects.Sum(project => project.Passed + project.Failed + project.Skipped);
        void Add(Verdict which, string words)
        {
            var ids = tested.Where(one => one.Verdict == which).Select(one => one.Id).ToList();
            if (ids.Count > 0) why.Add($"Requirements, {words}: {string.Join(", ", ids)}.");
        }
    }

    private static Tested Judge(
        (string Id, string Words) requirement, IReadOnlyList<string> tests, ILookup<string, TestResult> results, IReadOnlyDictionary<string, IReadOnlyList<EvidencePicture>> pictures)
    {
        var proofs = tests.Select(test => ProofOf(test, [.. results[test]], pictures.GetValueOrDefault(test, []))).ToList();
        var verdict = proofs.Count == 0 ? Verdict.WithoutTest
            : proofs.Any(proof => proof.Outcome == Outcome.Failed) ? Verdict.Failed
            : proofs.Any(proof => proof.Outcome != Outcome.Passed) ? Verdict.Incomplete
            : Verdict.Passed;
        return new Tested(requirement.Id, requirement.Words, verdict, proofs);
    }

    private static Proof ProofOf(string test, IReadOnlyList<TestResult> cases, IReadOnlyList<EvidencePicture> pictures)
    {
        Outcome[] worstFirst = [Outcome.Failed, Outcome.NotRun, Outcome.Skipped, Outcome.Passed];
        var outcome = cases.Count == 0 ? Outcome.NotRun : worstFirst.First(one => cases.Any(result => result.Outcome == one));
        return new Proof(test, outcome, cases.Count, cases.Sum(result => result.Seconds), [.. cases.Select(result => result.Reason).OfType<string>().Distinct()], pictures);
    }

    private static int Count(ProjectRun run, Outcome outcome) => run.Results.Count(result => result.Outcome == outcome);
}
