using System.Text.Json;

namespace Cellwright.Tests.Trace;

/// <summary>The OQ report of runs in which something failed, was skipped, is missing or never ended.</summary>
[Requirement("P11-10a2")]
public sealed class QualifyingARun : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(1));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cellwright-oq-");

    [Fact]
    public void Passes_when_every_test_of_every_requirement_passed()
    {
        var report = Report("""<test name="a" type="Cellwright.Tests.Area.One" method="Holds" time="0.5" result="Pass"/>""", 0, ("P11-1", ["Area.One.Holds"]));
        Assert.Equal(Verdict.Passed, report.Verdict);
        Assert.Empty(report.Why);
        Assert.Equal(new ProjectCount("Tests", 0, 1, 0, 0, null), Assert.Single(report.Projects));
    }

    [Fact]
    public void Fails_with_the_reason_when_a_test_of_a_requirement_failed()
    {
        var report = Report("""
            <test name="Holds(case: 1)" type="Cellwright.Tests.Area.One" method="Holds" time="0.5" result="Pass"/>
            <test name="Holds(case: 2)" type="Cellwright.Tests.Area.One" method="Holds" time="0.5" result="Fail"><failure><message>Expected &lt;4&gt;,
            got 5</message><stack-trace>at …</stack-trace></failure></test>
            """, 2, ("P11-1", ["Area.One.Holds"]));
        Assert.Equal(Verdict.Failed, report.Verdict);
        var one = Assert.Single(report.Requirements);
        Assert.Equal(Verdict.Failed, one.Verdict);
        var proof = Assert.Single(one.Proofs);
        Assert.Equal((Outcome.Failed, 2, 1.0), (proof.Outcome, proof.Cases, proof.Seconds));
        Assert.Contains("Expected <4>, got 5", Assert.Single(proof.Reasons), StringComparison.Ordinal);
        Assert.Contains("1 of 2 test cases failed.", report.Why);
        Assert.Contains("Expected &lt;4&gt;, got 5", QualificationPage.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_incomplete_with_the_reason_when_a_test_was_skipped()
    {
        var report = Report("""<test name="a" type="Cellwright.Browser.Pages" method="Open" time="0" result="Skip"><reason>Chromium is not there.</reason></test>""", 0, ("P11-1", ["Browser.Pages.Open"]));
        Assert.Equal(Verdict.Incomplete, report.Verdict);
        Assert.Equal(Verdict.Incomplete, Assert.Single(report.Requirements).Verdict);
        Assert.Contains("Chromium is not there.", QualificationPage.Of(report), StringComparison.Ordinal);
        Assert.Contains(report.Why, reason => reason.StartsWith("1 of 1 test cases were skipped", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_which_requirement_has_no_test_and_which_test_has_no_result()
    {
        var report = Report("""<test name="a" type="Cellwright.Tests.Area.One" method="Holds" time="0" result="Pass"/>""", 0,
            ("P11-1", ["Area.One.Holds"]), ("P11-2", []), ("P11-3", ["Area.Two.Was_filtered_out"]));
        Assert.Equal(Verdict.Incomplete, report.Verdict);
        Assert.Equal([Verdict.Passed, Verdict.WithoutTest, Verdict.Incomplete], report.Requirements.Select(one => one.Verdict));
        Assert.Equal(Outcome.NotRun, report.Requirements[2].Proofs[0].Outcome);
        Assert.Contains("Requirements, no test names: P11-2.", report.Why);
        Assert.Contains("No test names this requirement", QualificationPage.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_when_a_project_ended_without_results_or_before_its_end()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Browser.exit"), "134");
        File.WriteAllText(Path.Combine(folder.FullName, "Half.exit"), "134");
        File.WriteAllText(Path.Combine(folder.FullName, "Half.xml"), "<assemblies><assembly>");
        var report = Report("""<test name="a" type="Cellwright.Tests.Area.One" method="Holds" time="0" result="Pass"/>""", 3, ("P11-1", ["Area.One.Holds"]));
        Assert.Equal(Verdict.Failed, report.Verdict);
        Assert.Equal(3, report.Why.Count);
        Assert.Contains("Browser: The runner ended with code 134 and left no results that can be read.", report.Why);
        Assert.Contains("Tests: The runner ended with code 3, so not every test need have been run.", report.Why);
    }

    [Fact]
    public void Fails_when_something_failed_that_names_no_requirement()
    {
        var report = Report("""
            <test name="a" type="Cellwright.Tests.Area.One" method="Holds" time="0" result="Pass"/>
            <test name="b" type="Cellwright.Tests.Area.Two" method="Is_odd" time="0" result="Fail"><failure><message>odd</message></failure></test>
            """, 2, ("P11-1", ["Area.One.Holds"]));
        Assert.Equal(Verdict.Failed, report.Verdict);
        Assert.Equal("odd", Assert.Single(report.Others).Reason);
        Assert.Contains("Failed or skipped without a requirement", QualificationPage.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_when_a_fixture_broke_outside_the_tests()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Other.exit"), "2");
        File.WriteAllText(Path.Combine(folder.FullName, "Other.xml"), "<assemblies><assembly><errors><error type=\"fixture-cleanup\"><failure><message>The server did not stop</message></failure></error></errors></assembly></assemblies>");
        Assert.Contains("Other: Outside its tests: The server did not stop", Report("", 0).Why);
    }

    [Fact]
    public void Says_of_a_run_of_nothing_that_it_failed() =>
        Assert.Equal(Verdict.Failed, Qualification.Of([("P11-1", "One.")], new Dictionary<string, IReadOnlyList<string>>(), [], QualificationFiles.Pictures(folder.FullName), At, [], "").Verdict);

    [Fact]
    public void Shows_the_pictures_of_a_how_to_with_their_hash()
    {
        var pictures = folder.CreateSubdirectory("pictures");
        File.WriteAllBytes(Path.Combine(pictures.FullName, "Browser.Guides.OperatorsDay.Sign_in.1.png"), []);
        var report = Report("""<test name="a" type="Cellwright.Browser.Guides.OperatorsDay" method="Sign_in" time="0" result="Pass"/>""", 0, ("P11-1", ["Browser.Guides.OperatorsDay.Sign_in"]));
        var picture = Assert.Single(report.Requirements[0].Proofs[0].Pictures);
        Assert.Equal(new EvidencePicture("pictures/Browser.Guides.OperatorsDay.Sign_in.1.png", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), picture);
        Assert.Contains($"src=\"{picture.File}\"", QualificationPage.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_signatures_blank_and_is_read_by_programs_as_it_is_by_people()
    {
        var report = Report("""<test name="a" type="Cellwright.Tests.Area.One" method="Holds" time="0.5" result="Pass"/>""", 0, ("P11-1", ["Area.One.Holds"]));
        QualificationFiles.Write(report, folder.FullName);
        var page = File.ReadAllText(Path.Combine(folder.FullName, "oq-report.html"));
        Assert.Contains("<tr><td>Approved by (quality unit)</td><td></td><td></td><td></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 08:00:00 +01:00", page, StringComparison.Ordinal);
        Assert.Contains("as committed", page, StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize<Qualification>(File.ReadAllText(Path.Combine(folder.FullName, "oq-report.json")), QualificationFiles.Json)!;
        Assert.Equal((report.Verdict, report.At, "P11-1"), (read.Verdict, read.At, Assert.Single(read.Requirements).Id));
    }

    [Fact]
    public void Names_what_it_stands_on()
    {
        var surroundings = Surroundings.Read().ToDictionary(one => one.What, one => one.Value);
        Assert.Matches(@"^Cellwright \d+\.\d+", surroundings["Product"]);
        Assert.Matches(@"^\d+\.\d+", surroundings["SQLite"]);
        Assert.Contains($"runtime {Environment.Version}", surroundings[".NET"], StringComparison.Ordinal);
        Assert.DoesNotContain("", surroundings.Values);
        Assert.StartsWith("changed in 2 places", Surroundings.Tree("abc", "M a\n?? b"), StringComparison.Ordinal);
        Assert.Equal("as committed", Surroundings.Tree("abc", ""));
        Assert.Equal("unknown", Surroundings.Tree(null, null));
    }

    public void Dispose() => folder.Delete(recursive: true);

    // As ./test leaves it: what the runner wrote, and the code with which it ended.
    private Qualification Report(string tests, int exit, params (string Id, string[] Tests)[] requirements)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Tests.exit"), $"{exit}\n");
        File.WriteAllText(Path.Combine(folder.FullName, "Tests.xml"), $"<assemblies><assembly><collection>{tests}</collection></assembly></assemblies>");
        return Qualification.Of(
            [.. requirements.Select(one => (one.Id, "It holds."))], requirements.Where(one => one.Tests.Length > 0).ToDictionary(one => one.Id, IReadOnlyList<string> (one) => one.Tests),
            RunResults.ReadAll(folder.FullName), QualificationFiles.Pictures(folder.FullName), At, [new("Source tree", Surroundings.Tree("abc", ""))], "");
    }
}
