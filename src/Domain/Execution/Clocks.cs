using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution;

/// <summary>A running clock of a batch.</summary>
/// <param name="Id">Stable id within the batch.</param>
/// <param name="Step">Key of the step that must start or end before it runs out.</param>
/// <param name="Edge">Whether the step must have started or ended.</param>
/// <param name="Since">When it started.</param>
/// <param name="Until">When it runs out.</param>
/// <param name="What">What it limits, for people.</param>
public sealed record RunningClock(string Id, string Step, Edge Edge, DateTimeOffset Since, DateTimeOffset Until, Phrase What)
{
    /// <summary>The limit.</summary>
    public TimeSpan Limit => Until - Since;
}

/// <summary>Time limits of the recipe: started and stopped by what the system recorded, never by hand (211.111).</summary>
public static class Clocks
{
    /// <summary>Clocks that run now, soonest first; those that ran out and were announced are left out.</summary>
    public static IEnumerable<RunningClock> Running(Batch batch)
    {
        if (batch.Recipe is null || batch.Status is not (BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused)) return [];
        return NotExpired(batch, Sequencing.Active(batch).Select(active => active.Step), batch.Recipe.Phases);
    }

    /// <summary>Those that limit one step of a running batch, named by its key, or by its phase before it is started.</summary>
    internal static IEnumerable<RunningClock> Of(Batch batch, string key)
    {
        var phase = batch.Recipe!.Phase(StepKey.Phase(key));
        if (phase is { MaximumDuration: null, Windows.Count: 0, AlternativeTo: null }) return [];

        // An alternative is held to the windows of the step whose place it took.
        IReadOnlyList<Phase> limited = phase.AlternativeTo is { } replaced ? [phase, batch.Recipe.Phase(replaced)] : [phase];
        IReadOnlyList<Step> active = batch.Step(key) is { Active: true } step ? [step] : [];
        return NotExpired(batch, active, limited).Where(clock => clock.Step == key);
    }

    private static IEnumerable<RunningClock> NotExpired(Batch batch, IEnumerable<Step> active, IEnumerable<Phase> phases) =>
        Durations(batch, active).Concat(Windows(batch, phases))
            .Where(clock => !batch.ExpiredClocks.Contains(clock.Id))
            .OrderBy(clock => clock.Until);

    /// <summary>The earliest moment at which a step may start or end by its minimum windows and duration, or null when it may now.</summary>
    public static (DateTimeOffset At, Phrase What)? NotBefore(Batch batch, string key, Phase phase, Edge edge)
    {
        (DateTimeOffset At, Phrase What)? latest = null;
        if (edge == Edge.End && phase.MinimumDuration is { } minimum && batch.Step(key) is { } step)
            latest = (step.StartedAt + minimum, new("lasts-at-least", "{0} lasts at least {1}", phase.Title, Words.Of(minimum)));

        foreach (var window in phase.Windows.Where(window => window.To == edge && window.Minimum is not null))
            if (StartOf(batch, window) is { } since && (latest is null || since + window.Minimum!.Value > latest.Value.At))
                latest = (since + window.Minimum!.Value, new("at-least-after", "at least {0} after {1}", Words.Of(window.Minimum.Value), Describe(batch, window)));

        return latest;
    }

    private static IEnumerable<RunningClock> Durations(Batch batch, IEnumerable<Step> active) =>
        from step in active
        let phase = batch.Recipe!.Phase(step.Phase)
        where phase.MaximumDuration is not null
        select new RunningClock(
            $"{step.Key}:duration", step.Key, Edge.End, step.StartedAt,
            step.StartedAt + phase.MaximumDuration!.Value,
            new Phrase("at-most", "{0}: at most {1}", phase.Title, Words.Of(phase.MaximumDuration.Value)));

    private static IEnumerable<RunningClock> Windows(Batch batch, IEnumerable<Phase> phases)
    {
        foreach (var phase in phases)
            for (var index = 0; index < phase.Windows.Count; index++)
            {
                var window = phase.Windows[index];
                if (window.Maximum is not { } maximum || StartOf(batch, window) is not { } since || Awaited(batch, phase, window, since) is not { } key) continue;
                yield return new RunningClock(
                    $"{phase.Id}:{index}:{since.UtcTicks}", key, window.To, since, since + maximum,
                    new Phrase("within", "{0}: within {1} of {2}", phase.Title, Words.Of(maximum), Describe(batch, window)));
            }
    }

    // The step whose edge is waited for: its key while it is active, else its phase; null once it was reached or can come no more.
    private static string? Awaited(Batch batch, Phase phase, TimeWindow window, DateTimeOffset since)
    {
        var latest = Latest(batch, phase.Id);
        if (latest is { Active: true } && window.To == Edge.End) return latest.Key;

        // From a phase to itself is from one iteration to the next, unless it limits how long the phase lasts.
        var toTheNext = window.From == phase.Id && !(window.FromEdge == Edge.Start && window.To == Edge.End);
        if (!toTheNext && (window.To == Edge.Start ? latest?.StartedAt : latest?.CompletedAt) >= since) return null;
        return Outlook.Until(batch, window.From).Contains(phase.Id) ? phase.Id : null;
    }

    private static DateTimeOffset? StartOf(Batch batch, TimeWindow window) =>
        Latest(batch, window.From) is not { } from ? null
        : window.FromEdge == Edge.Start ? from.StartedAt
        : from.ReplacedBy is null ? from.CompletedAt : null; // it ends with the step that took its place

    private static Step? Latest(Batch batch, string phase) =>
        batch.Steps.Values.Where(step => batch.StandsFor(step, phase)).MaxBy(step => step.StartedAt);

    private static Phrase Describe(Batch batch, TimeWindow window) => window.FromEdge == Edge.Start
        ? new("start-of", "the start of {0}", batch.Recipe!.Phase(window.From).Title)
        : new("end-of", "the end of {0}", batch.Recipe!.Phase(window.From).Title);
}

/// <summary>Times in the words of the floor.</summary>
public static class Words
{
    /// <summary>E.g. <c>36 h</c>, <c>90 min</c>, <c>45 s</c>, <c>12 d</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.Zero => "-" + Of(-time),
        { TotalSeconds: < 120 } => Invariant($"{time.TotalSeconds:0} s"),
        { TotalMinutes: <= 120 } => Invariant($"{time.TotalMinutes:0.#} min"),
        { TotalHours: <= 96 } => Invariant($"{time.TotalHours:0.#} h"),
        _ => Invariant($"{time.TotalDays:0.#} d"),
    };
}
