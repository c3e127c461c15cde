using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Monitoring;

/// <summary>What a watched tag does that no limit forbids.</summary>
public enum AdviceKind
{
    /// <summary>It stands still to the last digit.</summary>
    Stuck,

    /// <summary>It jumped between two readings.</summary>
    Jump,

    /// <summary>It keeps to one side of its set point.</summary>
    Creep,
}

/// <summary>A watched tag does something that somebody should look at while its step is active. It is recorded once for each step, tag and kind; it opens nothing and holds nothing.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches the tag.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Sentence">The same in words.</param>
/// <param name="At">Source time of the reading that showed it.</param>
/// <param name="Address">Its address.</param>
[AllowedTo(Role.System)]
public sealed record ReportAdvice(string BatchId, string Step, string Parameter, string Equipment, AdviceKind Kind, string Sentence, DateTimeOffset At, string Address) : Command<BatchMonitoring>
{
    private StateOf<Batch> Subject => new(BatchId);

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(BatchMonitoring state, Performer by, DateTimeOffset at) => [Subject];

    /// <inheritdoc />
    public override Decision<BatchMonitoring> Decide(BatchMonitoring state, Act act) =>
        WatchedTag.Find(act.Facts.Of(Subject), Step, Parameter, Equipment) is { } watched && At >= watched.Step.StartedAt
        && !state.Advice.Exists(given => given.Step == Step && given.Parameter == Parameter && given.Equipment == Equipment && given.Kind == Kind)
            ? new AdviceGiven(Step, Parameter, Equipment, watched.Parameter.Tag!, Kind, Sentence, At, Address)
            : Decision<BatchMonitoring>.Nothing;
}

/// <summary>Somebody should look at a watched tag.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches the tag.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Sentence">The same in words.</param>
/// <param name="ReadAt">Source time of the reading that showed it.</param>
/// <param name="Address">Its address.</param>
public sealed record AdviceGiven(string Step, string Parameter, string Equipment, string Tag, AdviceKind Kind, string Sentence, DateTimeOffset ReadAt, string Address) : Event<BatchMonitoring>
{
    /// <inheritdoc />
    public override BatchMonitoring Apply(BatchMonitoring state, Happened when) => state with { Advice = state.Advice.Add(new(Step, Parameter, Equipment, Tag, Kind, Sentence, ReadAt, Address)) };
}

/// <summary>Advice on record.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches the tag.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Sentence">The same in words.</param>
/// <param name="ReadAt">Source time of the reading that showed it.</param>
/// <param name="Address">Its address.</param>
public sealed record TagAdvice(string Step, string Parameter, string Equipment, string Tag, AdviceKind Kind, string Sentence, DateTimeOffset ReadAt, string Address);
