using Cellwright.Domain.Execution.Commands;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Major equipment, with its calibration as it stood at check-in (211.188(b)(2), 211.182).</summary>
internal static class EquipmentUsed
{
    public static Html Of(ExecutedRecord record) => Section("equipment", "Equipment used", Tables.Of(
        "Equipment", ["Item", "Role", "Class, name and room", "Checked in", "Calibration due", "Checked out"],
        record.Of<EquipmentCheckedIn>().Select(used => Row(
            Html.Of($"<strong>{used.Event.EquipmentId}</strong>"),
            Html.Of($"{used.Event.Role}"),
            record.Equipment.GetValueOrDefault(used.Event.EquipmentId) is { } item ? Html.Of($"{item.Class}<br>{item.Name}, {item.Room}") : Html.Of($"{RoleClass(record, used.Event.Role)}"),
            Html.Of($"{StepLink(used.Event.Step)}, {Wording.Done(record, used.Entry, used.Event)}"),
            used.Event.CalibrationDue is { } due ? Wording.Time(due) : Html.Of($"not on record"),
            CheckedOut(record, used))),
        "No equipment was checked in."));

    private static string RoleClass(ExecutedRecord record, string role) =>
        record.Recipe.Equipment.FirstOrDefault(known => known.Name == role)?.Class ?? "";

    private static Html CheckedOut(ExecutedRecord record, (Ledger.Entry Entry, EquipmentCheckedIn Event) used) =>
        record.Of<EquipmentCheckedOut>().FirstOrDefault(given => given.Event.Role == used.Event.Role && given.Entry.Version > used.Entry.Version) is { Event: not null } given
            ? Html.Of($"{StepLink(given.Event.Step)}, {Wording.Done(record, given.Entry, given.Event)}")
            : Html.Of($"not yet");
}
