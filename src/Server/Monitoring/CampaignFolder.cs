using System.Globalization;
using Cellwright.Statistics.Monitoring;
using CsvHelper;
using CsvHelper.Configuration;

namespace Cellwright.Server.Monitoring;

/// <summary>
/// A campaign folder: <c>batches.csv</c> (batch_id, role, fault, onset_time, columns z_*), <c>tags.csv</c> (tag, class, unit), and <c>samples.csv</c> (batch_id, time, a column a tag)
/// or <c>samples/&lt;batch_id&gt;.csv</c>, and possibly <c>results.csv</c> (<see cref="LotResults.ResultsFile"/>); a line <c>kind:</c> of its README.md says batch or continuous. Blank is missing.
/// </summary>
public static class CampaignFolder
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">batch or continuous; if nothing is said, what its README says, and batch without one.</param>
    /// <exception cref="FormatException">A file is missing, or a line of it cannot be understood; the sentence names both.</exception>
    public static Campaign Read(string folder, string? kind)
    {
        if (!Directory.Exists(folder)) throw new FormatException($"There is no folder {folder}. Name a campaign folder, with batches.csv, tags.csv and samples in it.");
        var continuous = Kind(folder, kind);
        var tags = Rows(folder, "tags.csv", ["tag", "class", "unit"]).Select(row => new Tag(row.Text("tag"), Class(row), row.Text("unit"))).ToArray();
        if (tags.Length == 0) throw new FormatException($"{Path.Combine(folder, "tags.csv")} names no tag.");
        var batches = Rows(folder, "batches.csv", ["batch_id", "role"]).ToArray();
        var covariates = batches is [var first, ..] ? first.Columns.Where(column => column.StartsWith("z_", StringComparison.Ordinal)).ToArray() : [];
        if (batches.GroupBy(row => row.Text("batch_id"), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw twice.Last().Wrong($"batch {twice.Key} is named a second time");
        var samples = batches.ToDictionary(row => row.Text("batch_id"), _ => (Times: new List<double>(), Values: new List<double[]>()), StringComparer.Ordinal);
        if (File.Exists(Path.Combine(folder, "samples.csv")))
        {
            foreach (var row in Rows(folder, "samples.csv", ["batch_id", "time", .. tags.Select(tag => tag.Name)]))
            {
                if (!samples.TryGetValue(row.Text("batch_id"), out var run)) throw row.Wrong($"batch {row.Text("batch_id")} is not in batches.csv");
                Add(run, row, tags);
            }
        }
        else
        {
            foreach (var (id, run) in samples)
            {
                foreach (var row in Rows(folder, Path.Combine("samples", id + ".csv"), ["time", .. tags.Select(tag => tag.Name)])) Add(run, row, tags);
            }
        }

        return new Campaign(continuous, tags, covariates, [.. batches.Select(row => new Run(
            row.Text("batch_id"), Role(row), row.Optional("fault"), row.Optional("onset_time").Length == 0 ? null : row.Number("onset_time"),
            [.. covariates.Select(row.Number)], samples[row.Text("batch_id")].Times, samples[row.Text("batch_id")].Values))]);
    }

    private static bool Kind(string folder, string? kind)
    {
        var readme = Path.Combine(folder, "README.md");
        kind ??= File.Exists(readme) ? File.ReadLines(readme).FirstOrDefault(line => line.StartsWith("kind:", StringComparison.Ordinal))?["kind:".Length..].Trim() : null;
        return kind?.Split(' ', 2)[0] switch
        {
            null or "batch" => false,
            "continuous" => true,
            var other => throw new FormatException($"The kind of {folder} is {other}. Say batch or continuous."),
        };
    }

    private static void Add((List<double> Times, List<double[]> Values) run, Row row, Tag[] tags)
    {
        var time = row.Number("time");
        if (!double.IsFinite(time)) throw row.Wrong("it has no time");
        if (run.Times.Count > 0 && time <= run.Times[^1]) throw row.Wrong("its time does not rise within the batch");
        run.Times.Add(time);
        run.Values.Add([.. tags.Select(tag => row.Number(tag.Name))]);
    }

    private static ObservationClass Class(Row row) => row.Text("class") switch
    {
        "equipment" => ObservationClass.Equipment,
        "environment" => ObservationClass.Environment,
        "material" => ObservationClass.Material,
        "biology" => ObservationClass.Biology,
        "unknown" => ObservationClass.Unknown,
        var other => throw row.Wrong($"the class {other} is none of equipment, environment, material, biology, unknown"),
    };

    private static RunRole Role(Row row) => row.Text("role") switch
    {
        "train" => RunRole.Train,
        "calibrate" => RunRole.Calibrate,
        "test" => RunRole.Test,
        var other => throw row.Wrong($"the role {other} is none of train, calibrate, test"),
    };

    /// <summary>The lines of one file of the folder.</summary>
    /// <exception cref="FormatException">It is missing, empty, lacks a column, or a line has another number of values.</exception>
    internal static IEnumerable<Row> Rows(string folder, string name, IReadOnlyList<string> needed)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new FormatException($"There is no file {path}. A campaign folder has batches.csv, tags.csv, and samples.csv or samples/<batch_id>.csv.");
        using var reader = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        if (!reader.Read() || !reader.ReadHeader()) throw new FormatException($"{path} is empty.");
        var columns = reader.HeaderRecord!;
        if (needed.FirstOrDefault(column => !columns.Contains(column)) is { } missing) throw new FormatException($"{path} has no column {missing}.");
        var places = columns.Select((column, index) => (column, index)).DistinctBy(one => one.column).ToDictionary(one => one.column, one => one.index, StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader.Parser.Count != columns.Length) throw new FormatException($"{path}, line {reader.Parser.RawRow}: it has {reader.Parser.Count} values for {columns.Length} columns.");
            yield return new Row(path, reader.Parser.RawRow, columns, places, reader.Parser.Record!);
        }
    }

    /// <summary>A line of a file.</summary>
    internal sealed record Row(string Path, int Line, string[] Columns, Dictionary<string, int> Places, string[] Values)
    {
        public string Text(string column) => Values[Places[column]].Trim() is { Length: > 0 } text || column == "unit" ? Values[Places[column]].Trim() : throw Wrong($"{column} is blank");

        public string Optional(string column) => Places.TryGetValue(column, out var place) ? Values[place].Trim() : "";

        public double Number(string column)
        {
            var text = Values[Places[column]];
            if (string.IsNullOrWhiteSpace(text)) return double.NaN;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : throw Wrong($"{column} is {text}, which is no number");
        }

        public FormatException Wrong(string why) => new($"{Path}, line {Line}: {why}.");
    }
}
