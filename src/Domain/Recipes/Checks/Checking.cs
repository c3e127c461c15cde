using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>One run of the check: the recipe as far as it could be read, and where findings go.</summary>
internal sealed class Checking(Recipe recipe, RecipeDraft draft)
{
    private readonly IReadOnlyDictionary<string, EquipmentRole> roles =
        recipe.Equipment.GroupBy(role => role.Name).ToDictionary(group => group.Key, group => group.First());

    public Recipe Recipe { get; } = recipe;

    /// <summary>Phases by id, with those whose own fields are wrong.</summary>
    public IReadOnlyDictionary<string, PhaseOutline> Outline => draft.Outline;

    public EquipmentRole? Role(string name) => roles.GetValueOrDefault(name);

    public IEnumerable<string> RoleNames => roles.Keys;

    /// <summary>The class of a role, or null when either is unknown.</summary>
    public EquipmentClass? ClassOf(string? role) => role is not null && Role(role) is { } found ? EquipmentClasses.Find(found.Class) : null;

    /// <summary>Every formula of the recipe's flow and of its steps.</summary>
    public IEnumerable<Formula> Formulas => Recipe.Procedure.SelectMany(unit => unit.Operations).SelectMany(operation => Below(operation.Flow));

    /// <summary>What formulas refer to, <c>step/parameter</c>.</summary>
    public IEnumerable<string> References => Formulas.SelectMany(formula => formula.References);

    public void Error(object at, string? key, string rule, string sentence) => draft.Findings.Error(draft.Marks.Of(at, key), rule, sentence);

    public void Warning(object at, string? key, string rule, string sentence) => draft.Findings.Warning(draft.Marks.Of(at, key), rule, sentence);

    private static IEnumerable<Formula> Below(FlowNode node) => node switch
    {
        PhaseNode phase => FormulasOf(phase.Phase),
        Sequence sequence => sequence.Nodes.SelectMany(Below),
        Parallel parallel => parallel.Branches.SelectMany(Below),
        Choice choice => choice.Cases.SelectMany(c => Below(c.Do).Prepend(c.When)).Concat(Below(choice.Else)),
        Repeat repeat => repeat.Until is { } until ? Below(repeat.Body).Append(until) : Below(repeat.Body),
        _ => [],
    };

    /// <summary>Formulas that an object holds, at any depth of its fields.</summary>
    public static IEnumerable<Formula> FormulasOf(object read) => read switch
    {
        Formula formula => [formula],
        string or Limits or Material or EquipmentRole or Parameter => [],
        System.Collections.IEnumerable items => items.Cast<object>().SelectMany(FormulasOf),
        _ when read.GetType().Namespace?.StartsWith("Cellwright", StringComparison.Ordinal) == true && !read.GetType().IsEnum =>
            Shape.FieldsOf(read.GetType()).Select(field => field.Property.GetValue(read)).OfType<object>().SelectMany(FormulasOf),
        _ => [],
    };
}
