using System.Globalization;
using System.Text;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>Writes a campaign of this site's batches as the folder that <c>monitor fit</c> reads, with the grid that its times mean.</summary>
internal static class CampaignExport
{
    /// <summary>Writes it into an empty or new folder.</summary>
    /// <exception cref="InvalidOperationException">Something lies there already.</exception>
    public static async Task WriteAsync(BatchCampaign made, string recipe, string folder, CancellationToken ct = default)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidOperationException($"Something lies in {folder} already. Name a new folder.");
        var campaign = made.Campaign;
        Directory.CreateDirectory(Path.Combine(folder, "samples"));
        await WriteAsync("batches.csv", [["batch_id", "role", "fault", "onset_time", .. campaign.Covariates.Select(name => $"z_{name}")],
            .. campaign.Runs.Select(run => (IEnumerable<string>)[run.Id, run.Role.ToString().ToLowerInvariant(), "", "", .. run.Covariates.Select(Number)])]);
        await WriteAsync("tags.csv", [["tag", "class", "unit"], .. campaign.Tags.Select(tag => (IEnumerable<string>)[tag.Name, tag.Class.ToString().ToLowerInvariant(), tag.Unit])]);
        foreach (var run in campaign.Runs)
            await WriteAsync(Path.Combine("samples", $"{run.Id}.csv"), [["batch_id", "time", .. campaign.Tags.Select(tag => tag.Name)],
                .. run.Times.Zip(run.Values, (time, values) => (IEnumerable<string>)[run.Id, Number(time), .. values.Select(Number)])]);
        await File.WriteAllTextAsync(Path.Combine(folder, "grid.csv"), made.Plan.ToCsv(), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"),
            $"# Batches of {recipe}\n\nkind: batch\n\nOne row every ten minutes of a step that watches something, and one at the end of each step. Time counts these places, in hours; grid.csv says which step each is.\n", ct);

        Task WriteAsync(string name, IEnumerable<IEnumerable<string>> lines) =>
            File.WriteAllTextAsync(Path.Combine(folder, name), string.Concat(lines.Select(line => string.Join(',', line.Select(Quoted)) + "\n")), new UTF8Encoding(false), ct);
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
