using System.Globalization;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

/// <summary>Campaigns of long runs that lie beside the checkout.</summary>
internal static class LongRuns
{
    public static Campaign Read(string name)
    {
        string[][] Rows(params string[] file) => [.. File.ReadLines(Shared.Path(["data", name, .. file])).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
        double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
        var tags = Rows("tags.csv").Select(cells => new Tag(cells[0], Enum.Parse<ObservationClass>(cells[1], ignoreCase: true), cells[2])).ToArray();
        var runs = Rows("batches.csv").Select(cells =>
        {
            var samples = Rows("samples", cells[0] + ".csv").Select(row => row.Select(Number).ToArray()).ToArray();
            return new Run(cells[0], cells[1] == "train" ? RunRole.Train : RunRole.Test, cells[2], cells[3].Length == 0 ? null : Number(cells[3]), [], [.. samples.Select(row => row[0])], [.. samples.Select(row => row[1..])]);
        });
        return new Campaign(true, tags, [], [.. runs]);
    }
}
