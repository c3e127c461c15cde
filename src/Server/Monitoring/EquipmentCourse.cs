using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Monitoring;
using Cellwright.Statistics.Monitoring.Continuous;
using static System.FormattableString;

namespace Cellwright.Server.Monitoring;

/// <summary>A row that was judged.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Point">Its statistics.</param>
public sealed record JudgedRow(DateTimeOffset From, ContinuousPoint Point);

/// <summary>
/// A room or utility as its model follows it through six hours of the day. The model is shown the six hours before too, so that it has met what it remembers: after 360 rows the slowest of its
/// averages holds 1e-16 of what it began with. So what is said of a row never rests on more than twelve hours of readings, and is computed again from them on any day, by whoever asks.
/// </summary>
internal sealed class EquipmentCourse : IDisposable
{
    /// <summary>How long a course is, and how long the model is shown the run before it (engineering assumption; longer than the 200 rows in which an onset is sought).</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(6);

    private const int Named = 5;
    private readonly EquipmentModel file;
    private readonly ContinuousFollower follower;
    private readonly IncrementalHash inputs = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<JudgedRow> rows = [];

    /// <summary>The course in which a row lies.</summary>
    /// <param name="file">The model.</param>
    /// <param name="row">Beginning of the row.</param>
    public EquipmentCourse(EquipmentModel file, DateTimeOffset row)
    {
        (this.file, follower, Begins) = (file, file.Model.Follow(), MinuteGrid.Floor(row, Length));
        From = Next = Begins - Length;
    }

    /// <summary>Beginning of the course itself.</summary>
    public DateTimeOffset Begins { get; }

    /// <summary>Beginning of the first row that the model is shown.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Beginning of the row that comes next.</summary>
    public DateTimeOffset Next { get; private set; }

    /// <summary>Every row with readings, in order.</summary>
    public IReadOnlyList<JudgedRow> Rows => rows;

    /// <summary>Rows one after the other that it takes to say that the run alarms, and as many to say that it is back.</summary>
    public int Confirm => file.Model.Settings.Confirm;

    /// <summary>Takes the next row in; one without readings is a gap, which confirms nothing.</summary>
    public void Take(MinuteRow row)
    {
        Next = row.From + MinuteGrid.Length;
        if (row.IsEmpty) return;
        inputs.AppendData(Encoding.UTF8.GetBytes(EquipmentModel.Line(row)));
        rows.Add(new(row.From, follower.Take((row.From - From).TotalMinutes, row.Values)));
    }

    /// <summary>Whether the latest rows since a moment agree, as many as it takes, that the run alarms (true) or is normal (false); null where they do not.</summary>
    public bool? Agree(DateTimeOffset since)
    {
        if (rows.Count < Confirm || rows[^Confirm].From < since) return null;
        var outside = rows[^1].Point.IsOutside;
        return rows.TakeLast(Confirm).All(row => row.Point.IsOutside == outside) ? outside : null;
    }

    /// <summary>What the record keeps of the latest row.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="hash">SHA-256 of its file.</param>
    public EquipmentVerdict Said(string model, string hash)
    {
        var (first, last) = (rows[^Confirm], rows[^1]);
        var outside = last.Point.IsOutside;
        var statistics = ContinuousModel.Statistics.Zip(last.Point.Statistics, (name, one) => new StatisticThen(name, one.Value, one.Limit)).ToImmutableList();
        var onset = outside ? follower.Onset() : default;
        var said = new EquipmentVerdict(
            model, hash, outside, From, first.From, last.From + MinuteGrid.Length, rows.Count, outside ? At(onset.Low) : null, outside ? At(onset.High) : null, outside ? [.. first.Point.Ranked.Take(Named)] : [],
            statistics, file.Model.Settings.Alpha, Convert.ToHexStringLower(inputs.GetCurrentHash()), "");
        var why = outside
            ? Invariant($"{Confirm} rows of a minute in a row are outside{(said.Farthest is { } far ? Invariant($", at the last {far.Name} is {far.Value:G4} over its limit {far.Limit:G4}") : "")}. There is no batch whose cells could differ, so the process moved.")
            : Invariant($"{Confirm} rows of a minute in a row are within every limit.");
        return said with { Sentence = string.Join(" ", [why, .. follower.Silent()]) };
    }

    /// <summary>Sentences about tags that say nothing, or always the same.</summary>
    public IReadOnlyList<string> Silent() => [.. follower.Silent()];

    /// <inheritdoc />
    public void Dispose() => inputs.Dispose();

    private DateTimeOffset At(double minutes) => From.AddTicks((long)(minutes * TimeSpan.TicksPerMinute));
}
