using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// A watched tag has been silent for longer than it may be while its step is active: the conditions are not known any more. What one item, or one edge
/// node that was lost, leaves unsaid in a step is one deviation, whatever number of tags it has (ISA-18.2: a flood of alarms
/// is grouped by its cause). The batch is held where the recipe says so for one of them. Decided again here from the readings themselves.
/// </summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches the tag.</param>
/// <param name="Equipment">Item that has it.</param>
/// <param name="Since">Since when nothing usable was heard, for all that the watch knows.</param>
/// <param name="Node">The edge node that took the item's connection with it when it was lost, or null.</param>
[AllowedTo(Role.System)]
public sealed record ReportSilence(string BatchId, string Step, string Parameter, string Equipment, DateTimeOffset Since, string? Node = null) : Command<Batch>
{
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) =>
        WatchedTag.Find(state, Step, Parameter, Equipment) is { } watched ? [Readings(watched, at), .. Matters(state).Select(id => new StateOf<Deviation>(id))] : [];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (WatchedTag.Find(state, Step, Parameter, Equipment) is not { } watched) return Decision<Batch>.Nothing;
        var history = act.Facts.Of(Readings(watched, act.At));
        if (history.OnEvent) return Decision<Batch>.Nothing;
        var since = history.Readings.Select(Silence.Heard).OfType<DateTimeOffset>().Append(Since).Append(watched.Step.StartedAt).Max();
        if (act.At - since <= history.StaleAfter) return Decision<Batch>.Nothing;

        var before = state.Silences.GetValueOrDefault(Silence.Key(Step, Equipment, watched.Parameter.Tag!));
        if (before is { Lasts: true }) return Decision<Batch>.Nothing;

        // What comes and goes, or goes bit by bit, is one matter until the quality unit has decided it. One that was announced a moment ago is not open yet.
        var matter = Matters(state).LastOrDefault(id => act.Facts.Of(new StateOf<Deviation>(id)).Status is DeviationStatus.None or DeviationStatus.Open);
        var silence = new Silence(Step, Parameter, Equipment, watched.Parameter.Tag!, since, null, matter ?? state.NextDeviationId(), Node);
        var fell = new TagFellSilent(Step, Parameter, Equipment, silence.Tag, since, history.StaleAfter, silence.Deviation, Node);
        var holds = silence.Holds(state);
        if (matter is null)
            return new List<Event<Batch>>
            {
                fell,
                new DeviationAnnounced(silence.Deviation, Step, Parameter,
                    Invariant($"{watched.Parameter.Title} of {Equipment} fell silent in step {Step}{Lost}: nothing usable came since {since.ToOffset(act.At.Offset):HH:mm:ss zzz}, and it is stale after {Words.Of(history.StaleAfter)}"),
                    holds, Recording.Evidence(history.Readings)),
            };
        return before?.Deviation == matter
            ? fell
            : new List<Event<Batch>>
            {
                fell,
                new DeviationExtended(matter, Step, Parameter, Together(state, [.. state.Silences.Values.Where(one => one.Deviation == matter), silence], act.At.Offset),
                    holds && !state.Holds.ContainsKey(matter), Recording.Evidence(history.Readings)),
            };
    }

    private string Lost => Node is null ? "" : $", with edge node {Node}";

    // Deviations that silences of the step belong to, the item's own after those of its edge node, and of each the newest last.
    private IEnumerable<string> Matters(Batch state) => state.Silences.Values
        .Where(one => one.Step == Step && (one.Equipment == Equipment || (Node is not null && one.Node == Node)))
        .GroupBy(one => one.Deviation)
        .OrderBy(matter => matter.Any(one => one.Equipment == Equipment))
        .ThenBy(matter => state.Deviations.FindIndex(notice => notice.Id == matter.Key))
        .Select(matter => matter.Key);

    // The tags that hold the batch come first, then in the order in which they were last heard.
    private string Together(Batch state, IReadOnlyList<Silence> silences, TimeSpan offset)
    {
        var items = silences.Select(one => one.Equipment).Distinct().Order(StringComparer.Ordinal).ToList();
        var named = silences.OrderByDescending(one => one.Holds(state)).ThenBy(one => one.Since).ThenBy(one => one.Tag, StringComparer.Ordinal)
            .Select(one => items.Count == 1 ? one.Title(state) : $"{one.Title(state)} of {one.Equipment}").Distinct();
        return Invariant($"{List(items)} fell silent in step {Step}{Lost}: nothing usable came of {List([.. named])}, of the first since {silences.Min(one => one.Since).ToOffset(offset):HH:mm:ss zzz}");
    }

    private static string List(IReadOnlyList<string> named) => named.Count == 1 ? named[0] : $"{string.Join(", ", named.SkipLast(1))} and {named[^1]}";

    private ReadingsOf Readings(WatchedTag watched, DateTimeOffset at) => new(Equipment, watched.Parameter.Tag!, (Since < at ? Since : at) - Around, at);
}
