using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// Takes the alarm of a deviation that nobody has decided off the lists of what calls for an act, for a reason and until a time (ISA-18.2). The deviation
/// itself stays open and must be decided; when the time is over, or the batch is held for it, or it is found more severe, its alarm is back.
/// </summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Until">When it comes back by itself; now or before to take it off the shelf.</param>
/// <param name="Reason">Why it can wait, or why it no longer can.</param>
[AllowedTo(Role.QA, Role.Supervisor)]
public sealed record ShelveAlarm(string DeviationId, DateTimeOffset Until, string Reason) : Command<Deviation>
{
    /// <summary>An alarm is shelved for no longer than this, one long shift of a plant that works in two (an engineering assumption).</summary>
    public static TimeSpan Most { get; } = TimeSpan.FromHours(12);

    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessUndecided(DeviationId) is { } refusal) return refusal;
        var shelved = state.ShelvedAt(act.At);
        if (Until <= act.At && shelved is null) return Decision<Deviation>.Nothing;
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", Until > act.At ? "Say why the alarm can wait until then." : "Say why the alarm can no longer wait.");
        if (Until <= act.At) return new AlarmShelved(act.At, Reason.Trim());
        if (state.HoldsNow) return new Refusal("holds", $"{DeviationId} holds batch {state.BatchId} and cannot be shelved. Decide how the batch goes on.");
        if (state.Severity == DeviationSeverity.Critical) return new Refusal("severity", $"{DeviationId} is critical and cannot be shelved. Decide how the batch goes on.");
        if (Until - act.At > Most) return new Refusal("until", Invariant($"An alarm is shelved for {Most.TotalHours:0} hours at most. Choose an end by {act.At + Most:yyyy-MM-dd HH:mm zzz}."));
        return shelved is { } now && (now.Until, now.Reason) == (Until, Reason.Trim()) ? Decision<Deviation>.Nothing : new AlarmShelved(Until, Reason.Trim());
    }
}

/// <summary>The alarm is off the lists until then; where that is its own time, it was taken off the shelf.</summary>
public sealed record AlarmShelved(DateTimeOffset Until, string Reason) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with { Shelvings = state.Shelvings.Add(new Shelving(Until, Reason, when.By, when.At)), Shelved = Until > when.At };
}
