using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Equipment;

/// <summary>Records a calibration. One that failed takes the item out of use until one passes (211.68(a), 211.160(b)(4)).</summary>
/// <param name="Id">Item.</param>
/// <param name="PerformedAt">When it was performed.</param>
/// <param name="Due">When the next is due.</param>
/// <param name="Passed">Its result.</param>
/// <param name="Reference">Certificate or report.</param>
[AllowedTo(Role.Engineer, Role.QA)]
public sealed record RecordCalibration(string Id, DateTimeOffset PerformedAt, DateTimeOffset Due, bool Passed, string Reference)
    : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (PerformedAt > act.At)
            return new Refusal("calibration", "A calibration cannot have been performed in the future. Check its date and time.");
        if (state.CalibratedAt > PerformedAt)
            return new Refusal("calibration",
                Invariant($"A later calibration, of {state.CalibratedAt:yyyy-MM-dd HH:mm zzz}, is on record. Check the date and time."));
        if (Due <= PerformedAt)
            return new Refusal("calibration", "The next calibration must be due after this one. Check the due date.");
        if (string.IsNullOrWhiteSpace(Reference))
            return new Refusal("reference", "Give the certificate or report that shows the calibration.");
        return new CalibrationRecorded(PerformedAt, Due, Passed, Reference.Trim());
    }
}

/// <summary>A calibration was performed.</summary>
public sealed record CalibrationRecorded(DateTimeOffset PerformedAt, DateTimeOffset Due, bool Passed, string Reference)
    : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { CalibratedAt = PerformedAt, CalibrationDue = Passed ? Due : null })
        .Logged(UseKind.Calibrated, when, $"{(Passed ? "passed" : "failed")}, {Reference}");
}
