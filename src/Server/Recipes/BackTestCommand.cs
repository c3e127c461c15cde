using System.CommandLine;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.BackTesting;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Cellwright.Server.Readings;
using Cellwright.Server.Record;

namespace Cellwright.Server.Recipes;

/// <summary><c>cellwright recipe backtest</c>: what a changed limit would have flagged in the batches of a record.</summary>
internal static class BackTestCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "The changed recipe" };
        var against = new Option<string?>("--against") { Description = "Recipe before the change, id@version; without it the version in force" };
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory of the server", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var postgres = new Option<string?>("--postgres") { Description = "Connection to PostgreSQL, where the record is kept there" };
        var json = new Option<bool>("--json") { Description = "Print every judged value as JSON" };
        var command = new Command("backtest", "Say what changed limits would have flagged in the executed batches; the server may go on running") { file, against, data, postgres, json };
        command.SetAction(async (parsed, ct) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var folder = parsed.GetValue(data)!.FullName;
            var connection = parsed.GetValue(postgres);
            if (RecipeCommands.ReadRecipe(parsed.GetValue(file)!, error) is not { } after) return 1;
            if (connection is null && !File.Exists(Path.Combine(folder, "record.db")))
                return await RefuseAsync(error, $"There is no record in {folder}. Name the server's data directory with --data.");
            await using IRecord record = connection is null ? SqliteRecord.Open(Path.Combine(folder, "record.db")) : await PostgresRecord.OpenAsync(connection);
            var desk = new Desk.Desk(record, TimeProvider.System, TimeSpan.Zero, new NoFacts());
            var shelf = new RecipeShelf(desk);
            if ((parsed.GetValue(against) ?? await shelf.BeforeAsync(after, ct)) is not { } name || await shelf.FindAsync(name, ct) is not { Recipe: { } before })
                return await RefuseAsync(error, $"There is no version of {after.Id} on record to compare with. Name one with --against id@version.");
            var report = await BackTests.RunAsync(
                before, after, await desk.StatesAsync<Batch>("", ct), 0, ReadingsOnDisk.Open(new ReadingStoreOptions(folder)).BetweenAsync, null, ct);
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(BackTestView.Of(report), new JsonSerializerOptions(JsonForms.Web) { WriteIndented = true }));
            else Print(output, report);
            return 0;
        });
        return command;
    }

    private static void Print(TextWriter output, BackTestReport report)
    {
        output.WriteLine($"{report.After} against {report.Before} in {report.Batches.Count} batches: {report.NewlyFlagged} newly flagged, {report.NoLongerFlagged} no longer flagged.");
        if (report.Limits.Count == 0) output.WriteLine("No limit differs.");
        foreach (var limit in report.Limits)
        {
            output.WriteLine($"step {limit.Phase.Id} {(limit.Parameter is { } parameter ? $"parameter {parameter.Name}" : "duration")}: {limit.NewlyFlagged} newly flagged, {limit.NoLongerFlagged} no longer flagged");
            foreach (var value in limit.Values.Where(value => value.Then != value.Now))
                output.WriteLine(FormattableString.Invariant($"  {value.Batch} {value.Step}: {value.Value:R} {limit.Parameter!.Unit} was {value.Then}, would be {value.Now}"));
            foreach (var took in limit.Durations.Where(took => took.Then != took.Now))
                output.WriteLine($"  {took.Batch} {took.Step}: took {Words.Of(took.Took)}, {(took.Now ? "would break the limit" : "would keep the limit")}");
            foreach (var step in limit.Watched.Where(step => step.Then != step.Now))
                output.WriteLine($"  {step.Batch} {step.Step}, {step.Readings} readings: {Counted(step.Then)}; would have {Counted(step.Now)}");
        }
    }

    private static string Counted(Excursions excursions) => $"{excursions.Alerts} alerts, {excursions.Deviations} deviations";

    private static async Task<int> RefuseAsync(TextWriter error, string sentence)
    {
        await error.WriteLineAsync(sentence);
        return 1;
    }
}
