using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>A later module found something out of order about a batch, also one that is over: the batch announces it, so that it has its number and its place in the record.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Step concerned, or what else it concerns, e.g. <c>release</c>.</param>
/// <param name="Parameter">Parameter or test concerned, or null.</param>
/// <param name="What">What happened, in one sentence without its full stop.</param>
/// <param name="Evidence">Readings around it, in time order, or null.</param>
/// <param name="Drift">True when it was found that the process moved.</param>
[AllowedTo(Role.System)]
public sealed record AnnounceDeviation(string BatchId, string Step, string? Parameter, string What, ImmutableList<EvidenceReading>? Evidence = null, bool Drift = false) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) => state.Status == BatchStatus.None
        ? Rules.MustRun(state)!
        : new DeviationAnnounced(state.NextDeviationId(), Step, Parameter, What, false, Evidence ?? [], Drift ? true : null);
}
