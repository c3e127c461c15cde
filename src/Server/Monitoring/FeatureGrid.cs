using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Record;

namespace Cellwright.Server.Monitoring;

/// <summary>A row of the grid.</summary>
/// <param name="Station">Which station.</param>
/// <param name="Values">One for each column; NaN is missing.</param>
internal sealed record GridRow(Station Station, double[] Values);

/// <summary>
/// The grid of features of one recipe, from the executed record and the readings alone: the same batch at the same version gives the same rows, to the last bit, on every day
/// and on every server.
/// </summary>
/// <param name="recipe">The master record.</param>
/// <param name="readings">Where readings come from.</param>
internal sealed class FeatureGrid(Recipe recipe, ReadingsBetween readings)
{
    /// <summary>What a row holds.</summary>
    public Columns Columns { get; } = new(recipe);

    /// <summary>The rows of stations of a batch.</summary>
    /// <param name="batch">The batch, of this recipe.</param>
    /// <param name="stations">Stations of it.</param>
    public async Task<IReadOnlyList<GridRow>> RowsAsync(Batch batch, IEnumerable<Station> stations)
    {
        var rows = stations.Select(station => new GridRow(station, Recorded(batch, station))).ToList();
        var uses = Footprint.Of(batch).Items;
        foreach (var ofStep in rows.Where(row => !row.Station.Place.IsEnd).GroupBy(row => row.Station.Place.Step))
        {
            var phase = recipe.Phase(batch.Step(ofStep.Key)!.Phase);
            foreach (var parameter in phase.Parameters.Where(parameter => parameter is { Watch: true, Tag: not null }))
            {
                var role = parameter.From ?? phase.Equipment ?? "";
                foreach (var ofItem in ofStep.GroupBy(row => uses.FindLast(use => use.Role == role && use.From <= row.Station.From && !(use.To <= row.Station.From))?.Item))
                    if (ofItem.Key is { } item) await FillAsync(batch.Id, item, role, parameter, [.. ofItem.OrderBy(row => row.Station.From)]);
            }
        }

        return rows;
    }

    /// <summary>SHA-256, lower-case hex, of starting material and rows: shortest round-trip digits, so that equal hashes mean equal bits.</summary>
    public static string HashOf(IEnumerable<double> starting, IEnumerable<(Place Place, double[] Values)> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Line("starting material", starting));
        foreach (var (place, values) in rows) hash.AppendData(Line(place.ToString(), values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // One look-up for all stations of a step, item and tag.
    private async Task FillAsync(string batch, string item, string role, Parameter parameter, IReadOnlyList<GridRow> rows)
    {
        var first = Array.FindIndex([.. Columns.All], column => column is TagColumn one && one.Role == role && one.TagName == parameter.Tag && one.TagUnit == parameter.Unit);
        var known = await readings(item, parameter.Tag!, rows[0].Station.From, rows[^1].Station.To);
        var at = 0;
        foreach (var (station, values) in rows)
        {
            var of = new List<Reading>();
            for (; at < known.Count && known[at].At < station.To; at++)
                if (known[at].At >= station.From) of.Add(known[at]);
            Features.Of(of, station, parameter.Unit, batch).CopyTo(values, first);
        }
    }

    // What belongs to a step stands at its end and nowhere else, whenever in the step it was recorded: a value that is held until the next one comes would look like a tag that
    // foretells itself perfectly, and one that stands where the clock was would be missing in every batch that was a little slower.
    private double[] Recorded(Batch batch, Station station)
    {
        var step = station.Place.IsEnd ? batch.Step(station.Place.Step) : null;
        return [.. Columns.All.Select(column => step is not null && column is StepColumn own && own.Phase == step.Phase ? own.Of(step) : double.NaN)];
    }

    private static byte[] Line(string name, IEnumerable<double> values) =>
        Encoding.UTF8.GetBytes($"{name}\t{string.Join('\t', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}\n");
}
