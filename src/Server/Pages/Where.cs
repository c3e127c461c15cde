using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>How urgently a batch needs somebody.</summary>
public enum Urgency
{
    /// <summary>It is held, or a limit was broken: nothing goes on until somebody decides.</summary>
    Stop,

    /// <summary>A clock runs out soon, or a watched value left its normal range.</summary>
    Soon,

    /// <summary>Somebody can act now.</summary>
    Act,

    /// <summary>It runs by itself for a while.</summary>
    Running,

    /// <summary>Completed or aborted.</summary>
    Ended,
}

/// <summary>Something to be said in the language of whoever looks: the lists of the site are the same for all.</summary>
public delegate string Saying(IStringLocalizer<Where> T, Speech speech);

/// <summary>A batch as a line of the board: everything but the time left, which moves by itself.</summary>
/// <param name="Id">Batch.</param>
/// <param name="Batch">Its state.</param>
/// <param name="Done">Steps completed.</param>
/// <param name="Active">Steps under way.</param>
/// <param name="Total">Steps that the recipe has for this batch as far as its decisions are taken.</param>
/// <param name="Marks">Where unit procedures begin, as shares of the whole.</param>
/// <param name="Here">Unit procedure and step where it is.</param>
/// <param name="WaitsFor">What it waits for.</param>
/// <param name="NotBefore">When that can be done at the earliest, or null.</param>
/// <param name="Clock">The clock that runs out next, or null.</param>
/// <param name="Deviations">Deviations not decided.</param>
/// <param name="Shelved">Those of them whose alarm was shelved.</param>
/// <param name="Critical">Those of the undecided that are critical.</param>
public sealed record Where(
    string Id, Batch Batch, int Done, int Active, int Total, IReadOnlyList<double> Marks, Saying Here, Saying WaitsFor,
    DateTimeOffset? NotBefore, RunningClock? Clock, int Deviations, IReadOnlyList<Deviation> Shelved, IReadOnlyList<Deviation> Critical)
{
    /// <summary>A clock with less than this left is pressing.</summary>
    public static TimeSpan Pressing { get; } = TimeSpan.FromMinutes(60);

    /// <summary>How urgent it is now.</summary>
    public Urgency At(DateTimeOffset now) =>
        Batch.Status is BatchStatus.Completed or BatchStatus.Aborted ? Urgency.Ended
        : !Batch.Holds.IsEmpty || IsOutside(now) || IsSilent(now) ? Urgency.Stop
        : Clock is { } clock && clock.Until - now < Pressing ? Urgency.Soon
        : !Batch.Excursions.IsEmpty || Batch.Status == BatchStatus.Paused ? Urgency.Soon
        : NotBefore is { } earliest && earliest > now ? Urgency.Running
        : Urgency.Act;

    /// <summary>True while a watched tag says nothing and the alarm of it is not shelved.</summary>
    public bool IsSilent(DateTimeOffset now) => Batch.Silences.Values.Any(silence => silence.Lasts && ShelfEndOf(silence.Deviation, now) is null);

    /// <summary>Until when the alarm of a watched value that left its range is shelved, or null when it is not.</summary>
    /// <param name="excursion">Step and parameter, as the batch names it.</param>
    /// <param name="now">When.</param>
    public DateTimeOffset? ShelfEndOfExcursion(string excursion, DateTimeOffset now) =>
        Batch.Deviations.LastOrDefault(notice => $"{notice.Step}/{notice.Parameter}" == excursion) is { } announced ? ShelfEndOf(announced.Id, now) : null;

    /// <summary>When the first of the shelved alarms comes back, and how many are shelved; null while none is.</summary>
    public (int Count, DateTimeOffset Until)? ShelvedAt(DateTimeOffset now) =>
        Shelved.Select(one => one.ShelvedAt(now)).OfType<Shelving>().ToList() is { Count: > 0 and var count } there ? (count, there.Min(one => one.Until)) : null;

    /// <summary>Reads a batch.</summary>
    /// <param name="batch">Its state.</param>
    /// <param name="undecided">Deviations of it that nobody decided.</param>
    /// <param name="shelved">Those of them whose alarm was shelved; null for none.</param>
    /// <param name="critical">Those of the undecided that are critical; null for none.</param>
    public static Where Of(Batch batch, int undecided, IReadOnlyList<Deviation>? shelved = null, IReadOnlyList<Deviation>? critical = null)
    {
        var passed = Sequencing.PassedBy(batch);
        var performed = batch.Steps.Values.GroupBy(step => step.Phase).ToDictionary(group => group.Key, group => group.Count());
        var units = batch.Recipe!.Procedure.Select(unit => unit.Operations.SelectMany(operation => operation.Flow.Phases)
            .Where(phase => !passed.Contains(phase.Id))
            .Sum(phase => Math.Max(1, performed.GetValueOrDefault(phase.Id)))).ToList();
        var total = Math.Max(1, units.Sum());
        var marks = new List<double>();
        for (var (index, sum) = (0, 0); index < units.Count - 1; index++) marks.Add((sum += units[index]) / (double)total);
        var (waits, notBefore) = Waits(batch);
        return new Where(
            batch.Id, batch, batch.Steps.Values.Count(step => !step.Active), batch.Steps.Values.Count(step => step.Active), total, marks,
            Position(batch), waits, notBefore, Clocks.Running(batch).FirstOrDefault(), undecided, shelved ?? [], critical ?? []);
    }

    private bool IsOutside(DateTimeOffset now) => Batch.Excursions.Any(one => one.Value == Assessment.Outside && ShelfEndOfExcursion(one.Key, now) is null);

    private DateTimeOffset? ShelfEndOf(string deviation, DateTimeOffset now) => Shelved.FirstOrDefault(one => one.Id == deviation)?.ShelvedAt(now)?.Until;

    private static Saying Position(Batch batch)
    {
        var phases = Sequencing.Active(batch).Select(active => (active.Step.Key, active.Phase)).ToList();
        if (phases.Count == 0) phases = [.. Sequencing.Startable(batch)];
        if (phases.Count == 0) return (_, _) => "";
        var unit = batch.Recipe!.Procedure.First(unit => unit.Operations.Any(operation => operation.Flow.Phases.Contains(phases[0].Phase)));
        var here = $"{unit.Title} – {phases[0].Key} {phases[0].Phase.Title}";
        return (T, _) => phases.Count > 1 ? T["here-and-beside", here, phases.Count - 1] : here;
    }

    private static (Saying, DateTimeOffset?) Waits(Batch batch)
    {
        if (batch.Status == BatchStatus.Completed) return ((T, _) => T["completed"], null);
        if (batch.Status == BatchStatus.Aborted) return ((T, _) => T["aborted"], null);
        if (batch.Holds.Values.FirstOrDefault() is { } hold)
            return (batch.Deviations.Any(deviation => deviation.Id == hold.Id) ? (T, _) => T["quality-decides", hold.Id] : (T, _) => T["hold", hold.Id, hold.Reason], null);
        if (batch.Status == BatchStatus.Ordered) return ((T, _) => T["supervisor-starts"], null);
        if (batch.Status == BatchStatus.Paused) return ((T, _) => T["supervisor-resumes"], null);
        if (Sequencing.Active(batch).FirstOrDefault() is { Step: { } step } active)
        {
            if (Completeness.Missing(batch, step.Key).FirstOrDefault() is { } missing) return ((_, speech) => Capital(speech.Of(missing)), null);
            return Clocks.NotBefore(batch, step.Key, active.Phase, Edge.End) is { } end
                ? ((T, _) => T["to-end", active.Phase.Title], end.At)
                : ((T, _) => T["to-complete", step.Key], null);
        }

        if (Sequencing.Startable(batch).FirstOrDefault() is not { Phase: { } phase } next) return ((_, _) => "", null);
        return ((T, _) => T["start-of", $"{next.Key} {phase.Title}"], Clocks.NotBefore(batch, next.Key, phase, Edge.Start)?.At);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
