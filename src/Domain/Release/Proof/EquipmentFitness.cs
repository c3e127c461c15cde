using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each item was registered, of the right class and room, calibrated and clean when it was checked in and whenever a value came from it (11.10(h), 211.68, 211.105).</summary>
internal sealed class EquipmentFitness : ProofRule
{
    public override string Name => "equipment";

    public override string Title => "Every item of equipment fit when it served";

    public override string Basis => "11.10(h), 211.68(a), 211.105";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Batch.Recipe is not { } recipe) return [];
        return moment.Line.Happened switch
        {
            EquipmentCheckedIn used => [Fit(moment, $"{used.Step}/{used.Demand}", recipe.Equipment.FirstOrDefault(role => role.Name == used.Role), used.EquipmentId)],
            ValueRecorded { Equipment: { } item } value => [Fit(moment, $"{value.Step}/{value.Parameter}", Role(moment.Batch, value), item)],
            _ => [],
        };
    }

    private static Check Fit(Moment moment, string subject, EquipmentRole? role, string id)
    {
        var item = moment.Before.Item(id);
        return role is null ? Of(moment, subject, id, "the recipe has no role for it") : Of(moment, subject, Invariant($"{id}, {item.Class} in {item.Room}, calibration due {item.CalibrationDue:yyyy-MM-dd}, {item.Cleanliness.ToString().ToLowerInvariant()}"),
            item.RefusalFor(role.Class, role.Room, moment.Batch.Id, moment.Line.DoneAt)?.Sentence);
    }

    private static EquipmentRole? Role(Batch batch, ValueRecorded value) =>
        Standing.Phase(batch, value.Step) is { } phase && Standing.Parameter(batch, value.Step, value.Parameter) is { } parameter
            ? Instruments.Role(batch.Recipe!, phase, parameter)
            : null;
}
