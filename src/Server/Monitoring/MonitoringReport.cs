using System.Globalization;
using Cellwright.Server.Monitoring.LotResults;
using Cellwright.Server.Record;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>What monitoring said of a campaign, for people: the model card, a table of all verdicts, and the evidence of each unusual run. One HTML file that needs nothing else.</summary>
internal static class MonitoringReport
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}table{border-collapse:collapse}td,th{padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top}"
        + "section{border-top:1px solid #c8ced6;margin-top:1.5rem}h3{margin-bottom:.2rem}.small{color:#57606a}" + Chart.Style + ScatterChart.Style;

    /// <summary>The report.</summary>
    /// <param name="card">What must be known of the model, in sentences.</param>
    /// <param name="reports">All runs that were judged.</param>
    /// <param name="evidence">Pictures of a run, drawn for the unusual ones only.</param>
    /// <param name="results">What was foretold of the results of lots; nothing where the model does not.</param>
    public static string Write(IEnumerable<string> card, IReadOnlyList<RunReport> reports, Func<RunReport, Html> evidence, Html results)
    {
        var unusual = reports.Where(report => report.Verdict != Verdict.None).ToArray();
        return PrintedPage.Of("Monitoring report", new Html(Style), Html.Of($"""
            <h1>Monitoring report</h1>
            <h2>The model</h2>
            <ul>{Html.All(card.Select(line => Html.Of($"<li>{line}</li>")))}</ul>
            <p>A model advises. What releases or rejects is what the batch record approves.</p>
            <h2>Verdicts</h2>
            <p>{reports.Count} runs were judged, {reports.Count(report => report.AlarmTime is not null)} alarmed.</p>
            <table><thead><tr><th scope="col">Run</th><th scope="col">Verdict</th><th scope="col">Alarm at</th><th scope="col">Began between</th><th scope="col">Tags</th></tr></thead>
            <tbody>{Html.All(reports.Select(Row))}</tbody></table>
            {results}
            {Html.All(unusual.Select(report => Html.Of($"<section id=\"run-{report.Id}\"><h3>{report.Id}: {MonitoringFiles.Word(report.Verdict)}</h3><p>{report.Because}</p>{evidence(report)}</section>")))}
            """));
    }

    /// <summary>Each chart of a run over its own limit, and the strongest tags against what the run's own past foretold.</summary>
    public static Html Evidence(BatchMonitor monitor, Run run, RunReport report)
    {
        var charts = report.Statistics.Take(4).Select((name, c) => new ChartLine(c == 3 ? "line" : "other", [.. report.Points.Select(point => (point.Time, point.Statistics[c].Value / point.Statistics[c].Limit))])).ToArray();
        var (follower, placed) = (monitor.Follow(run.Covariates), monitor.Grid.Place(run));
        var (times, seen) = (new List<double>(), new List<Innovation>());
        for (var k = 0; k < placed.Rows.Length; k++)
        {
            if (follower.Next(k, placed.Times[k], placed.Rows[k]) is null) continue;
            times.Add(placed.Times[k]);
            seen.Add(follower.Latest!);
        }

        var tags = (report.TopTags.Count > 0 ? report.TopTags : report.AlarmTags).Select(name => Array.FindIndex(monitor.Model.Tags, tag => monitor.Tags[tag].Name == name));
        var rows = Enumerable.Range(0, placed.Rows.Length).Where(k => placed.Rows[k] is not null && times.Contains(placed.Times[k])).ToArray();
        return Html.Of($"""
            <figure>{Chart.Of($"Charts of {run.Id} over their limits", charts, limit: 1, alarm: report.AlarmTime, onset: report.Onset)}<figcaption class="small">Each chart over its own limit; the dark line is the shift of one tag.</figcaption></figure>
            {Html.All(tags.Select(j => Html.Of($"""
                <figure>{Chart.Of(
                    $"{monitor.Tags[monitor.Model.Tags[j]].Name} of {run.Id} and what was foretold",
                    [new ChartLine("line", [.. rows.Select((k, i) => (times[i], placed.Rows[k]![monitor.Model.Tags[j]]))])],
                    [.. times.Select((time, i) => (time, seen[i].Predicted[j] - (3 * seen[i].Deviation[j]), seen[i].Predicted[j] + (3 * seen[i].Deviation[j])))],
                    alarm: report.AlarmTime, onset: report.Onset)}<figcaption class="small">{monitor.Tags[monitor.Model.Tags[j]].Name}{Unit(monitor.Tags[monitor.Model.Tags[j]].Unit)}: the run, and what its own past foretold, three standard deviations to either side.</figcaption></figure>
                """)))}
            """);
    }

    /// <summary>Each chart of a long run over its own limit, and the tags where the signal came in.</summary>
    public static Html Evidence(IReadOnlyList<Tag> tags, Run run, RunReport report)
    {
        var charts = report.Statistics.Select((_, c) => new ChartLine("other", [.. report.Points.Select(point => (point.Time, point.Statistics[c].Limit > 0 ? point.Statistics[c].Value / point.Statistics[c].Limit : double.NaN))]));
        return Html.Of($"""
            <figure>{Chart.Of($"Charts of {run.Id} over their limits", [.. charts], limit: 1, alarm: report.AlarmTime, onset: report.Onset)}<figcaption class="small">Each chart over its own limit.</figcaption></figure>
            {Html.All(report.TopTags.Select(name => Enumerable.Range(0, tags.Count).Single(j => tags[j].Name == name)).Select(j => Html.Of($"""
                <figure>{Chart.Of(
                    $"{tags[j].Name} of {run.Id}", [new ChartLine("line", [.. run.Times.Select((time, i) => (time, run.Values[i][j]))])],
                    alarm: report.AlarmTime, onset: report.Onset)}<figcaption class="small">{tags[j].Name}{Unit(tags[j].Unit)}.</figcaption></figure>
                """)))}
            """);
    }

    private static Html Row(RunReport report) => Html.Of(
        $"<tr><th scope=\"row\">{report.Id}</th><td>{MonitoringFiles.Word(report.Verdict)}</td><td>{Number(report.AlarmTime)}</td><td>{(report.Onset is { } onset ? $"{Number(onset.Low)} and {Number(onset.High)}" : "")}</td><td>{(report.TopTags.Count > 0 ? string.Join(", ", report.TopTags) : report.AlarmTags.Count > 0 ? $"not localised; the alarm came in {string.Join(", ", report.AlarmTags)}" : "")}</td></tr>");

    private static string Unit(string unit) => unit.Length == 0 ? "" : $" in {unit}";

    private static string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "";
}
