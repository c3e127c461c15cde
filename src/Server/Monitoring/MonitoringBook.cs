using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Monitoring;

/// <summary>What clients and pages read of monitoring, and the fitting of models to what is on record.</summary>
public sealed class MonitoringBook(IRecord record, Desk.Desk desk, Site site, ReadingStore store, ModelShelf shelf, MonitoringWatch watch) : IDisposable
{
    private static readonly string Prefix = $"{BatchMonitoring.Category}/";
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Every model on record.</summary>
    public async Task<IReadOnlyList<ModelView>> ModelsAsync(CancellationToken ct = default)
    {
        var all = await desk.StatesAsync<MonitoringModel>("", ct);
        return [.. all.Select(model => new ModelView(model.Name, ModelLifecycle.Of(model, all), model.Card!.SmallestAlpha, model))];
    }

    /// <summary>What monitoring says of a batch.</summary>
    /// <param name="batch">The batch.</param>
    public async Task<BatchMonitoringView> OfAsync(Batch batch, CancellationToken ct = default)
    {
        var (said, all) = (await desk.StateAsync<BatchMonitoring>(batch.Id, ct), await desk.StatesAsync<MonitoringModel>("", ct));
        var models = ModelLifecycle.Following(all, batch.Recipe!.Id, batch.Recipe.Version).Concat(all.Where(model => said.Latest(model.Name) is not null)).DistinctBy(model => model.Name);
        var views = new List<ModelOnBatch>();
        foreach (var model in models) views.Add(await OnAsync(model, ModelLifecycle.Of(model, all), batch, ct));
        return new(batch.Id, views, said.Verdicts, said.Advice);
    }

    /// <summary>A model beside the one in force, on every batch that either followed; null where there is no such model.</summary>
    public async Task<ModelComparison?> CompareAsync(string name, CancellationToken ct = default)
    {
        var all = await desk.StatesAsync<MonitoringModel>("", ct);
        if (all.FirstOrDefault(model => model.Name == name) is not { } other) return null;
        var inForce = ModelLifecycle.InForceBeside(other, all);
        if (other.Equipment is not null) return new(name, inForce?.Name, 0, 0, []);
        var batches = new List<ComparedBatch>();
        var learned = new[] { other, inForce }.SelectMany(model => model?.Card is { } card ? card.Training.Concat(card.Calibration) : []).ToHashSet(StringComparer.Ordinal);
        foreach (var stream in await record.StreamsAsync(Prefix, ct))
        {
            var said = await desk.StateAsync<BatchMonitoring>(stream[Prefix.Length..], ct);
            var (one, two) = (inForce is null ? null : said.Latest(inForce.Name), said.Latest(name));
            if (one is null && two is null) continue;
            var (batch, seen) = (stream[Prefix.Length..], learned.Contains(stream[Prefix.Length..]));
            batches.Add(new(batch, one, two, seen, one is null || two is null || seen ? null : one.Said.Verdict == two.Said.Verdict));
        }

        return new(name, inForce?.Name, batches.Count(batch => batch.Agree == true), batches.Count(batch => batch.Agree == false), batches);
    }

    /// <summary>Computes a verdict again from the record and the readings; null where there is no such verdict.</summary>
    public async Task<Recomputation?> AgainAsync(string batchId, int ordinal, CancellationToken ct = default)
    {
        if ((await desk.StateAsync<BatchMonitoring>(batchId, ct)).Verdicts.ElementAtOrDefault(ordinal - 1) is not { Said: var said }) return null;
        var model = await desk.StateAsync<MonitoringModel>(said.Model, ct);
        var (file, why) = await shelf.FindAsync(said.ModelHash, ct);
        if (file is null) return new(said, null, false, why);
        var batch = Batch.Empty;
        foreach (var entry in (await record.ReadStreamAsync($"{Batch.Category}/{batchId}", 0, ct)).Where(entry => entry.Version <= said.BatchVersion))
            batch = ((Event<Batch>)EventCatalogue.Read(entry.Type, entry.Data.Span)).After(batch, new Happened(entry.Actor, entry.At, entry.Version));
        var again = await Judging.OfAsync(file, batch, said.Stations, new FeatureGrid(batch.Recipe!, store.WindowAsync)) is { } judged ? Judging.Said(judged, model, file, said.BatchVersion) : null;
        var same = again is not null && Bytes(again).AsSpan().SequenceEqual(Bytes(said));
        return new(said, again, same, same ? null : again?.Inputs == said.Inputs ? "The same rows give another verdict: the program is another." : "The rows are others than those that were judged: look at the readings of the batch.");
    }

    /// <summary>Fits a model and submits it. Who may not submit one has none fitted; the attempt is recorded like any other.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="caller">Who asks, with the id of the command.</param>
    public async Task<Answer> SubmitAsync(FitModel asked, Caller caller)
    {
        var command = new SubmitModel(asked.Id, asked.Version, asked.Recipe ?? "", asked.RecipeVersions ?? [], "", new([], [], 0, 0, [], null, [], [], [], ""), asked.Equipment);
        try
        {
            if (Authority.RefusalFor(command, caller.By) is null) command = await FitAsync(asked);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or Statistics.UnusableInputException)
        {
            return new Answer(new Refusal("campaign", wrong.Message), 0, []);
        }

        return await desk.SendAsync(command, caller);
    }

    /// <summary>Fits a model to completed batches, or to a run of a room or utility, and keeps its file; what it says goes to the desk as a command.</summary>
    /// <exception cref="InvalidOperationException">There are too few batches, or no readings; the message says how many.</exception>
    /// <exception cref="Statistics.UnusableInputException">The batches or rows do not support a model; the message says why.</exception>
    public async Task<SubmitModel> FitAsync(FitModel asked, CancellationToken ct = default)
    {
        if (asked.Equipment is { } item) return await FitAsync(asked, await desk.StateAsync<EquipmentItem>(item, ct), ct);
        var (recipe, versions) = (asked.Recipe ?? "", asked.RecipeVersions ?? []);
        await site.Complete.WaitAsync(ct);
        for (var count = await record.CountAsync(ct); site.Position < count;) await Task.Delay(20, ct); // the list of ended batches follows the record by a moment
        var batches = new List<Batch>();
        foreach (var row in site.Ended.Where(row => row is { Status: BatchStatus.Completed, Rehearsal: false } && row.Recipe.Id == recipe && versions.Contains(row.Recipe.Version) && asked.Except?.Contains(row.Id) != true).OrderBy(row => row.EndedAt))
            batches.Add(await desk.StateAsync<Batch>(row.Id, ct));
        await one.WaitAsync(ct); // a fit takes a processor for some time
        try
        {
            var made = await BatchCampaign.OfAsync(batches, asked.Calibrate, store.WindowAsync);
            var (file, card) = await Task.Run(() => SiteModel.Fit(made, asked.Alpha), ct);
            var hash = await shelf.KeepAsync(file.Write(), ct);
            return new SubmitModel(asked.Id, asked.Version, recipe, versions, hash, card);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => one.Dispose();

    // What is no room or utility the domain refuses, and has no run.
    private async Task<SubmitModel> FitAsync(FitModel asked, EquipmentItem item, CancellationToken ct)
    {
        var command = new SubmitModel(asked.Id, asked.Version, asked.Recipe ?? "", asked.RecipeVersions ?? [], SiteModel.HashOf([]), new([], [], 0, 0, [], null, [], [], [], ""), asked.Equipment);
        if (EquipmentMonitoringBook.KindOf(item) is null) return command;
        if (asked is not { From: { } began, To: { } ended }) throw new InvalidOperationException($"Say from when to when {item.Id} was in control.");
        if (EquipmentModel.RefusalOf(began, ended, desk.Now) is { } unusable) throw new InvalidOperationException(unusable);
        var (from, to) = (MinuteGrid.Floor(began, MinuteGrid.Length), MinuteGrid.Floor(ended, MinuteGrid.Length));
        if (to > MinuteGrid.Closed(desk.Now)) to = MinuteGrid.Closed(desk.Now);
        await one.WaitAsync(ct);
        try
        {
            var tags = EquipmentModel.TagsOf(EquipmentClasses.Find(item.Class)!);
            var rows = await MinuteGrid.RowsAsync(item.Id, tags, from, to, store.WindowAsync);
            var (file, card) = await Task.Run(() => EquipmentModel.Fit(item.Id, tags, rows, asked.Alpha), ct);
            return command with { Hash = await shelf.KeepAsync(file.Write(), ct), Card = card };
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<ModelOnBatch> OnAsync(MonitoringModel model, ModelStanding standing, Batch batch, CancellationToken ct)
    {
        var (file, why) = await shelf.FindAsync(model.Hash, ct);
        if (file is null) return new(model.Name, standing, model.Card!, model.Card!.SmallestAlpha, why, null, [], [], []);
        var judged = watch.Of(batch.Id, model.Name) ?? await Judging.OfAsync(file, batch, Judging.Ready(file.Plan, batch, desk.Now), new FeatureGrid(batch.Recipe!, store.WindowAsync));
        if (judged is null) return new(model.Name, standing, model.Card!, model.Card!.SmallestAlpha, null, null, [], [], StartingView.Of(file, batch));
        var names = judged.Report.Statistics;
        return new(
            model.Name, standing, model.Card!, model.Card!.SmallestAlpha, null, Judging.Said(judged, model, file, batch.Version),
            [.. judged.Points.Select(point => new PointView(point.At, point.Place.Step, point.Point.IsOutside,
                [.. names.Zip(point.Point.Statistics, (name, statistic) => new StatisticView(name, statistic.Value, double.IsFinite(statistic.Limit) ? statistic.Limit : null)).Where(statistic => double.IsFinite(statistic.Value))]))],
            [.. model.Card!.Tags.Select((tag, at) => TagView.Of(tag, judged, at, file))],
            StartingView.Of(file, batch));
    }

    private static byte[] Bytes(ModelVerdict said) => JsonSerializer.SerializeToUtf8Bytes(said, EventCatalogue.Options);
}
