using System.Collections.Immutable;
using System.Globalization;
using Cellwright.Domain.Execution;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>
/// The places in which the batches of a campaign are compared, in order. Batches are aligned by step and by the time since its start, never by stretching time: that would take a slow
/// growth out of the picture together with a drift.
/// </summary>
/// <param name="Places">In the order in which batches come by.</param>
public sealed record GridPlan(ImmutableList<Place> Places)
{
    private const string Header = "time,step,station";

    /// <summary>Time of a place in the campaign: hours, one station after the other.</summary>
    /// <param name="ordinal">From 0.</param>
    public static double TimeOf(int ordinal) => (ordinal + 1) * Station.Length.TotalHours;

    /// <summary>The place that a time of the campaign means, from 0.</summary>
    public int OrdinalAt(double time) => Math.Clamp((int)Math.Ceiling(time / Station.Length.TotalHours - 1e-9) - 1, 0, Places.Count - 1);

    /// <summary>
    /// The stations of the engine, in order: about <see cref="StationGrid.Usual"/> of them for what is followed over time, each of neighbouring places of one step, and one for
    /// each end of a step.
    /// </summary>
    public IReadOnlyList<AlignedStation> Stations()
    {
        var most = (int)Math.Ceiling(Places.Count(place => !place.IsEnd) / (double)StationGrid.Usual);
        var stations = new List<AlignedStation>();
        for (var from = 0; from < Places.Count;)
        {
            if (Places[from].IsEnd)
            {
                stations.Add(new(TimeOf(from++), true));
                continue;
            }

            // Alike in length, so that no mean scatters more than the others.
            var count = Places.Skip(from).TakeWhile(place => !place.IsEnd && place.Step == Places[from].Step).Count();
            var parts = Math.Max(1, (int)Math.Round(count / (double)most));
            for (var part = 1; part <= parts; part++) stations.Add(new(TimeOf(from + (part * count / parts) - 1), false));
            from += count;
        }

        return stations;
    }

    /// <summary>The plan of batches that were made: places that at least half of them reached, in the order of the median time since the start.</summary>
    /// <param name="batches">At least one; each with its stations.</param>
    public static GridPlan Of(IReadOnlyList<(Batch Batch, IReadOnlyList<Station> Stations)> batches)
    {
        var reached = from one in batches
                      from station in one.Stations
                      group (station.To - one.Batch.StartedAt!.Value).TotalHours by station.Place into times
                      where 2 * times.Count() >= batches.Count
                      select (Place: times.Key, Time: Statistics.Descriptive.Robust.Median([.. times]));

        // The end of a step comes after everything in it, however much longer than others the longest took.
        var latest = reached.GroupBy(one => one.Place.Step).ToDictionary(group => group.Key, group => group.Max(one => one.Time));
        return new([.. reached.OrderBy(one => one.Place.IsEnd ? latest[one.Place.Step] : one.Time).ThenBy(one => one.Place.IsEnd).ThenBy(one => one.Place.Step, StringComparer.Ordinal).ThenBy(one => one.Place.Index).Select(one => one.Place)]);
    }

    /// <summary>As a table: the time of each place, its step, and its station within it.</summary>
    public string ToCsv() => string.Join('\n', Places.Select((place, at) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeOf(at):R},{place.Step},{(place.IsEnd ? "end" : place.Index.ToString(CultureInfo.InvariantCulture))}")).Prepend(Header)) + "\n";
}
