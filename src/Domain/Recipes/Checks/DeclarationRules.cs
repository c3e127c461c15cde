using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes.StepTypes;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>What a recipe declares: classes that exist, ids that differ, nothing that no step uses.</summary>
internal static class DeclarationRules
{
    public static void Check(Checking checking)
    {
        var recipe = checking.Recipe;
        foreach (var role in recipe.Equipment.Where(role => EquipmentClasses.Find(role.Class) is null))
            checking.Error(role, "class", "unknown-reference", $"There is no equipment class {role.Class}.{Spelling.Suggest(role.Class, EquipmentClasses.All.Keys)}");
        Distinct(checking, recipe.Procedure, unit => unit.Id, "unit procedures");
        Distinct(checking, recipe.Procedure.SelectMany(unit => unit.Operations), operation => operation.Id, "operations");
        Distinct(checking, recipe.Sources, source => source.Key, "sources", "key");
        if (!recipe.Phases.Any())
        {
            if (recipe.Procedure.Count == 0) checking.Error(recipe, "procedure", "missing-key", "The procedure is empty.");
            return;
        }

        var added = recipe.Phases.OfType<AddMaterial>().SelectMany(phase => phase.Additions).Select(addition => addition.Material.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var material in recipe.Materials.Where(material => !added.Contains(material.Name)))
            checking.Warning(material, "name", "unused", $"Material {material.Name} is declared, and no step adds it.");
        var used = recipe.Phases.SelectMany(phase => phase.Parameters.Select(parameter => parameter.From).Append(phase.Equipment)).ToHashSet(StringComparer.Ordinal);
        foreach (var role in recipe.Equipment.Where(role => !used.Contains(role.Name)))
            checking.Warning(role, "name", "unused", $"Equipment role {role.Name} is declared, and no step uses it.");
        var cited = recipe.Phases.SelectMany(phase => phase.Parameters).SelectMany(parameter => parameter.Basis)
            .Concat(recipe.Phases.SelectMany(phase => phase.Basis)).Concat(recipe.Release.SelectMany(test => test.Basis)).ToHashSet(StringComparer.Ordinal);
        foreach (var source in recipe.Sources.Where(source => !cited.Contains(source.Key)))
            checking.Warning(source, "key", "unused", $"Source {source.Key} is declared, and nothing rests on it.");
    }

    private static void Distinct<T>(Checking checking, IEnumerable<T> items, Func<T, string> id, string what, string key = "id")
        where T : class
    {
        foreach (var group in items.GroupBy(id).Where(group => group.Count() > 1))
            foreach (var again in group.Skip(1))
                checking.Error(again, key, "duplicate-id", $"Two {what} are called {group.Key}; give one of them another {key}.");
    }
}
