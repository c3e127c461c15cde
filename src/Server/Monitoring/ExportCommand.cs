using System.CommandLine;
using Cellwright.Domain.Execution;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;
using Cellwright.Server.Record;

namespace Cellwright.Server.Monitoring;

/// <summary><c>cellwright monitor export</c>: the completed batches of a recipe as a campaign folder.</summary>
internal static class ExportCommand
{
    public static Command Build()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "Recipe id; id@version for one version of it" };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder to write, new or empty", Required = true };
        var calibrate = new Option<int>("--calibrate") { Description = "So many of the newest batches set limits and train nothing; 19 are needed for 5 % false alarms, 99 for 1 %", DefaultValueFactory = _ => 0 };
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory of the server", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var postgres = new Option<string?>("--postgres") { Description = "Connection to PostgreSQL, where the record is kept there" };
        var command = new Command("export", "Write the completed batches of a recipe as a campaign folder; the server may go on running") { recipe, folder, calibrate, data, postgres };
        command.SetAction(async (parsed, ct) =>
        {
            var place = parsed.GetValue(data)!.FullName;
            var connection = parsed.GetValue(postgres);
            if (connection is null && !File.Exists(Path.Combine(place, "record.db")))
                throw new InvalidOperationException($"There is no record in {place}. Name the server's data directory with --data.");
            await using IRecord record = connection is null ? SqliteRecord.Open(Path.Combine(place, "record.db")) : await PostgresRecord.OpenAsync(connection);
            var desk = new Desk.Desk(record, TimeProvider.System, TimeSpan.Zero, new NoFacts());
            var name = parsed.GetValue(recipe)!;
            var batches = CompletedBy(await desk.StatesAsync<Batch>("", ct), name);
            var made = await BatchCampaign.OfAsync(batches, parsed.GetValue(calibrate), ReadingsOnDisk.Open(new ReadingStoreOptions(place)).BetweenAsync);
            await CampaignExport.WriteAsync(made, name, parsed.GetValue(folder)!.FullName, ct);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{batches.Count} batches of {name}, {made.Campaign.Tags.Count} features in {made.Plan.Places.Count} places, {made.Campaign.Covariates.Count} variables of the starting material.");
            return 0;
        });
        return command;
    }

    /// <summary>The completed batches of a recipe, or of one version of it, the oldest first. What was aborted or only rehearsed tells nothing of how batches go.</summary>
    public static List<Batch> CompletedBy(IEnumerable<Batch> batches, string recipe) =>
        [.. batches.Where(batch => batch is { Status: BatchStatus.Completed, Rehearsal: false, Recipe: { } made } && (made.Id == recipe || made.Name == recipe)).OrderBy(batch => batch.EndedAt)];
}
