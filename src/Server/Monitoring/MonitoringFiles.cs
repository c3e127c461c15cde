using System.Globalization;
using Cellwright.Statistics.Monitoring;
using CsvHelper;

namespace Cellwright.Server.Monitoring;

/// <summary>
/// What monitoring said of runs, as files for any other tool: <c>verdicts.csv</c> (batch_id, alarm, alarm_time, verdict, onset_low, onset_high, top_tags) and
/// <c>points.csv</c> (batch_id, time, every statistic and its limit, alarm).
/// </summary>
internal static class MonitoringFiles
{
    /// <summary>Writes both.</summary>
    public static void Write(string folder, IReadOnlyList<RunReport> reports)
    {
        Write(Path.Combine(folder, "verdicts.csv"), ["batch_id", "alarm", "alarm_time", "verdict", "onset_low", "onset_high", "top_tags"], reports.Select(report => (string[])[
            report.Id, report.AlarmTime is null ? "0" : "1", Number(report.AlarmTime), Word(report.Verdict), Number(report.Onset?.Low), Number(report.Onset?.High), string.Join(';', report.TopTags)]));
        var statistics = reports.Count == 0 ? [] : reports[0].Statistics;
        Write(Path.Combine(folder, "points.csv"), ["batch_id", "time", .. statistics.SelectMany(name => (string[])[name, name + "_limit"]), "alarm"], reports.SelectMany(report => report.Points.Select(point =>
            (string[])[report.Id, Number(point.Time), .. point.Statistics.SelectMany(one => (string[])[Number(one.Value), Number(one.Limit)]), point.IsOutside ? "1" : "0"])));
    }

    /// <summary>A verdict as files say it.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Biology => "BIOLOGY",
        Verdict.Drift => "DRIFT",
        Verdict.NotObservable => "NOT OBSERVABLE",
        Verdict.Undetermined => "UNDETERMINED",
        _ => "NONE",
    };

    /// <summary>Writes one file of CSV.</summary>
    internal static void Write(string path, string[] columns, IEnumerable<string[]> rows)
    {
        using var writer = new CsvWriter(new StreamWriter(path) { NewLine = "\n" }, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var row in rows.Prepend(columns))
        {
            foreach (var value in row) writer.WriteField(value);
            writer.NextRecord();
        }
    }

    /// <summary>With every digit; nothing where there is no number, and nothing for a limit that is infinite.</summary>
    private static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
