using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>Entries of a step in words, for lists of what came from paper.</summary>
public static class PaperWords
{
    /// <summary>Step and what was done in it, or null for an event that is no act of a step.</summary>
    public static (string Step, string What)? Of(object? happened) => happened switch
    {
        StepStarted started => (started.Step, "started"),
        StepCompleted completed => (completed.Step, "completed"),
        ValueRecorded value => (value.Step, $"{value.Parameter} {Recording.Number(value.Value)} {value.Unit}"),
        Confirmed confirmed => (confirmed.Step, $"{confirmed.Demand} confirmed"),
        MaterialAdded added => (added.Step, $"{Recording.Number(added.Amount)} {added.Unit} of {added.Material} added, lot {added.LotId}"),
        SampleTaken taken => (taken.Step, $"sample {taken.Demand} taken, label {taken.Label}"),
        EquipmentCheckedIn used => (used.Step, $"{used.EquipmentId} checked in as {used.Role}"),
        EquipmentCheckedOut given => (given.Step, $"{given.EquipmentId} checked out"),
        DeviationAnnounced deviation => (deviation.Step, $"deviation {deviation.DeviationId}: {deviation.What}"),
        _ => null,
    };
}
