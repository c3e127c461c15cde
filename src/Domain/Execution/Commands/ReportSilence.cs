using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>
/// A watched tag has been silent for longer than it may be while its step is active: the conditions are not known any more. A deviation opens
/// and the batch is held where the recipe says so. Decided again here from the readings themselves.
/// </summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches the tag.</param>
/// <param name="Equipment">Item that has it.</param>
/// <param name="Since">Since when nothing usable was heard, for all that the watch knows.</param>
[AllowedTo(Role.System)]
public sealed record ReportSilence(string BatchId, string Step, string Parameter, string Equipment, DateTimeOffset Since) : Command<Batch>
{
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) =>
        WatchedTag.Find(state, Step, Parameter, Equipment) is { } watched ? [Readings(watched, at)] : [];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (WatchedTag.Find(state, Step, Parameter, Equipment) is not { } watched) return Decision<Batch>.Nothing;
        var history = act.Facts.Of(Readings(watched, act.At));
        if (history.OnEvent) return Decision<Batch>.Nothing;
        var since = history.Readings.Select(Silence.Heard).OfType<DateTimeOffset>().Append(Since).Append(watched.Step.StartedAt).Max();
        if (act.At - since <= history.StaleAfter) return Decision<Batch>.Nothing;

        var tag = watched.Parameter.Tag!;
        var before = state.Silences.GetValueOrDefault(Silence.Key(Step, Equipment, tag));
        if (before is { Lasts: true }) return Decision<Batch>.Nothing;

        // A connection that comes and goes is one matter, until the quality unit has let the batch go on and it is lost again.
        var holds = Holds(state, tag);
        var anew = before is null || (holds && !state.Holds.ContainsKey(before.Deviation));
        var deviation = anew ? state.NextDeviationId() : before!.Deviation;
        var events = new List<Event<Batch>> { new TagFellSilent(Step, Parameter, Equipment, tag, since, history.StaleAfter, deviation) };
        if (anew)
            events.Add(new DeviationAnnounced(deviation, Step, Parameter,
                Invariant($"{watched.Parameter.Title} of {Equipment} fell silent in step {Step}: nothing usable came since {since.ToOffset(act.At.Offset):HH:mm:ss zzz}, and it is stale after {Words.Of(history.StaleAfter)}"),
                holds, Recording.Evidence(history.Readings)));
        return events;
    }

    // Two parameters may watch one tag; the stricter counts.
    private bool Holds(Batch state, string tag) =>
        WatchedTag.Of(state).Any(watched => watched.Step.Key == Step && watched.Equipment == Equipment && watched.Parameter.Tag == tag && watched.Parameter.Hold);

    private ReadingsOf Readings(WatchedTag watched, DateTimeOffset at) => new(Equipment, watched.Parameter.Tag!, (Since < at ? Since : at) - Around, at);
}

/// <summary>Nothing usable comes from a watched tag any more.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches it.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Since">When it was last heard.</param>
/// <param name="StaleAfter">How long it may be silent.</param>
/// <param name="DeviationId">The deviation that it belongs to.</param>
public sealed record TagFellSilent(string Step, string Parameter, string Equipment, string Tag, DateTimeOffset Since, TimeSpan StaleAfter, string DeviationId) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with
    {
        Silences = state.Silences.SetItem(Silence.Key(Step, Equipment, Tag), new Silence(Step, Parameter, Equipment, Tag, Since, null, DeviationId)),
    };
}
