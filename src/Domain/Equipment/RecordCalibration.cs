using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Equipment;

/// <summary>Records a calibration. One that failed takes the item out of use until one passes (211.68(a), 211.160(b)(4)).</summary>
/// <param name="Id">Item.</param>
/// <param name="PerformedAt">When it was performed.</param>
/// <param name="Due">When the next is due.</param>
/// <param name="Passed">Whether it left the item in tolerance.</param>
/// <param name="Reference">Certificate or report.</param>
/// <param name="FoundOutOfTolerance">What was found before any adjustment, when that was out of tolerance; null when it was not. One that failed was found so.</param>
[AllowedTo(Role.Engineer, Role.QA)]
public sealed record RecordCalibration(string Id, DateTimeOffset PerformedAt, DateTimeOffset Due, bool Passed, string Reference, string? FoundOutOfTolerance = null)
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
        return new CalibrationRecorded(PerformedAt, Due, Passed, Reference.Trim(), string.IsNullOrWhiteSpace(FoundOutOfTolerance) ? null : FoundOutOfTolerance.Trim().TrimEnd('.'));
    }
}

/// <summary>A calibration was performed.</summary>
public sealed record CalibrationRecorded(DateTimeOffset PerformedAt, DateTimeOffset Due, bool Passed, string Reference, string? FoundOutOfTolerance = null)
    : Event<EquipmentItem>
{
    /// <summary>True when what the item said before it is in doubt.</summary>
    internal bool FoundWrong => !Passed || FoundOutOfTolerance is not null;

    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when)
    {
        // Not the one that is recorded again under the same time, with another result.
        var since = state.InTolerance.Where(at => at < PerformedAt).Select(at => (DateTimeOffset?)at).LastOrDefault();
        var until = Passed ? PerformedAt : when.At;
        var found = FoundOutOfTolerance ?? "calibration failed";
        return (state with
        {
            CalibratedAt = PerformedAt,
            CalibrationDue = Passed ? Due : null,
            InTolerance = Passed ? state.InTolerance.Add(PerformedAt) : state.InTolerance,
            OutOfTolerances = FoundWrong
                ? state.OutOfTolerances.Add(new OutOfTolerance(state.OutOfTolerances.Count + 1, since, until, found, OutOfTolerance.Served(state, since, until)))
                : state.OutOfTolerances,
        }).Logged(UseKind.Calibrated, when, $"{(Passed ? "passed" : "failed")}, {Reference}{(FoundOutOfTolerance is null ? "" : $", found out of tolerance: {FoundOutOfTolerance}")}");
    }
}
