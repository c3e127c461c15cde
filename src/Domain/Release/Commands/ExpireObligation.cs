using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>A result that a conditional release owes did not come in time: said by the server, nobody has to look at a clock (211.111).</summary>
[AllowedTo(Role.System)]
public sealed record ExpireObligation(string BatchId, string Test) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act) =>
        state.Status == DispositionStatus.Conditional && state.Obligations.GetValueOrDefault(Test) is { Open: true, OverdueAt: null } owed && act.At > owed.Due
            ? new ObligationOverdue(Test, owed.Due)
            : Decision<Disposition>.Nothing;
}

/// <summary>A result that a conditional release owes is overdue: a deviation follows.</summary>
public sealed record ObligationOverdue(string Test, DateTimeOffset Due) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) => state.Change(Test, (Obligation owed) => owed with { OverdueAt = when.At });
}
