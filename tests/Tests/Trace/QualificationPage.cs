using System.Globalization;
using System.Net;
using System.Text;

namespace Cellwright.Tests.Trace;

/// <summary>The OQ report for people: one HTML file that needs nothing but the pictures beside it.</summary>
public static class QualificationPage
{
    /// <summary>The page.</summary>
    public static string Of(Qualification report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Operational qualification: {{Words(report.Verdict)}}</title>
            <style>
              body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 68rem; padding: 0 1rem; color: #1b1f24; background: #fff }
              table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #d5d9de; overflow-wrap: break-word } td:first-child a { white-space: nowrap }
              .verdict { display: inline-block; padding: .1rem .6rem; border-radius: .3rem; font-weight: 600; border: 2px solid }
              .Passed { color: #0a6131 } .Failed { color: #a3131a } .Incomplete, .WithoutTest, .Skipped, .NotRun { color: #7a4a00 }
              h2 { margin-top: 2.5rem } h3 { margin-bottom: .2rem } .small { color: #4d5560 } .pictures { display: flex; flex-wrap: wrap; gap: .6rem } .pictures img { width: 16rem; border: 1px solid #d5d9de }
              .sign td { height: 3.2rem } @media print { body { margin: 0; max-width: none } h3, tr { break-inside: avoid } }
            </style>
            <h1>Operational qualification</h1>
            <p><span class="verdict {{report.Verdict}}">{{Words(report.Verdict)}}</span></p>
            <p>Made by <code>./test</code> on {{report.At:yyyy-MM-dd HH:mm:ss zzz}}. It says what the tests of this version showed of each requirement on the machine named below.
            It is material for a qualification that people perform and sign; it is no statement that an installation is validated, or that anybody complies with any rule.</p>

            """);
        if (report.Why.Count > 0) page.Append("<ul>\n").AppendJoin("", report.Why.Select(reason => $"<li>{Text(reason)}</li>\n")).Append("</ul>\n");

        page.Append("<h2>What was tested, and where</h2>\n<table>\n");
        foreach (var (what, value) in report.Surroundings) page.Append($"<tr><th scope=\"row\">{Text(what)}</th><td>{Text(value)}</td></tr>\n");
        if (report.Options.Length > 0) page.Append($"<tr><th scope=\"row\">Chosen by options</th><td>{Text(report.Options)}: only a part of the tests was asked for</td></tr>\n");
        page.Append("</table>\n<table>\n<tr><th>Project</th><th>passed</th><th>failed</th><th>skipped</th><th></th></tr>\n");
        foreach (var project in report.Projects)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(project.Project)}</td><td>{project.Passed}</td><td>{project.Failed}</td><td>{project.Skipped}</td><td>{Text(project.Problem ?? "")}</td></tr>\n");

        page.Append("</table>\n<h2>Requirements</h2>\n<table>\n<tr><th>Id</th><th>Behaviour</th><th>Tests</th><th>Result</th></tr>\n");
        foreach (var one in report.Requirements)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"#{one.Id}\">{one.Id}</a></td><td>{Text(one.Words)}</td><td>{one.Proofs.Count}</td><td>{Mark(one.Verdict)}</td></tr>\n");

        page.Append("</table>\n<h2>Each requirement with its tests</h2>\n");
        foreach (var one in report.Requirements) Append(page, one);

        if (report.Others.Count > 0)
        {
            page.Append("<h2>Failed or skipped without a requirement</h2>\n<table>\n");
            foreach (var other in report.Others) page.Append($"<tr><td>{Text(other.Name)}</td><td>{Mark(other.Outcome)}</td><td>{Text(other.Reason ?? "")}</td></tr>\n");
            page.Append("</table>\n");
        }

        page.Append("""
            <h2>Signatures</h2>
            <p class="small">To be filled in by people, after they have read this report and seen to it that it fits the intended use, the risk assessment and the installation.</p>
            <table class="sign">
            <tr><th>Role</th><th>Printed name</th><th>Signature</th><th>Date and time</th></tr>
            <tr><td>Performed by</td><td></td><td></td><td></td></tr>
            <tr><td>Reviewed by</td><td></td><td></td><td></td></tr>
            <tr><td>Approved by (quality unit)</td><td></td><td></td><td></td></tr>
            </table>
            <table class="sign"><tr><th>Discrepancies, their assessment and where each is followed up</th></tr><tr><td></td></tr></table>
            </html>

            """);
        return page.ToString();
    }

    private static void Append(StringBuilder page, Tested one)
    {
        page.Append($"<h3 id=\"{one.Id}\">{one.Id} {Mark(one.Verdict)}</h3>\n<p>{Text(one.Words)}</p>\n");
        if (one.Proofs.Count == 0)
        {
            page.Append("<p>No test names this requirement: nothing of it was shown.</p>\n");
            return;
        }

        page.Append("<table>\n<tr><th>Test</th><th>cases</th><th>s</th><th>Result</th></tr>\n");
        foreach (var proof in one.Proofs)
        {
            var dot = proof.Test.LastIndexOf('.');
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{Text(proof.Test[..dot])}</code> {Text(proof.Test[(dot + 1)..].Replace('_', ' '))}");
            if (proof.Pictures.Count > 0)
                page.Append("<div class=\"pictures\">").AppendJoin("", proof.Pictures.Select(picture => $"<a href=\"{Text(picture.File)}\" title=\"SHA-256 {picture.Sha256}\"><img loading=\"lazy\" src=\"{Text(picture.File)}\" alt=\"What the browser showed in this test\"></a>")).Append("</div>");
            page.Append(CultureInfo.InvariantCulture, $"</td><td>{proof.Cases}</td><td>{proof.Seconds:0.0}</td><td>{Mark(proof.Outcome)} {Text(string.Join(" · ", proof.Reasons))}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Mark(Verdict verdict) => $"<span class=\"{verdict}\">{Words(verdict)}</span>";

    private static string Mark(Outcome outcome) => $"<span class=\"{outcome}\">{(outcome == Outcome.NotRun ? "not run" : outcome.ToString().ToLowerInvariant())}</span>";

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "failed",
        Verdict.WithoutTest => "without a test",
        _ => "incomplete",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
