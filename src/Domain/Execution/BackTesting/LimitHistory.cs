using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.BackTesting;

/// <summary>A value of an executed batch, judged by the limit that it was made under and by the changed one.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Value">In the unit of the changed parameter.</param>
/// <param name="Then">What the record says of it.</param>
/// <param name="Now">What the changed limit would say.</param>
public sealed record JudgedValue(string Batch, string Step, DateTimeOffset At, double Value, Assessment Then, Assessment Now)
{
    /// <summary>The changed limit is stricter on it.</summary>
    public bool NewlyFlagged => Now > Then;

    /// <summary>The changed limit is milder on it.</summary>
    public bool NoLongerFlagged => Now < Then;
}

/// <summary>How the readings of a watched tag went during one step, by one limit.</summary>
/// <param name="Alerts">Times that it left the normal range.</param>
/// <param name="Deviations">Times that it left the proven range.</param>
/// <param name="OutsideFor">How long it was outside the proven range, from reading to reading.</param>
public sealed record Excursions(int Alerts, int Deviations, TimeSpan OutsideFor)
{
    /// <summary>Counts over <paramref name="readings"/>, which stand in the order of time; bad and historical ones do not count, as in the watch itself.</summary>
    public static Excursions Of(Parameter parameter, IEnumerable<Reading> readings)
    {
        var (alerts, deviations, outside) = (0, 0, TimeSpan.Zero);
        var last = Assessment.Normal;
        DateTimeOffset? since = null;
        foreach (var reading in readings.Where(reading => reading is { Historical: false, Quality: not Quality.Bad } && double.IsFinite(reading.Value)))
        {
            if (since is { } from && last == Assessment.Outside) outside += reading.At - from;
            since = reading.At;
            var now = parameter.Assess(reading.Value);
            if (now == Assessment.Outside && last != Assessment.Outside) deviations++;
            if (now == Assessment.Alert && last == Assessment.Normal) alerts++;
            last = now;
        }

        return new(alerts, deviations, outside);
    }
}

/// <summary>A step in which a tag was watched, judged reading by reading.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Readings">How many readings there are.</param>
/// <param name="Lowest">Lowest of them.</param>
/// <param name="Highest">Highest of them.</param>
/// <param name="Then">By the limits that the batch was made under.</param>
/// <param name="Now">By the changed limits.</param>
public sealed record WatchedStep(string Batch, string Step, int Readings, double Lowest, double Highest, Excursions Then, Excursions Now);

/// <summary>How long a step took, judged by the duration limits that it was made under and by the changed ones.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Took">From start to completion.</param>
/// <param name="Then">True when it broke the limits that it was made under.</param>
/// <param name="Now">True when it would break the changed ones.</param>
public sealed record JudgedDuration(string Batch, string Step, TimeSpan Took, bool Then, bool Now);

/// <summary>One changed limit over everything that was executed.</summary>
public sealed record LimitHistory
{
    /// <summary>Step of the recipe.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The parameter as changed; null when it is the duration of the step.</summary>
    public Parameter? Parameter { get; init; }

    /// <summary>The parameter before; null when it is the duration of the step.</summary>
    public Parameter? Before { get; init; }

    /// <summary>Recorded values, by batch and time.</summary>
    public IReadOnlyList<JudgedValue> Values { get; init; } = [];

    /// <summary>Steps in which the tag was watched and of which readings are at hand.</summary>
    public IReadOnlyList<WatchedStep> Watched { get; init; } = [];

    /// <summary>Durations, when it is the duration of the step.</summary>
    public IReadOnlyList<JudgedDuration> Durations { get; init; } = [];

    /// <summary>Batches that recorded it in a unit that measures something else.</summary>
    public IReadOnlyList<string> NotComparable { get; init; } = [];

    /// <summary>What the change would have flagged that was not flagged.</summary>
    public int NewlyFlagged => Values.Count(value => value.NewlyFlagged) + Durations.Count(one => one is { Now: true, Then: false })
        + Watched.Sum(step => Math.Max(0, step.Now.Deviations - step.Then.Deviations) + Math.Max(0, step.Now.Alerts - step.Then.Alerts));

    /// <summary>What was flagged and would not have been.</summary>
    public int NoLongerFlagged => Values.Count(value => value.NoLongerFlagged) + Durations.Count(one => one is { Now: false, Then: true })
        + Watched.Sum(step => Math.Max(0, step.Then.Deviations - step.Now.Deviations) + Math.Max(0, step.Then.Alerts - step.Now.Alerts));
}
