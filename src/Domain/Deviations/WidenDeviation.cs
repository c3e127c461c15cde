using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Adds to a deviation what its batch found to belong to it.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Parameter">Parameter that came to it.</param>
/// <param name="What">What happened altogether, in one sentence.</param>
/// <param name="Holds">True when the batch is held for it from now on.</param>
/// <param name="Evidence">Readings of what came to it.</param>
[AllowedTo(Role.System)]
public sealed record WidenDeviation(string DeviationId, string Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.RefusalUnlessExists(DeviationId) is { } refusal ? refusal : new DeviationWidened(Parameter, What, Holds, Evidence);
}

/// <summary>A deviation is about more than it was opened for.</summary>
public sealed record DeviationWidened(string Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when)
    {
        var wider = state with { What = What, Widenings = state.Widenings.Add(new Widening(Parameter, Holds, Evidence, when.At)) };

        // Whoever decided in the moment between did not know that the batch is held for it: it is to be decided anew.
        return Holds ? wider with { Status = DeviationStatus.Open, Holds = true, Shelved = false, Justification = null, DecidedBy = null, DecidedAt = null } : wider;
    }
}
