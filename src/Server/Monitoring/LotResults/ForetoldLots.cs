using System.Globalization;
using Cellwright.Server.Record;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Results;

namespace Cellwright.Server.Monitoring.LotResults;

/// <summary>A lot that did not train: what was foretold of one of its results at the end of upstream, and what it came to.</summary>
/// <param name="Run">Id of the lot.</param>
/// <param name="Model">Of the measurand.</param>
/// <param name="Foretold">Null where its course did not reach the end of upstream.</param>
/// <param name="Measured">Null where there is no result yet.</param>
/// <param name="Outside">Starting material that lies where training never was.</param>
internal sealed record ForetoldRow(string Run, ResultModel Model, ForetoldResult? Foretold, double? Measured, IReadOnlyList<string> Outside)
{
    /// <summary>Whether the result fell inside the interval; null where one of the two is missing.</summary>
    public bool? IsInside => Foretold is { } foretold && Measured is { } measured ? foretold.Contains(measured) : null;
}

/// <summary>Predictions of a replay, as a file and as a part of the report.</summary>
internal static class ForetoldLots
{
    /// <summary>One for each lot that did not train and each measurand that is modelled.</summary>
    public static IReadOnlyList<ForetoldRow> Of(BatchMonitor monitor, ResultMonitor results, Campaign campaign, IReadOnlyList<LotResult> measured)
    {
        var values = measured.ToDictionary(result => (result.Run, result.Measurand), result => result);
        return
        [
            .. from model in results.Models
               from run in campaign.Runs
               where run.Role != RunRole.Train
               let result = values.GetValueOrDefault((run.Id, model.Measurand))
               select new ForetoldRow(run.Id, model, results.Foretell(monitor, model, run), result is not null && result.Unit == model.Unit ? result.Value : null, monitor.Model.Material.Outside(run.Covariates)),
        ];
    }

    /// <summary>Writes <c>predictions.csv</c>: batch_id, measurand, unit, predicted, low, high, measured, inside.</summary>
    public static void Write(string folder, IReadOnlyList<ForetoldRow> rows) =>
        MonitoringFiles.Write(Path.Combine(folder, "predictions.csv"), ["batch_id", "measurand", "unit", "predicted", "low", "high", "measured", "inside"], rows.Select(row => (string[])[
            row.Run, row.Model.Measurand, row.Model.Unit, Number(row.Foretold?.Value), Number(row.Foretold?.Low), Number(row.Foretold?.High), Number(row.Measured), row.IsInside is { } inside ? (inside ? "1" : "0") : ""]));

    /// <summary>One line a measurand: how many of the new lots fell inside.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ForetoldRow> rows) => rows.GroupBy(row => row.Model).Select(group =>
    {
        var judged = group.Where(row => row.IsInside is not null).ToArray();
        return $"{ResultWords.Title(group.Key.Measurand)}: {judged.Count(row => row.IsInside == true)} of {judged.Length} results fell inside their interval, {group.Count(row => row.Measured is null)} lots have none yet.";
    });

    /// <summary>The part of the report: for each measurand a picture of foretold against measured, for each two of them one of both, and a table of the new lots.</summary>
    public static Html Report(ResultMonitor results, IReadOnlyList<ForetoldRow> rows)
    {
        double Scaled(ResultModel model, double value) => model.IsLogarithmic ? Math.Log10(value) : value;
        return Html.Of($"""
            <h2>Results of lots</h2>
            <p>Each measurand has a model of its own. Dark: training lots, each foretold by a model without it; red: lots that did not train; on the dashed line what was foretold came true. {ResultWords.Intervals}</p>
            {Html.All(results.Models.Select(model => Html.Of($"""
                <section><h3>{ResultWords.Title(model.Measurand)}</h3><p>{ResultWords.Of(model)}</p>
                <figure>{ScatterChart.Of(
                    $"{ResultWords.Name(model.Measurand)}: foretold from upstream, and measured",
                    [.. model.Lots.Select(lot => new ScatterPoint(lot.Foretold, lot.Result, lot.Run)), .. rows.Where(row => row.Model == model && row.IsInside is not null).Select(row => new ScatterPoint(Scaled(model, row.Foretold!.Value), Scaled(model, row.Measured!.Value), row.Run, IsNew: true))],
                    $"foretold ({model.Unit})", $"measured ({model.Unit})", (model.IsLogarithmic, model.IsLogarithmic), (0, 1), alike: true)}</figure></section>
                """)))}
            {Html.All(results.Studies.Select(study => Html.Of($"""
                <section><h3>{ResultWords.Title(study.First)} and {ResultWords.Name(study.Second)}</h3><p>{ResultWords.Of(study)}</p>
                <figure>{ScatterChart.Of(
                    $"{ResultWords.Name(study.First)} and {ResultWords.Name(study.Second)} of the training lots", [.. study.Lots.Select(lot => new ScatterPoint(lot.First, lot.Second, lot.Run))],
                    Axis(study.First), Axis(study.Second), (IsLogarithmic(study.First), IsLogarithmic(study.Second)), study.Line is { } line ? (line.Intercept, line.Slope) : null, alike: false)}</figure></section>
                """)))}
            {(rows.Count == 0 ? Html.None : Html.Of($"""
                <h3>Lots that did not train</h3>
                <table><thead><tr><th scope="col">Run</th><th scope="col">Measurand</th><th scope="col">Foretold</th><th scope="col">Interval</th><th scope="col">Measured</th><th scope="col"></th></tr></thead>
                <tbody>{Html.All(rows.Select(Row))}</tbody></table>
                """))}
            """);

        string Axis(string measurand) => $"{ResultWords.Name(measurand)} ({results.Models.FirstOrDefault(model => model.Measurand == measurand)?.Unit})";
        bool IsLogarithmic(string measurand) => results.Models.First(model => model.Measurand == measurand).IsLogarithmic;
    }

    private static Html Row(ForetoldRow row) => Html.Of(
        $"<tr><th scope=\"row\">{row.Run}</th><td>{ResultWords.Title(row.Model.Measurand)} ({row.Model.Unit})</td><td>{(row.Foretold is { } foretold ? ResultWords.Value(foretold.Value) : "its upstream is not over")}</td><td>{(row.Foretold is { } ends ? $"{ResultWords.Value(ends.Low)} to {ResultWords.Value(ends.High)}" : "")}</td><td>{(row.Measured is { } measured ? ResultWords.Value(measured) : "")}</td><td>{Remark(row)}</td></tr>");

    private static string Remark(ForetoldRow row) =>
        string.Join(" ", new[] { row.IsInside switch { true => "inside", false => "outside", null => "" }, row.Outside.Count > 0 ? $"({string.Join(", ", row.Outside)} lies where training never was)" : "" }.Where(text => text.Length > 0));

    private static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
