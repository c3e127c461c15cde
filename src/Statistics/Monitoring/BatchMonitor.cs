using System.Text.Json.Serialization;
using Cellwright.Statistics.Calibration;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// What judges batches of one process while they run: a model of normal batches, charts on what it did not foresee, and limits that hold for a whole batch.
/// </summary>
/// <param name="Tags">Of the campaign, in order.</param>
/// <param name="Grid">Where batches are compared.</param>
/// <param name="Model">Normal batches.</param>
/// <param name="Whitening">What makes innovations of fresh batches white, tags × tags.</param>
/// <param name="References">For each chart the size of its largest value in a normal batch, by which the charts are made comparable.</param>
/// <param name="Process">Limit of the largest chart, in references: the batch alarms above it.</param>
/// <param name="Patient">Limit of the patient effect's sum of squares: above it the batch's biology is unusual, which is no alarm.</param>
/// <param name="Material">Limit of the starting material's T², above which it is unusual; infinite without starting material.</param>
/// <param name="IsCrossFitted">Limits come from training batches, each judged by a model that did not see it; else from calibration batches that trained nothing.</param>
/// <param name="TrainingRuns">Batches behind the model.</param>
/// <param name="Notes">What the engineer must know: batches that could not be used, odd ones, tags left out, what so few batches cannot give.</param>
/// <param name="Tails">What T² divides innovations by where training batches were wild, stations × tags; null in a model that was fitted before there were any, and judges as it did.</param>
public sealed record BatchMonitor(
    IReadOnlyList<Tag> Tags, StationGrid Grid, BatchModel Model, double[][] Whitening, double[] References, ConformalLimit Process, ConformalLimit Patient, double Material,
    bool IsCrossFitted, int TrainingRuns, IReadOnlyList<string> Notes, double[][]? Tails = null)
{
    /// <summary>Fewest calibration batches behind an answer: with 19, one false alarm in twenty batches can be promised.</summary>
    public const int FewestForVerdict = 19;

    /// <summary>
    /// False alarms a batch if nothing is said (engineering assumption: one batch in twenty-five). With too few batches it is the smallest share that they can promise.
    /// </summary>
    public const double UsualAlpha = 0.04;

    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 6, 8, 12, 16];

    /// <summary>Names of the statistics of a report, in their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Statistics => [.. RunCharts.Names(Model.Events is not null), "patient_t2", "material_t2"];

    /// <summary>Charts of one run, without anything charted yet.</summary>
    internal RunCharts Charts() => new(Grid, Whitening, Model.Events is not null, Tails);

    /// <summary>The monitor of a campaign of batches.</summary>
    /// <param name="campaign">Runs to train on, and possibly to calibrate with; others are not looked at, and known faults never.</param>
    /// <param name="alpha">Share of false alarms a batch; if nothing is said, <see cref="UsualAlpha"/> or the smallest that so many batches can promise.</param>
    /// <param name="aligned">Stations of the campaign where its runs are aligned already; null where its samples alone say where runs are compared. Without them events are not followed.</param>
    /// <exception cref="UnusableInputException">Fewer than five usable training batches, no tag that varies, or a share of false alarms that so few batches cannot promise.</exception>
    public static BatchMonitor Fit(Campaign campaign, double? alpha = null, IReadOnlyList<AlignedStation>? aligned = null)
    {
        var notes = new List<string>();
        var calibrating = campaign.Runs.Where(run => run.Role == RunRole.Calibrate).ToArray();
        var split = calibrating.Length >= FewestForVerdict;
        var training = campaign.Runs.Where(run => run.Role == RunRole.Train || (run.Role == RunRole.Calibrate && !split)).ToArray();
        if (!split && calibrating.Length > 0) notes.Add($"{calibrating.Length} calibration batches alone promise little, so they train as well, and limits come from all by cross-fitting.");
        Input.Count(training.Length, 5, "training batches");
        foreach (var run in training.Concat(split ? calibrating : [])) Usable(run, campaign.Tags.Count, campaign.Covariates.Count);
        var grid = aligned is null ? StationGrid.Of(campaign.Tags, training) : StationGrid.Of(aligned);
        var (runs, placed) = Usable(grid, training, notes);
        var (fresh, placedFresh) = split ? Usable(grid, calibrating, notes) : ([], []);
        Input.Count(runs.Count, 5, "usable training batches");
        var counted = split ? fresh.Count : runs.Count;
        var share = alpha ?? Math.Max(UsualAlpha, ConformalLimit.SmallestAlpha(counted));
        Input.Between(share, 0, 1, "share of false alarms");
        var tags = Varying(campaign.Tags, grid, placed, notes);
        var material = StartingMaterial.Of(campaign.Covariates, runs);
        var standing = Standing(campaign.Tags, grid, placed, tags);
        var events = Array.ConvertAll(tags, tag => campaign.Tags[tag].IsEvent);
        BatchFit Fitted(IReadOnlyList<int> of, bool useMaterial) => new([.. of.Select(i => placed[i])], [.. of.Select(i => runs[i].Covariates)], campaign.Tags, tags, standing, material, useMaterial);
        var choice = Choose([.. placed.Select((run, i) => (run, runs[i].Covariates))], standing.Sum(there => there.Length), material, Fitted);
        var held = new HeldOut(choice.Innovations, Folds(runs.Count), share, grid, events);
        int[] every = [.. Enumerable.Range(0, runs.Count)];
        var model = Fitted(every, choice.UsesMaterial).With(choice.Components);
        if (material.Columns > 0 && !choice.UsesMaterial) model = model with { ExplainedByMaterial = Fitted(every, true).Explained };
        var judged = split ? [.. placedFresh.Select((run, i) => held.Largest(Through(model, run, fresh[i].Covariates)))] : held.Runs;
        var (process, references) = split ? held.LimitsFrom(judged.Select(run => run.Charts)) : held.Limits();
        var patient = ConformalLimit.Of([.. judged.Select(run => run.Patient)], share);
        notes.Add(OddRuns.Of(campaign.Tags, runs, tags));
        if (material.Columns > 0 && !choice.UsesMaterial)
            notes.Add("Starting material does not make a batch's course more predictable, so the model does without; it still tells whether the material itself is unusual.");
        if (counted < FewestForVerdict)
            notes.Add($"With {counted} batches no verdict is given: the smallest share of false alarms that they can promise is {ConformalLimit.SmallestAlpha(counted):0.###}. From {FewestForVerdict} batches on verdicts are given.");
        return new BatchMonitor(campaign.Tags, grid, model, held.Whitening, references, process, patient, material.Limit(share), !split, runs.Count, notes, held.Tails);
    }

    /// <summary>Follows one batch.</summary>
    /// <param name="covariates">Its starting material, one for each of <see cref="StartingMaterial.Variables"/>; NaN is missing.</param>
    /// <exception cref="UnusableInputException">There are more or fewer, or one is infinite.</exception>
    public BatchFollower Follow(IReadOnlyList<double> covariates)
    {
        StartingMaterialOf(covariates, Model.Material.Variables.Count, "the batch");
        return new(this, covariates);
    }

    /// <summary>A whole run as it would have been judged while it ran.</summary>
    /// <param name="run">Of the campaign's tags, in their order.</param>
    /// <exception cref="UnusableInputException">It has other tags or starting material than the campaign, or a value is infinite.</exception>
    public RunReport Replay(Run run)
    {
        Usable(run, Tags.Count, Model.Material.Variables.Count);
        var (follower, placed) = (Follow(run.Covariates), Grid.Place(run));
        for (var k = 0; k < placed.Rows.Length; k++) follower.Next(k, placed.Times[k], placed.Rows[k]);
        return follower.Report(run.Id);
    }

    private static void Usable(Run run, int tags, int covariates)
    {
        StartingMaterialOf(run.Covariates, covariates, run.Id);
        Input.SameLength(run.Times.Count, $"times of batch {run.Id}", run.Values.Count, "rows of values");
        for (var i = 0; i < run.Values.Count; i++) RowOf(run.Values[i], tags, $"row {i + 1} of batch {run.Id}");
    }

    private static void StartingMaterialOf(IReadOnlyList<double> values, int count, string of)
    {
        Input.SameLength(values.Count, $"values of starting material of {of}", count, "variables of the campaign");
        if (values.Any(double.IsInfinity)) Input.Refuse($"A value of the starting material of {of} is infinite. Leave out what is not known.");
    }

    internal static void RowOf(double[] row, int tags, string what)
    {
        Input.SameLength(row.Length, $"values in {what}", tags, "tags of the campaign");
        if (Array.Exists(row, double.IsInfinity)) Input.Refuse($"A value in {what} is infinite. Leave out what is missing.");
    }

    private static (List<Run> Runs, List<StationedRun> Placed) Usable(StationGrid grid, IReadOnlyList<Run> all, List<string> notes)
    {
        var (runs, placed) = (new List<Run>(), new List<StationedRun>());
        foreach (var run in all)
        {
            var stationed = grid.Place(run);
            if (2 * stationed.Present < grid.Count)
            {
                notes.Add($"Batch {run.Id} has samples at {stationed.Present} of {grid.Count} stations and was not used.");
                continue;
            }

            runs.Add(run);
            placed.Add(stationed);
        }

        return (runs, placed);
    }

    private static int[] Varying(IReadOnlyList<Tag> tags, StationGrid grid, List<StationedRun> placed, List<string> notes)
    {
        var used = new List<int>();
        var followed = placed.Sum(run => run.Rows.Where((row, k) => row is not null && !grid.IsEvent(k)).Count());
        for (var j = 0; j < tags.Count; j++)
        {
            if (j == grid.StepTag) continue;
            var values = Enumerable.Range(0, grid.Count).Where(k => grid.IsEvent(k) == tags[j].IsEvent)
                .SelectMany(k => placed.Select(run => run.Rows[k]).OfType<double[]>()).Select(row => row[j]).Where(value => !double.IsNaN(value)).ToArray();
            if (tags[j].IsEvent && Recorded(grid, placed, j) is var most && 2 * most < placed.Count) notes.Add($"{tags[j].Name} was recorded in {most} of {placed.Count} batches and is not followed.");
            else if (!tags[j].IsEvent && 2 * values.Length < followed) notes.Add($"Tag {tags[j].Name} is missing more often than not and was left out.");
            else if (Array.TrueForAll(values, value => value == values[0]) && tags[j].Resolution == 0) notes.Add($"Tag {tags[j].Name} does not vary and was left out.");
            else used.Add(j);
        }

        if (used.Count == 0) Input.Refuse($"None of the {tags.Count} tags varies. Check the samples.");
        return [.. used];
    }

    /// <summary>At the event at which most runs have a value of a tag, how many.</summary>
    private static int Recorded(StationGrid grid, List<StationedRun> placed, int tag) =>
        Enumerable.Range(0, grid.Count).Where(grid.IsEvent).Select(k => placed.Count(run => run.Rows[k] is { } row && !double.IsNaN(row[tag]))).DefaultIfEmpty(0).Max();

    /// <summary>
    /// Which tags stand at which station: those that are followed over time wherever no event is recorded, an event where at least half of the runs have it. In the others it may
    /// be a choice of the recipe, and says nothing by being missing.
    /// </summary>
    private static int[][] Standing(IReadOnlyList<Tag> tags, StationGrid grid, List<StationedRun> placed, int[] used) =>
        [.. Enumerable.Range(0, grid.Count).Select(k => Enumerable.Range(0, used.Length).Where(j => tags[used[j]].IsEvent
            ? grid.IsEvent(k) && 2 * placed.Count(run => run.Rows[k] is { } row && !double.IsNaN(row[used[j]])) >= placed.Count
            : !grid.IsEvent(k)).ToArray())];

    /// <summary>Number of components, and whether starting material is used, by how well held-out runs are foreseen.</summary>
    private static (int Components, bool UsesMaterial, Innovation?[][] Innovations) Choose(
        IReadOnlyList<(StationedRun Placed, IReadOnlyList<double> Covariates)> runs, int columns, StartingMaterial material, Func<IReadOnlyList<int>, bool, BatchFit> fitted)
    {
        var folds = Folds(runs.Count);
        var most = (runs.Count - (runs.Count / folds)) / 5;
        var sizes = Sizes.Where(size => size <= most && size < columns).ToArray();
        var without = Best(useMaterial: false);
        if (material.Columns == 0) return (without.Components, false, without.Innovations);

        // Starting material must earn its place: by more than the standard error of its gain.
        var with = Best(useMaterial: true);
        var gain = Descriptive.Summary.Of([.. with.Scores.Zip(without.Scores, (one, other) => one - other)]);
        return gain.Mean > gain.StandardDeviation / Math.Sqrt(gain.Count) ? (with.Components, true, with.Innovations) : (without.Components, false, without.Innovations);

        (int Components, double[] Scores, Innovation?[][] Innovations) Best(bool useMaterial)
        {
            // Models are compared as patients are; charts must hold for any patient, and are made of the best only.
            var (scores, fits) = (sizes.Select(_ => new double[runs.Count]).ToArray(), new BatchFit[folds]);
            for (var fold = 0; fold < folds; fold++)
            {
                var kept = Enumerable.Range(0, runs.Count).Where(i => i % folds != fold).ToArray();
                fits[fold] = fitted(kept, useMaterial);
                for (var s = 0; s < sizes.Length; s++)
                {
                    var model = fits[fold].With(sizes[s]);
                    for (var i = fold; i < runs.Count; i += folds) scores[s][i] = Through(model, runs[i].Placed, runs[i].Covariates, forCharts: false).Sum(one => one?.LogLikelihood ?? 0);
                }
            }

            var best = Enumerable.Range(0, sizes.Length).MaxBy(s => scores[s].Average());
            var models = fits.Select(fit => fit.With(sizes[best])).ToArray();
            return (sizes[best], scores[best], [.. runs.Select((run, i) => Through(models[i % folds], run.Placed, run.Covariates))]);
        }
    }

    private static Innovation?[] Through(BatchModel model, StationedRun run, IReadOnlyList<double> covariates, bool forCharts = true)
    {
        var innovations = new Innovations(model, covariates, forCharts);
        return [.. run.Rows.Select((row, k) => innovations.Next(k, row))];
    }

    /// <summary>Run i is held out with all others of i modulo this number.</summary>
    private static int Folds(int runs) => Math.Min(runs, 20);
}
