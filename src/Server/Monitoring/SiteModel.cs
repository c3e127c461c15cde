using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;
using Cellwright.Statistics.Monitoring;
using ObservationClass = Cellwright.Statistics.Monitoring.ObservationClass;

namespace Cellwright.Server.Monitoring;

/// <summary>A model with the places that it was fitted in: all that it takes to judge a batch, and the form in which it is kept and hashed.</summary>
/// <param name="Plan">Where batches are compared.</param>
/// <param name="Monitor">The model with its limits.</param>
/// <param name="Predecessors">The newest batches that it learned from, the newest last: what a person lays a running batch beside. No verdict rests on them.</param>
public sealed record SiteModel(GridPlan Plan, BatchMonitor Monitor, ImmutableList<Predecessor> Predecessors)
{
    /// <summary>More lines behind a batch are a grey area (engineering assumption).</summary>
    private const int MostPredecessors = 12;


    private int[]? ends;

    /// <summary>
    /// How many places, and how many of the engine's stations, are whole once so many places are in: its stations are longer than ours, and each is judged once all of its places are there.
    /// </summary>
    /// <param name="ready">Places that are in.</param>
    public (int Places, int Stations) Whole(int ready)
    {
        var stations = Ends.TakeWhile(end => end < ready).Count();
        return (stations == 0 ? 0 : Ends[stations - 1] + 1, stations);
    }

    /// <summary>The places that a station of the engine is made of.</summary>
    public Range PlacesOf(int station) => (station == 0 ? 0 : Ends[station - 1] + 1)..(Ends[station] + 1);

    // The last place of each station.
    private int[] Ends => ends ??= [.. Monitor.Grid.Aligned!.Select(station => Plan.OrdinalAt(station.Time))];

    /// <summary>The bytes of the file.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ModelFile.Form);

    /// <summary>Reads such bytes.</summary>
    /// <exception cref="JsonException">They are no model of this version.</exception>
    public static SiteModel Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<SiteModel>(bytes, ModelFile.Form) is { Plan.Places.IsEmpty: false, Monitor: { Model: not null, Grid.Aligned: not null }, Predecessors: not null } model ? model : throw new JsonException("The file holds no model.");

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Fits one to a campaign, with its card.</summary>
    /// <param name="made">Batches of this site.</param>
    /// <param name="alpha">Share of false alarms a batch; null for the usual one, or what so many batches support.</param>
    /// <exception cref="Statistics.UnusableInputException">The batches do not support a model; the message says why.</exception>
    public static (SiteModel File, Domain.Monitoring.ModelCard Card) Fit(BatchCampaign made, double? alpha)
    {
        var (campaign, monitor) = (made.Campaign, BatchMonitor.Fit(made.Campaign, alpha, made.Plan.Stations()));
        var calibration = monitor.IsCrossFitted ? [] : campaign.Runs.Where(run => run.Role == RunRole.Calibrate).Select(run => run.Id).ToImmutableList();
        var used = monitor.Model.Tags.Select(tag => campaign.Tags[tag]).ToList();
        var unseen = campaign.Tags.Except(used).Select(tag => tag.IsEvent ? $"{tag.Name}: fewer than half of the batches have it, or it was the same in all." : $"{tag.Name}: it varies in too few stations to be followed.").ToImmutableList();
        var card = new Domain.Monitoring.ModelCard(
            [.. campaign.Runs.Select(run => run.Id).Except(calibration)], calibration, monitor.Process.Runs, monitor.Process.Alpha, [.. campaign.Covariates],
            monitor.Model.Material.Columns == 0 ? null : monitor.Model.ExplainedByMaterial,
            [.. used.Select(tag => new ModelTag(tag.Name, Of(tag.Class), tag.Unit))],
            unseen.Add("A bias that a controller hides and that no other tag feels."), [.. monitor.Notes],
            DataOf(made));
        var learned = campaign.Runs.Where(run => !calibration.Contains(run.Id)).TakeLast(MostPredecessors);
        return (new SiteModel(made.Plan, monitor, [.. learned.Select(run => Predecessor.Of(run, monitor))]), card);
    }

    private static string DataOf(BatchCampaign made) => HashOf(System.Text.Encoding.UTF8.GetBytes(string.Concat(made.Campaign.Runs.Select(run =>
        $"{run.Id}\t{run.Role}\t{FeatureGrid.HashOf(run.Covariates, made.Plan.Places.Zip(run.Values, (place, values) => (place, values)))}\n"))));

    private static Domain.Recipes.ObservationClass? Of(ObservationClass known) => known switch
    {
        ObservationClass.Equipment => Domain.Recipes.ObservationClass.Equipment,
        ObservationClass.Environment => Domain.Recipes.ObservationClass.Environment,
        ObservationClass.Material => Domain.Recipes.ObservationClass.Material,
        ObservationClass.Biology => Domain.Recipes.ObservationClass.Biology,
        _ => null,
    };
}

/// <summary>A batch that a model learned from, at the stations of the engine.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Values">Stations × tags of the model, in their units; NaN where it has none. To seven digits, which is more than anybody sees.</param>
public sealed record Predecessor(string Batch, float[][] Values)
{
    internal static Predecessor Of(Run run, BatchMonitor monitor)
    {
        var placed = monitor.Grid.Place(run);
        return new(run.Id, [.. placed.Rows.Select(row => monitor.Model.Tags.Select(tag => row is null ? float.NaN : (float)row[tag]).ToArray())]);
    }
}
