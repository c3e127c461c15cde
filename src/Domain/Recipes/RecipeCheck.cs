using Cellwright.Domain.Recipes.Checks;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes;

/// <summary>Looks for everything that is wrong with a master record, before anybody is asked to sign it.</summary>
public static class RecipeCheck
{
    /// <summary>What is wrong with <paramref name="yaml"/>, in the order of the text; empty when it is fit to be signed.</summary>
    /// <param name="yaml">The text: a recipe, or a variant of one.</param>
    /// <param name="baseOf">Gives what a variant extends, or null; without it no variant can be checked.</param>
    public static IReadOnlyList<Finding> Check(string yaml, Func<Extension, BaseRecipe?>? baseOf = null)
    {
        if (Extension.Of(yaml) is { } extends) return Resolution.Of(yaml, baseOf?.Invoke(extends)).Findings;
        var findings = CheckWhole(yaml);
        return YamlText.Load(yaml, [])?.Child("resolved-from") is { } forged
            ? [.. findings, new((int)forged.Start.Line, (int)forged.Start.Column, Severity.Error, "resolved-from", "resolved-from is written when a variant is resolved. Write extends and overrides instead.")]
            : findings;
    }

    /// <summary>What is wrong with a text that is complete by itself.</summary>
    internal static IReadOnlyList<Finding> CheckWhole(string yaml)
    {
        var draft = RecipeDraft.Read(yaml);
        if (draft.Recipe is { } recipe)
        {
            var checking = new Checking(recipe, draft);
            ParameterRules.Check(checking);
            PhaseRules.Check(checking);
            FormulaRules.Check(checking);
            MeasurandRules.Check(checking);
            FlowRules.Check(checking);
            AlternativeRules.Check(checking);
            DeclarationRules.Check(checking);
            ReleaseRules.Check(checking);
        }

        return [.. draft.Findings];
    }
}
