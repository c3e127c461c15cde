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
public sealed record SiteModel(GridPlan Plan, BatchMonitor Monitor)
{
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

    private int[] Ends => ends ??= EndsOf();

    /// <summary>The bytes of the file.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ModelFile.Form);

    /// <summary>Reads such bytes.</summary>
    /// <exception cref="JsonException">They are no model of this version.</exception>
    public static SiteModel Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<SiteModel>(bytes, ModelFile.Form) is { Plan.Places.IsEmpty: false, Monitor.Model: not null } model ? model : throw new JsonException("The file holds no model.");

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Fits one to a campaign, with its card.</summary>
    /// <param name="made">Batches of this site.</param>
    /// <param name="alpha">Share of false alarms a batch; null for the usual one, or what so many batches support.</param>
    /// <exception cref="Statistics.UnusableInputException">The batches do not support a model; the message says why.</exception>
    public static (SiteModel File, Domain.Monitoring.ModelCard Card) Fit(BatchCampaign made, double? alpha)
    {
        var (campaign, monitor) = (made.Campaign, BatchMonitor.Fit(made.Campaign, alpha));
        var calibration = monitor.IsCrossFitted ? [] : campaign.Runs.Where(run => run.Role == RunRole.Calibrate).Select(run => run.Id).ToImmutableList();
        var used = monitor.Model.Tags.Select(tag => campaign.Tags[tag]).ToList();
        var unseen = campaign.Tags.Except(used).Select(tag => $"{tag.Name}: it varies in too few stations to be followed.").ToImmutableList();
        var card = new Domain.Monitoring.ModelCard(
            [.. campaign.Runs.Select(run => run.Id).Except(calibration)], calibration, monitor.Process.Runs, monitor.Process.Alpha, [.. campaign.Covariates],
            monitor.Model.Material.Columns == 0 ? null : monitor.Model.ExplainedByMaterial,
            [.. used.Select(tag => new ModelTag(tag.Name, Of(tag.Class), tag.Unit))],
            unseen.Add("A bias that a controller hides and that no other tag feels."), [.. monitor.Notes],
            DataOf(made));
        return (new SiteModel(made.Plan, monitor), card);
    }

    // The last place of each station, from a run that came by all of them.
    private int[] EndsOf()
    {
        var nothing = new double[Monitor.Tags.Count];
        return [.. Monitor.Grid.Place(new Run("", RunRole.Test, "", null, [], [.. Plan.Places.Select((_, at) => GridPlan.TimeOf(at))], [.. Plan.Places.Select(_ => nothing)])).Times.Select(Plan.OrdinalAt)];
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
