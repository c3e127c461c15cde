using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>A tag that is watched while a step is active.</summary>
/// <param name="Step">Step.</param>
/// <param name="Parameter">The parameter that binds it; its <see cref="Recipes.Parameter.Tag"/> is not null.</param>
/// <param name="Equipment">The item that is checked in for it.</param>
public sealed record WatchedTag(Step Step, Parameter Parameter, string Equipment)
{
    /// <summary>Those of a batch now.</summary>
    public static IEnumerable<WatchedTag> Of(Batch batch)
    {
        if (batch.Recipe is null) yield break;
        foreach (var (step, phase) in Sequencing.Active(batch))
            foreach (var parameter in phase.Parameters.Where(parameter => parameter is { Watch: true, Tag: not null }))
                if (batch.Equipment.TryGetValue(parameter.From ?? phase.Equipment ?? "", out var item))
                    yield return new WatchedTag(step, parameter, item);
    }

    /// <summary>The one of that step and parameter on that item, or null when nothing of the kind is watched.</summary>
    internal static WatchedTag? Find(Batch batch, string step, string parameter, string equipment) =>
        Of(batch).FirstOrDefault(watched => watched.Step.Key == step && watched.Parameter.Name == parameter && watched.Equipment == equipment);
}
