using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Domain.Release;

/// <summary>An entry of the audit trail that is reviewed before release.</summary>
/// <param name="Entry">Address of the entry.</param>
/// <param name="At">When.</param>
/// <param name="By">User id of the actor.</param>
/// <param name="What">What it says, in one sentence.</param>
/// <param name="Exception">Id of the exception that it is evidence of and is reviewed with, or null where it is reviewed by itself.</param>
public sealed record TrailItem(string Entry, DateTimeOffset At, string By, string What, string? Exception);

/// <summary>
/// The critical entries of a batch's audit trail (PI 041 p. 46): whatever changed data, rights, fitness or the way of the batch while it
/// was made. Each belongs to an exception, or is listed by itself.
/// </summary>
internal static class Trail
{
    /// <summary>Critical entries that no exception holds, in the order of the record.</summary>
    public static IEnumerable<TrailItem> Of(BatchRecord record, Standing end, IReadOnlyDictionary<string, string> exceptions, Func<string, bool> worked)
    {
        // What stood when the batch was ordered is no change while it was made.
        var (from, to) = (end.Batch.OrderedAt, end.Batch.EndedAt ?? DateTimeOffset.MaxValue);
        foreach (var line in record.Lines)
        {
            if (exceptions.TryGetValue(line.Address, out var exception)) yield return new(line.Address, line.At, line.By, $"evidence of {exception}", exception);
            else if (Critical(line, line.At > from && line.At <= to, worked) is { } what) yield return new(line.Address, line.At, line.By, what, null);
        }
    }

    private static string? Critical(RecordLine line, bool during, Func<string, bool> worked) => line.Happened switch
    {
        HandedOver handed => $"Responsibility passed from {handed.From} to {handed.To}: {handed.Note}",
        HoldReleased released => $"Hold {released.HoldId} was released: {released.Reason}",
        AlternativeTaken taken => $"Step {taken.Alternative} was performed instead of {taken.Step}: {taken.Reason}",
        LotUseAdjusted adjusted => $"The amount used of lot {line.StreamId} was adjusted with a correction in step {adjusted.Step}",
        _ when !during => null,
        RolesChanged changed => $"Roles of {line.StreamId} became {string.Join(", ", changed.Roles.Order())}: {changed.Reason}",
        PersonDisabled disabled => $"{line.StreamId} was disabled: {disabled.Reason}",
        PersonEnabled enabled => $"{line.StreamId} was enabled: {enabled.Reason}",
        PasswordReset reset => $"Password of {line.StreamId} was reset: {reset.Reason}",
        TrainingRecorded training when line.By != Performer.System.Id => $"{line.StreamId} was recorded as trained on {training.RecipeVersion} while the batch ran",
        TrainingWithdrawn withdrawn => $"Training of {line.StreamId} on {withdrawn.RecipeVersion} was withdrawn: {withdrawn.Reason}",
        SignInRecorded attempt when worked(line.StreamId) => attempt.Outcome switch
        {
            SignInOutcome.WrongSignature => $"A wrong password was given for a signature of {line.StreamId}, at {attempt.Terminal}",
            SignInOutcome.LockedOut => $"{line.StreamId} was locked out, at {attempt.Terminal}",
            SignInOutcome.SignedInElsewhereToo => $"{line.StreamId} signed in at {attempt.Terminal} while signed in elsewhere",
            _ => null,
        },
        EquipmentMoved moved => $"{line.StreamId} was moved to {moved.Room}: {moved.Reason}",
        EquipmentRetired retired => $"{line.StreamId} was retired: {retired.Reason}",
        CalibrationRecorded => $"{line.StreamId} was calibrated while the batch ran",
        DeviceEventRecorded { Kind: not DeviceEventKind.Online } device => $"{line.StreamId}: {device.Sentence}",
        LotReleased => $"Lot {line.StreamId} was released while the batch ran",
        RecipeApproved => $"{line.StreamId} was approved while the batch ran",
        ContinuationDecided decided => $"{line.StreamId} was decided: {decided.Justification}",
        _ => null,
    };
}
