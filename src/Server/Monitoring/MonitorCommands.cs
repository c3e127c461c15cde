using System.CommandLine;
using Cellwright.Server.Monitoring.LotResults;
using Cellwright.Server.Record;
using Cellwright.Statistics;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Continuous;
using Cellwright.Statistics.Monitoring.Results;

namespace Cellwright.Server.Monitoring;

/// <summary><c>cellwright monitor fit</c> and <c>replay</c>: a model from a campaign folder, and what it would have said of the folder's runs.</summary>
internal static class MonitorCommands
{
    public static Command Build() => new("monitor", "Tell biology from drift in a campaign of runs") { Fit(), Replay(), ExportCommand.Build(), ExampleCommand.Build() };

    private static Command Fit()
    {
        var (campaign, kind) = (Folder(), Kind());
        var outFile = new Option<FileInfo>("--out") { Description = "File for the model", Required = true };
        var alpha = new Option<double?>("--alpha") { Description = "Share of false alarms, for example 0.05; without it 0.04 of batches, or the smallest that so few can promise, and 0.005 of rows where there are no batches" };
        var command = new Command("fit", "Fit a model to the training runs of a campaign folder and calibrate its limits") { campaign, outFile, alpha, kind };
        command.SetAction(parsed => Told(parsed.InvocationConfiguration.Error, () =>
        {
            var runs = CampaignFolder.Read(parsed.GetValue(campaign)!.FullName, parsed.GetValue(kind));
            var model = runs.IsContinuous
                ? ModelFile.Of(ContinuousMonitoring.Fit(runs, parsed.GetValue(alpha) is { } share ? new ContinuousSettings(share) : null))
                : OfBatches(runs, ResultsFile.Read(parsed.GetValue(campaign)!.FullName, runs), parsed.GetValue(alpha));
            var target = parsed.GetValue(outFile)!;
            File.WriteAllBytes(target.FullName, model.Bytes());
            var output = parsed.InvocationConfiguration.Output;
            foreach (var line in model.Card()) output.WriteLine(line);
            output.WriteLine($"The model is in {target.FullName}.");
        }));
        return command;
    }

    private static Command Replay()
    {
        var (campaign, kind) = (Folder(), Kind());
        var model = new Option<FileInfo>("--model") { Description = "A model made by monitor fit", Required = true };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "Folder for verdicts.csv, points.csv and report.html", Required = true };
        var baseline = new Option<int?>("--baseline") { Description = "Without batches: take so many first rows of each run for normal and judge it by them; without it only runs do that which start where training never was" };
        var command = new Command("replay", "Judge every run of a campaign folder that is not for training, as it would have been judged while it ran") { campaign, model, outFolder, kind, baseline };
        command.SetAction(parsed => Told(parsed.InvocationConfiguration.Error, () =>
        {
            var runs = CampaignFolder.Read(parsed.GetValue(campaign)!.FullName, parsed.GetValue(kind));
            if (!parsed.GetValue(model)!.Exists) throw new FormatException($"There is no model {parsed.GetValue(model)!.FullName}. Make one with cellwright monitor fit.");
            var fitted = ModelFile.Read(parsed.GetValue(model)!.FullName);
            if (fitted.Continuous is not null != runs.IsContinuous) throw new FormatException("Either the model or the campaign is of long runs without batches, and the other is of batches. Replay with a model of the same kind, or say --kind.");
            if (!runs.Tags.Select(tag => tag.Name).SequenceEqual(fitted.Tags))
                throw new FormatException("The model knows other tags than this campaign. Replay the campaign that it was fitted to, or one with the same tags in the same order.");
            var judged = runs.Runs.Where(run => run.Role != RunRole.Train);
            var reports = (fitted.Continuous is { } course ? judged.Select(run => ContinuousMonitoring.Replay(course, run, parsed.GetValue(baseline))) : judged.Select(fitted.Batch!.Replay)).ToArray();
            var byId = runs.Runs.ToDictionary(run => run.Id, StringComparer.Ordinal);
            var folder = Directory.CreateDirectory(parsed.GetValue(outFolder)!.FullName).FullName;
            MonitoringFiles.Write(folder, reports);
            var foretold = fitted.Results is { } results ? ForetoldLots.Of(fitted.Batch!, results, runs, ResultsFile.Read(parsed.GetValue(campaign)!.FullName, runs)) : [];
            if (fitted.Results is not null) ForetoldLots.Write(folder, foretold);
            File.WriteAllText(Path.Combine(folder, "report.html"), MonitoringReport.Write(fitted.Card(), reports, report =>
                fitted.Batch is { } monitor ? MonitoringReport.Evidence(monitor, byId[report.Id], report) : MonitoringReport.Evidence(runs.Tags, byId[report.Id], report),
                fitted.Results is { } said ? ForetoldLots.Report(said, foretold) : Html.None));
            var output = parsed.InvocationConfiguration.Output;
            foreach (var verdict in reports.GroupBy(report => report.Verdict).OrderBy(group => group.Key)) output.WriteLine($"{MonitoringFiles.Word(verdict.Key)}: {verdict.Count()}");
            foreach (var line in ForetoldLots.Lines(foretold)) output.WriteLine(line);
            output.WriteLine($"{reports.Length} runs were judged, {reports.Count(report => report.AlarmTime is not null)} alarmed. verdicts.csv, points.csv and report.html are in {folder}.");
        }));
        return command;
    }

    private static ModelFile OfBatches(Campaign runs, IReadOnlyList<LotResult> results, double? alpha)
    {
        var monitor = BatchMonitor.Fit(runs, alpha);
        return ModelFile.Of(monitor, results.Count == 0 ? null : ResultMonitor.Fit(monitor, runs, results));
    }

    private static Argument<DirectoryInfo> Folder() => new("CAMPAIGN") { Description = "A campaign folder: batches.csv, tags.csv and samples" };

    private static Option<string?> Kind() => new("--kind") { Description = "batch or continuous; without it what the folder's README.md says" };

    /// <summary>Runs it; data that cannot be used end with a sentence and 1.</summary>
    private static int Told(TextWriter error, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (UnusableInputException fault)
        {
            error.WriteLine(fault.Message);
            return 1;
        }
    }
}
