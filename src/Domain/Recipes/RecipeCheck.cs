using Cellwright.Domain.Recipes.Checks;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes;

/// <summary>Looks for everything that is wrong with a master record, before anybody is asked to sign it.</summary>
public static class RecipeCheck
{
    /// <summary>What is wrong with <paramref name="yaml"/>, in the order of the text; empty when it is fit to be signed.</summary>
    public static IReadOnlyList<Finding> Check(string yaml)
    {
        var draft = RecipeDraft.Read(yaml);
        if (draft.Recipe is { } recipe)
        {
            var checking = new Checking(recipe, draft);
            ParameterRules.Check(checking);
            PhaseRules.Check(checking);
            FormulaRules.Check(checking);
            FlowRules.Check(checking);
            AlternativeRules.Check(checking);
            DeclarationRules.Check(checking);
        }

        return [.. draft.Findings];
    }
}
