using System.Collections.Immutable;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>Items whose tags speak only when something was measured: their readings say of nothing for whom.</summary>
internal static class Instruments
{
    /// <summary>Those of a phase that are checked in now, each once, or null when there are none.</summary>
    public static ImmutableList<string>? Of(Batch batch, Phase phase)
    {
        var items = batch.Recipe!.Demands(phase.Id).OfType<EquipmentValueDemand>()
            .Select(demand => Role(batch.Recipe!, phase, demand.Parameter) is { } role && Measures(role, demand.Parameter) ? batch.Equipment.GetValueOrDefault(role.Name) : null)
            .OfType<string>().Distinct().ToImmutableList();
        return items.IsEmpty ? null : items;
    }

    /// <summary>True when the parameter's tag is published when something was measured.</summary>
    public static bool Measures(EquipmentRole role, Parameter parameter) =>
        EquipmentClasses.Find(role.Class)?.Tag(parameter.Tag!) is { OnEvent: true };

    /// <summary>The equipment role whose tag the parameter is taken from, or null.</summary>
    public static EquipmentRole? Role(Recipe recipe, Phase phase, Parameter parameter)
    {
        var name = parameter.From ?? phase.Equipment;
        return recipe.Equipment.FirstOrDefault(role => role.Name == name);
    }
}
