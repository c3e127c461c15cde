using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Opens the deviation that a batch announced.</summary>
[AllowedTo(Role.System)]
public sealed record OpenDeviation(
    string DeviationId, string BatchId, string Step, string? Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence,
    DeviationClass? Class = null) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.Status == DeviationStatus.None
            ? new DeviationOpened(DeviationId, BatchId, Step, Parameter, What, Holds, Evidence, Class)
            : Decision<Deviation>.Nothing;
}

/// <summary>A deviation is open; where whatever announced it decides its class, it has one from the beginning.</summary>
public sealed record DeviationOpened(
    string DeviationId, string BatchId, string Step, string? Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence,
    DeviationClass? Class = null) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with
    {
        Id = DeviationId,
        Status = DeviationStatus.Open,
        BatchId = BatchId,
        Step = Step,
        Parameter = Parameter,
        What = What,
        Holds = Holds,
        Evidence = Evidence,
        OpenedAs = Class,
        OpenedAt = when.At,
    };
}
