using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Monitoring;
using Cellwright.Statistics.Monitoring.Continuous;
using MathNet.Numerics.LinearAlgebra;
using static System.FormattableString;
using ObservationClass = Cellwright.Domain.Recipes.ObservationClass;

namespace Cellwright.Server.Monitoring;

/// <summary>A tag that a model of a room or utility looks at.</summary>
/// <param name="Name">Name of the tag.</param>
/// <param name="Unit">UCUM unit that its readings must have to count.</param>
public sealed record MonitoredTag(string Name, string Unit);

/// <summary>A model of a room or utility, in the form in which it is kept and hashed.</summary>
/// <param name="Equipment">The item.</param>
/// <param name="Tags">Its tags, in the order of the model's.</param>
/// <param name="Model">The model with its limits.</param>
public sealed record EquipmentModel(string Equipment, ImmutableList<MonitoredTag> Tags, ContinuousModel Model)
{
    /// <summary>Longer runs teach nothing more, and take longer than anybody waits (engineering assumption).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    /// <summary>More empty rows than this end a stretch, as they make a follower forget (ten usual intervals, decision 0030).</summary>
    private const int LongestGap = 10;

    /// <summary>A stretch shorter than an hour teaches nothing of what follows from what, and is left out (engineering assumption).</summary>
    private const int ShortestStretch = 60;

    /// <summary>The bytes of the file.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ModelFile.Form);

    /// <summary>Reads such bytes.</summary>
    /// <exception cref="JsonException">They are no model of this version.</exception>
    public static EquipmentModel Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<EquipmentModel>(bytes, ModelFile.Form) is { Equipment: not null, Tags.IsEmpty: false, Model.Course: not null } file ? file : throw new JsonException("The file holds no model.");

    /// <summary>The tags of a class that such a model can look at: those that are published at intervals.</summary>
    public static ImmutableList<MonitoredTag> TagsOf(EquipmentClass of) => [.. of.Tags.Where(tag => tag.Interval is not null).Select(tag => new MonitoredTag(tag.Name, tag.Unit))];

    /// <summary>Why a run of that time cannot be fitted to, or null.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="now">The site's time.</param>
    public static string? RefusalOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        from >= to ? "The run ends before it begins. Say from when to when the item was in control."
        : to > now ? "The run ends in the future. Choose a time that is over."
        : to - from > Longest ? Invariant($"The run is longer than {Longest.TotalDays} days. Choose the last weeks in which the item was in control.")
        : null;

    /// <summary>Fits one to a run in control, with its card.</summary>
    /// <param name="equipment">The item.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="rows">The rows of the run, empty ones too.</param>
    /// <param name="alpha">Share of rows that may be outside; null for the usual one.</param>
    /// <exception cref="InvalidOperationException">There is no hour without a gap.</exception>
    /// <exception cref="Statistics.UnusableInputException">The rows do not support a model; the message says why.</exception>
    public static (EquipmentModel File, Domain.Monitoring.ModelCard Card) Fit(string equipment, ImmutableList<MonitoredTag> tags, IReadOnlyList<MinuteRow> rows, double? alpha)
    {
        var stretches = Stretches(rows);
        var used = stretches.Where(stretch => stretch.Count >= ShortestStretch).ToList();
        var left = stretches.Sum(stretch => stretch.Count) - used.Sum(stretch => stretch.Count);
        if (used.Count == 0)
            throw new InvalidOperationException($"{equipment} has no hour of readings without a gap of more than {LongestGap} minutes in this time. Choose a time in which its device was connected.");
        var model = ContinuousModel.Fit([.. used.Select(stretch => Matrix<double>.Build.DenseOfRowArrays(stretch.Select(row => row.Values)))], [.. tags.Select(tag => tag.Name)], alpha is { } share ? new(share) : null);
        var (from, to, count) = (rows[0].From, rows[^1].From + MinuteGrid.Length, used.Sum(stretch => stretch.Count));
        var kept = model.Choice.Kept.Select(column => tags[column]).ToList();
        List<string> notes = [];
        if (stretches.Count > 1) notes.Add(Invariant($"The run has {stretches.Count - 1} gaps of more than {LongestGap} minutes; what follows a gap is not predicted from what was before it."));
        if (left > 0) notes.Add(Invariant($"{left} rows in stretches of less than an hour between gaps trained nothing."));
        return (new EquipmentModel(equipment, tags, model), new(
            [], [], count, model.Settings.Alpha, [], null, [.. kept.Select(tag => new ModelTag(tag.Name, ObservationClass.Environment, tag.Unit))],
            ["What was wrong during all of the run that it learned from: it takes that for normal.", Invariant($"A change that lasts for fewer than {model.Settings.Confirm} minutes, and what other items say.")],
            [.. notes, .. model.Notes()], SiteModel.HashOf(Encoding.UTF8.GetBytes(string.Concat(used.SelectMany(stretch => stretch).Select(Line)))), new TrainingRun(from, to, count, rows.Count(row => row.IsEmpty), (int)MinuteGrid.Length.TotalSeconds)));
    }

    /// <summary>A row as it is hashed: shortest round-trip digits, so that equal hashes mean equal bits.</summary>
    internal static string Line(MinuteRow row) => $"{row.From.UtcDateTime:yyyy-MM-ddTHH:mm}\t{string.Join('\t', row.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}\n";

    private static List<List<MinuteRow>> Stretches(IReadOnlyList<MinuteRow> rows)
    {
        var stretches = new List<List<MinuteRow>>();
        DateTimeOffset? last = null;
        foreach (var row in rows.Where(row => !row.IsEmpty))
        {
            if (last is null || row.From - last > (LongestGap + 1) * MinuteGrid.Length) stretches.Add([]);
            stretches[^1].Add(row);
            last = row.From;
        }

        return stretches;
    }
}
