using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>A second person confirms that a cleaning, a calibration or other work in the log was done (211.182: performed and double-checked).</summary>
/// <param name="Id">Item.</param>
/// <param name="Line">The line, by its version in the item's stream.</param>
[AllowedTo(Role.Verifier, Role.Supervisor, Role.Engineer, Role.QA)]
public sealed record CheckLogLine(string Id, long Line) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.LogLine(Line) is not { IsWork: true } line)
            return new Refusal("line", $"{Id} has no cleaning, calibration or other work recorded as line {Line}. Look at its log again.");
        if (line.CheckedBy is not null) return Decision<EquipmentItem>.Nothing;
        if (line.By == act.By.Id)
            return new Refusal("independence", "Whoever did the work cannot check it. Ask a second person.");
        return new LogLineChecked(Line);
    }
}

/// <summary>A second person has checked a line of the log.</summary>
public sealed record LogLineChecked(long Line) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) => state.LogLine(Line) is { } line
        ? state with { UseLog = state.UseLog.Replace(line, line with { CheckedBy = when.By, CheckedAt = when.At }) }
        : state;
}
