using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Monitoring;

/// <summary>What a model says of a room or utility at the row at which its answer changed, with everything that it takes to come to the same again.</summary>
/// <param name="Model">Name of the model, <c>id@version</c>.</param>
/// <param name="ModelHash">SHA-256 of its file.</param>
/// <param name="IsOutside">True when the run alarms from here on, false when it is back.</param>
/// <param name="From">Beginning of the first row that the model was shown to come to this.</param>
/// <param name="Since">Beginning of the first of the rows, one after the other, that confirm the answer.</param>
/// <param name="Through">End of the last of them.</param>
/// <param name="Rows">How many rows with readings the model was shown.</param>
/// <param name="OnsetLow">Not before this the change began; null when the run is back.</param>
/// <param name="OnsetHigh">Not after this.</param>
/// <param name="TopTags">Tags that bear the signal where it began, the strongest first; none when the run is back.</param>
/// <param name="Statistics">The statistics of the last row, with their limits.</param>
/// <param name="Alpha">The share of rows that are expected to be outside while nothing happens.</param>
/// <param name="Inputs">SHA-256 of the rows that it was shown: from the readings, the same rows come again.</param>
/// <param name="Sentence">Why, in sentences.</param>
public sealed record EquipmentVerdict(
    string Model, string ModelHash, bool IsOutside, DateTimeOffset From, DateTimeOffset Since, DateTimeOffset Through, int Rows, DateTimeOffset? OnsetLow, DateTimeOffset? OnsetHigh,
    ImmutableList<string> TopTags, ImmutableList<StatisticThen> Statistics, double Alpha, string Inputs, string Sentence)
{
    /// <summary>The statistic that lies farthest beyond its limit, or null.</summary>
    [JsonIgnore]
    public StatisticThen? Farthest => Statistics.Where(one => one.Limit > 0).MaxBy(one => one.Value / one.Limit);
}

/// <summary>A batch that was in the room when it alarmed, and the step at which it stood.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Step key.</param>
public sealed record StepThere(string Batch, string Step)
{
    /// <summary>Where a batch stands: its first step under way, or between two steps the one that was started last. Null when it is not under way.</summary>
    public static StepThere? Of(Batch batch) => batch.Status is not (BatchStatus.Running or BatchStatus.Paused) ? null
        : (batch.Active.Select(batch.Step).MinBy(step => step!.Number) ?? batch.Steps.Values.MaxBy(step => step.Number)) is { } step ? new(batch.Id, step.Key)
        : null;
}

/// <summary>An alarm of a room or utility on record.</summary>
/// <param name="Ordinal">Among those of its item, from 1.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Began">What the model said then.</param>
/// <param name="Steps">Steps of batches that ran there, each with a deviation of its own.</param>
/// <param name="EndedAt">When it was recorded that it is over; null while it lasts.</param>
/// <param name="Ended">What the model said then; null while it lasts, or where nothing followed the item any more.</param>
/// <param name="Because">Why it is over, or null.</param>
public sealed record EquipmentAlarm(
    int Ordinal, DateTimeOffset At, EquipmentVerdict Began, ImmutableList<StepThere> Steps, DateTimeOffset? EndedAt = null, EquipmentVerdict? Ended = null, string? Because = null);

/// <summary>What monitoring models said of one room or utility. A stream of its own, beside the item's: a model changes nothing in its log.</summary>
public sealed record EquipmentMonitoring : IStream<EquipmentMonitoring>
{
    /// <inheritdoc />
    public static string Category => "equipment-monitoring";

    /// <inheritdoc />
    public static EquipmentMonitoring Empty { get; } = new();

    /// <summary>Every alarm, in order.</summary>
    public ImmutableList<EquipmentAlarm> Alarms { get; init; } = [];

    /// <summary>The alarm that lasts, or null.</summary>
    public EquipmentAlarm? Open => Alarms is [.., { EndedAt: null } latest] ? latest : null;

    /// <summary>Rows up to here have had their say: what they showed is on record. Null before the first alarm.</summary>
    public DateTimeOffset? Through => Alarms is [.., var latest] ? latest.Ended?.Through ?? latest.EndedAt ?? latest.Began.Through : null;
}
