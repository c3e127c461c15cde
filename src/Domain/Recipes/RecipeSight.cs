using Cellwright.Domain.Recipes.Variants;
using Cellwright.Domain.Recipes.Yaml;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes;

/// <summary>Where a step stands in a text.</summary>
/// <param name="Step">Step id.</param>
/// <param name="First">First line, from 1.</param>
/// <param name="Last">Last line.</param>
public sealed record StepLines(string Step, int First, int Last);

/// <summary>What an editor shows of a text while it is written: what is wrong, the recipe as far as it can be read, and where each step stands.</summary>
/// <param name="Recipe">The recipe; null while the text cannot be read. Of a variant, the resolved one.</param>
/// <param name="Findings">What is wrong, in the order of the text.</param>
/// <param name="Steps">Lines of each step; of a variant, of each override that names a step.</param>
public sealed record RecipeSight(Recipe? Recipe, IReadOnlyList<Finding> Findings, IReadOnlyList<StepLines> Steps)
{
    /// <summary>Looks at a text.</summary>
    /// <param name="text">A recipe or a variant, finished or not.</param>
    /// <param name="baseOf">Gives what a variant extends, or null.</param>
    public static RecipeSight Of(string text, Func<Extension, BaseRecipe?> baseOf)
    {
        var findings = RecipeCheck.Check(text, baseOf);
        return new(Read(text, baseOf), findings, Lines(text));
    }

    /// <summary>The step in which a line stands, or null.</summary>
    public string? StepAt(int line) => Steps.LastOrDefault(step => step.First <= line && line <= step.Last)?.Step;

    private static Recipe? Read(string text, Func<Extension, BaseRecipe?> baseOf)
    {
        try
        {
            return RecipeReader.Read(text, baseOf);
        }
        catch (RecipeFormatException)
        {
            return null;
        }
    }

    private static List<StepLines> Lines(string text)
    {
        if (YamlText.Load(text, []) is not { } root) return [];
        var starts = root.AllNodes.OfType<YamlMappingNode>()
            .Select(node => (Step: node.Scalar("type") is not null ? node.Scalar("id") : node.Child("extends") is null ? node.Scalar("step") : null, Line: (int)node.Start.Line))
            .Where(start => start.Step is not null).OrderBy(start => start.Line).ToList();
        var end = text.Count(letter => letter == '\n') + 1;
        return [.. starts.Select((start, index) => new StepLines(start.Step!, start.Line, index + 1 < starts.Count ? Math.Max(start.Line, starts[index + 1].Line - 1) : end))];
    }
}
