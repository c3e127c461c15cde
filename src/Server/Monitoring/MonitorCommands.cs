using System.CommandLine;
using Cellwright.Statistics;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary><c>cellwright monitor fit</c> and <c>replay</c>: a model from a campaign folder, and what it would have said of the folder's runs.</summary>
internal static class MonitorCommands
{
    public static Command Build() => new("monitor", "Tell biology from drift in a campaign of runs") { Fit(), Replay(), ExportCommand.Build() };

    private static Command Fit()
    {
        var (campaign, kind) = (Folder(), Kind());
        var outFile = new Option<FileInfo>("--out") { Description = "File for the model", Required = true };
        var alpha = new Option<double?>("--alpha") { Description = "Share of false alarms, for example 0.05; without it 0.04 a batch, or the smallest that so few batches can promise" };
        var command = new Command("fit", "Fit a model to the training runs of a campaign folder and calibrate its limits") { campaign, outFile, alpha, kind };
        command.SetAction(parsed => Told(parsed.InvocationConfiguration.Error, () =>
        {
            var runs = CampaignFolder.Read(parsed.GetValue(campaign)!.FullName, parsed.GetValue(kind));
            var monitor = BatchMonitor.Fit(runs, parsed.GetValue(alpha));
            var target = parsed.GetValue(outFile)!;
            File.WriteAllBytes(target.FullName, ModelFile.Of(monitor).Bytes());
            var output = parsed.InvocationConfiguration.Output;
            foreach (var line in ModelCard.Lines(monitor)) output.WriteLine(line);
            output.WriteLine($"The model is in {target.FullName}.");
        }));
        return command;
    }

    private static Command Replay()
    {
        var (campaign, kind) = (Folder(), Kind());
        var model = new Option<FileInfo>("--model") { Description = "A model made by monitor fit", Required = true };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "Folder for verdicts.csv, points.csv and report.html", Required = true };
        var command = new Command("replay", "Judge every run of a campaign folder that is not for training, as it would have been judged while it ran") { campaign, model, outFolder, kind };
        command.SetAction(parsed => Told(parsed.InvocationConfiguration.Error, () =>
        {
            var runs = CampaignFolder.Read(parsed.GetValue(campaign)!.FullName, parsed.GetValue(kind));
            if (!parsed.GetValue(model)!.Exists) throw new FormatException($"There is no model {parsed.GetValue(model)!.FullName}. Make one with cellwright monitor fit.");
            var monitor = ModelFile.Read(parsed.GetValue(model)!.FullName).Batch!;
            if (!runs.Tags.Select(tag => tag.Name).SequenceEqual(monitor.Tags.Select(tag => tag.Name)))
                throw new FormatException("The model knows other tags than this campaign. Replay the campaign that it was fitted to, or one with the same tags in the same order.");
            var reports = runs.Runs.Where(run => run.Role != RunRole.Train).Select(monitor.Replay).ToArray();
            var byId = runs.Runs.ToDictionary(run => run.Id, StringComparer.Ordinal);
            var folder = Directory.CreateDirectory(parsed.GetValue(outFolder)!.FullName).FullName;
            MonitoringFiles.Write(folder, reports);
            File.WriteAllText(Path.Combine(folder, "report.html"), MonitoringReport.Write(ModelCard.Lines(monitor), reports, report => MonitoringReport.Evidence(monitor, byId[report.Id], report)));
            var output = parsed.InvocationConfiguration.Output;
            foreach (var verdict in reports.GroupBy(report => report.Verdict).OrderBy(group => group.Key)) output.WriteLine($"{MonitoringFiles.Word(verdict.Key)}: {verdict.Count()}");
            output.WriteLine($"{reports.Length} runs were judged, {reports.Count(report => report.AlarmTime is not null)} alarmed. verdicts.csv, points.csv and report.html are in {folder}.");
        }));
        return command;
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
