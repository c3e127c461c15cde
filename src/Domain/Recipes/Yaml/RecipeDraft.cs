using Cellwright.Domain.Basics.Units;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>What could be read of a text, with everything that is wrong with its form.</summary>
internal sealed record RecipeDraft(Recipe? Recipe, Findings Findings, Marks Marks, IReadOnlyDictionary<string, PhaseOutline> Outline)
{
    public static RecipeDraft Read(string yaml)
    {
        var findings = new Findings();
        var marks = new Marks();
        var root = YamlText.Load(yaml, findings);
        if (root is null) return new(null, findings, marks, new Dictionary<string, PhaseOutline>());
        if (root.Child("extends") is { } extends)
        {
            findings.Error(extends, "unknown-base", "This recipe extends another one, and cannot be read without it. Name a version that is on record, or put its file beside this one.");
            return new(null, findings, marks, new Dictionary<string, PhaseOutline>());
        }

        var outline = PhaseOutline.Of(root, findings);
        var binder = new Binder(findings, marks, name => UnitOf(outline, name));
        var recipe = (Recipe?)binder.Bind(root, typeof(Recipe), "The recipe");
        if (recipe is null) return new(null, findings, marks, outline);
        var identified = recipe with { Text = yaml, Hash = RecipeReader.HashOf(yaml) };
        marks.Set(identified, root);
        return new(identified, findings, marks, outline);
    }

    private static Unit? UnitOf(IReadOnlyDictionary<string, PhaseOutline> outline, string reference)
    {
        var slash = reference.IndexOf('/');
        return outline.TryGetValue(reference[..slash], out var phase) && phase.Units.TryGetValue(reference[(slash + 1)..], out var text)
            && Unit.TryParse(text, out var unit)
            ? unit
            : null;
    }
}

/// <summary>A phase seen from afar: known even when its fields are wrong, so that one mistake is reported once.</summary>
/// <param name="Units">Units of its parameters, as written.</param>
internal sealed record PhaseOutline(IReadOnlyDictionary<string, string> Units)
{
    public static IReadOnlyDictionary<string, PhaseOutline> Of(YamlNode root, Findings findings)
    {
        var outline = new Dictionary<string, PhaseOutline>(StringComparer.Ordinal);
        foreach (var node in root.AllNodes.OfType<YamlMappingNode>())
        {
            if (node.Scalar("id") is not { } id || node.Scalar("type") is null) continue;
            var units = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var parameter in (node.Child("parameters") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? [])
            {
                if (parameter.Scalar("name") is not { } name) continue;
                if (!units.TryAdd(name, parameter.Scalar("unit") ?? ""))
                    findings.Error(parameter, "duplicate-id", $"Step {id} has two parameters called {name}; give one of them another name.");
            }

            if (!outline.TryAdd(id, new(units)))
                findings.Error(node.Child("id")!, "duplicate-id", $"Two steps are called {id}; give one of them another id.");
        }

        return outline;
    }
}
