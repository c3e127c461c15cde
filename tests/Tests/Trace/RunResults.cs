using System.Globalization;
using System.Text.Json.Serialization;
using System.Xml;
using System.Xml.Linq;

namespace Cellwright.Tests.Trace;

/// <summary>What became of a test.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>It did what it says.</summary>
    Passed,

    /// <summary>It did not.</summary>
    Failed,

    /// <summary>It did not begin, for a reason that stands beside it.</summary>
    Skipped,

    /// <summary>No result of it is there.</summary>
    NotRun,
}

/// <summary>One test as it was run; a test with several cases has one of these for each.</summary>
/// <param name="Test">Area, class and method, as in the trace matrix: <c>Execution.CorrectingAValue.Is_refused_without_a_reason</c>.</param>
/// <param name="Name">As the runner shows it, with the case's values.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Reason">Why it was skipped, or how it failed; else null.</param>
public sealed record TestResult(string Test, string Name, Outcome Outcome, double Seconds, string? Reason);

/// <summary>One project of tests as it was run.</summary>
/// <param name="Project">E.g. <c>Tests</c>.</param>
/// <param name="ExitCode">With which the runner ended.</param>
/// <param name="Results">What it left; empty when it left nothing that can be read.</param>
/// <param name="Problem">Why its results cannot be relied on, or null.</param>
public sealed record ProjectRun(string Project, int ExitCode, IReadOnlyList<TestResult> Results, string? Problem);

/// <summary>Reads what the runner leaves (<c>--report-xunit-xml</c>, xUnit.net's XML format v2+) and the exit code that <c>./test</c> writes beside it.</summary>
public static class RunResults
{
    /// <summary>Every project of which there is an exit code: <c>Tests.exit</c> beside <c>Tests.xml</c>.</summary>
    public static IReadOnlyList<ProjectRun> ReadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.exit").Order(StringComparer.Ordinal).Select(exit => ReadOne(Path.GetFileNameWithoutExtension(exit), File.ReadAllText(exit), Path.ChangeExtension(exit, ".xml")))];

    private static ProjectRun ReadOne(string project, string code, string xml)
    {
        var exit = int.Parse(code, CultureInfo.InvariantCulture);
        try
        {
            var document = XDocument.Load(xml);
            // 0: all passed or were skipped; 2: some failed; 8: a filter left none.
            var errors = document.Descendants("error").Select(error => First(error.Element("failure")?.Element("message")?.Value)).ToList();
            var problem = exit is not (0 or 2 or 8) ? $"The runner ended with code {exit}, so not every test need have been run."
                : errors.Count > 0 ? $"Outside its tests: {string.Join("; ", errors)}"
                : null;
            return new ProjectRun(project, exit, [.. document.Descendants("test").Select(Read)], problem);
        }
        catch (Exception unreadable) when (unreadable is IOException or XmlException)
        {
            return new ProjectRun(project, exit, [], $"The runner ended with code {exit} and left no results that can be read.");
        }
    }

    private static TestResult Read(XElement test)
    {
        var outcome = (string?)test.Attribute("result") switch { "Pass" => Outcome.Passed, "Fail" => Outcome.Failed, "Skip" => Outcome.Skipped, _ => Outcome.NotRun };
        return new TestResult(
            $"{TraceMatrix.Area((string)test.Attribute("type")!)}.{(string)test.Attribute("method")!}", (string)test.Attribute("name")!, outcome,
            double.Parse((string?)test.Attribute("time") ?? "0", CultureInfo.InvariantCulture),
            outcome switch { Outcome.Failed => First(test.Element("failure")?.Element("message")?.Value), Outcome.Skipped => First(test.Element("reason")?.Value), _ => null });
    }

    // The whole message with its stack is in the runner's own log.
    private static string First(string? message) =>
        string.IsNullOrWhiteSpace(message) ? "No reason was left." : message.Trim().ReplaceLineEndings(" ") is { Length: > 600 } longer ? $"{longer[..600]}…" : message.Trim().ReplaceLineEndings(" ");
}
