using Cellwright.Domain.Recipes.Yaml;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Variants;

/// <summary>A variant and its base made one: the whole text, by itself complete, or what is wrong, on the lines of the variant.</summary>
/// <param name="Text">The resolved text; null when it cannot be resolved.</param>
/// <param name="Findings">What is wrong with the variant.</param>
public sealed record Resolution(string? Text, IReadOnlyList<Finding> Findings)
{
    /// <summary>A resolved text without its descent, so that it can stand where nobody has its base, as in a rehearsal; any other text as it is.</summary>
    public static string Standalone(string text)
    {
        if (YamlText.Load(text, []) is not { } root || root.Child("resolved-from") is null) return text;
        root.Children.Remove(root.Children.Keys.First(key => key is YamlScalarNode { Value: "resolved-from" }));
        return YamlLayout.Write(root).Text;
    }

    /// <summary>Resolves <paramref name="text"/>, which extends <paramref name="parent"/> (null: nobody has it). The same two texts always give the same bytes.</summary>
    public static Resolution Of(string text, BaseRecipe? parent)
    {
        var findings = new Findings();
        var marks = new Marks();
        if (YamlText.Load(text, findings) is not { } root) return new(null, [.. findings]);
        var variant = (VariantText?)new Binder(findings, marks, _ => null).Bind(root, typeof(VariantText), "The variant");
        if (variant is null) return new(null, [.. findings]);
        var named = root.Child("extends")!;
        if (variant.Extends is { Version: null, Hash: null })
            findings.Error(named, "missing-key", "extends names neither version nor hash; say which version is extended, so that it is always the same one.");
        else if (parent is null || !variant.Extends.Means(parent))
            findings.Error(named, "unknown-base", $"There is no {variant.Extends} to extend. Name a version that is on record, or put its file beside this one.");
        if (findings.Any() || YamlText.Load(parent!.Content, findings) is not { } tree) return new(null, [.. findings]);
        return new Resolving(findings, text, root, variant, parent, tree).Resolve();
    }
}

/// <summary>One run of resolving: overrides are laid over the tree of the base, and the result is checked as any recipe is.</summary>
internal sealed class Resolving(Findings findings, string text, YamlMappingNode root, VariantText variant, BaseRecipe parent, YamlMappingNode tree)
{
    private static readonly string[] Names = ["step", "parameter", "equipment"];
    private static readonly string[] OfParameter = ["target", "normal", "proven", "window", "watch", "hold", "estimate", "basis"];
    private static readonly string[] OfStep = ["instruction", "minimum-duration", "maximum-duration", "basis"];
    private static readonly string[] OfEquipment = ["room"];
    private readonly List<Overridden> overridden = [];
    private readonly List<(YamlMappingNode Target, YamlNode At)> touched = [];

    public Resolution Resolve()
    {
        foreach (var item in (root.Child("overrides") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? []) Lay(item);
        if (findings.Any(finding => finding.Severity == Severity.Error)) return new(null, [.. findings]);
        var (resolved, lines) = YamlLayout.Write(Whole());
        foreach (var finding in RecipeCheck.CheckWhole(resolved)) Report(finding, lines);
        return new(findings.Any(finding => finding.Severity == Severity.Error) ? null : resolved, [.. findings]);
    }

    private void Lay(YamlMappingNode item)
    {
        var (step, parameter, role) = (item.Scalar("step"), item.Scalar("parameter"), item.Scalar("equipment"));
        if (step is null == role is null || (parameter is not null && step is null))
        {
            findings.Error(item, "override", "An override names a step, a step and one of its parameters, or an equipment role.");
            return;
        }

        var (target, allowed) = role is not null ? (Role(item, role), OfEquipment) : parameter is not null ? (ParameterOf(item, step!, parameter), OfParameter) : (Step(item, step!), OfStep);
        if (target is null) return;
        touched.Add((target, item));
        foreach (var (key, value) in item.Children.Where(pair => pair.Key is YamlScalarNode { Value: { } name } && !Names.Contains(name)))
        {
            var (at, field) = (role ?? (parameter is null ? step! : $"{step}/{parameter}"), ((YamlScalarNode)key).Value!);
            if (!allowed.Contains(field))
                findings.Error(key, "override", $"{field} cannot be overridden here. Of {(role is not null ? "an equipment role" : parameter is not null ? "a parameter" : "a step")} can be overridden: {string.Join(", ", allowed)}.");
            else if (overridden.Any(before => before.At == at && before.Field == field))
                findings.Error(key, "override", $"{field} of {at} is overridden twice. Keep one of the two.");
            else
                Set(target, at, field, key, value);
        }
    }

    private void Set(YamlMappingNode target, string at, string field, YamlNode key, YamlNode value)
    {
        var (before, now) = (target.Child(field), YamlLayout.Inline(value));
        var was = before is null ? null : YamlLayout.Inline(before);
        if (was == now) findings.Warning(key, "override", $"{field} of {at} is {now} in {parent.Id}@{parent.Version} already.");
        overridden.Add(new(at, field, now, was));
        var present = target.Children.Keys.FirstOrDefault(known => known is YamlScalarNode { Value: { } name } && name == field);
        target.Children[present ?? new YamlScalarNode(field)] = value;
    }

    private YamlMappingNode? Step(YamlMappingNode item, string id)
    {
        var steps = tree.AllNodes.OfType<YamlMappingNode>().Where(node => node.Scalar("type") is not null && node.Scalar("id") is not null).ToList();
        var found = steps.FirstOrDefault(node => node.Scalar("id") == id);
        if (found is null)
            findings.Error(item.Child("step")!, "unknown-reference", $"{parent.Id}@{parent.Version} has no step {id}.{Spelling.Suggest(id, steps.Select(node => node.Scalar("id")!))}");
        return found;
    }

    private YamlMappingNode? ParameterOf(YamlMappingNode item, string step, string name)
    {
        if (Step(item, step) is not { } phase) return null;
        var parameters = (phase.Child("parameters") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>().ToList() ?? [];
        var found = parameters.FirstOrDefault(node => node.Scalar("name") == name);
        if (found is null)
            findings.Error(item.Child("parameter")!, "unknown-reference", $"Step {step} of {parent.Id}@{parent.Version} has no parameter {name}.{Spelling.Suggest(name, parameters.Select(node => node.Scalar("name") ?? ""))}");
        return found;
    }

    private YamlMappingNode? Role(YamlMappingNode item, string name)
    {
        var roles = (tree.Child("equipment") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>().ToList() ?? [];
        var found = roles.FirstOrDefault(node => node.Scalar("name") == name);
        if (found is null)
            findings.Error(item.Child("equipment")!, "unknown-reference", $"{parent.Id}@{parent.Version} has no equipment role {name}.{Spelling.Suggest(name, roles.Select(node => node.Scalar("name") ?? ""))}");
        return found;
    }

    // The base's tree under the variant's name, with its descent written into it.
    private YamlMappingNode Whole()
    {
        var whole = new YamlMappingNode();
        foreach (var key in new[] { "id", "version", "title", "product", "example" })
            if ((root.Child(key) ?? tree.Child(key)) is { } value) whole.Add(key, value);
        if (tree.Child("planned-duration") is { } planned) whole.Add("planned-duration", planned);
        whole.Add("resolved-from", new YamlSequenceNode([.. (tree.Child("resolved-from") as YamlSequenceNode)?.Children ?? [], Descent()]));
        foreach (var (key, value) in tree.Children)
        {
            if (whole.Child(((YamlScalarNode)key).Value!) is not null) continue;
            whole.Add(key, key is YamlScalarNode { Value: "sources" } && value is YamlSequenceNode known ? Sources(known) : value);
        }

        if (tree.Child("sources") is null && variant.Sources.Count > 0) whole.Add("sources", root.Child("sources")!);
        return whole;
    }

    private YamlSequenceNode Sources(YamlSequenceNode known) =>
        new([.. known.Children, .. (root.Child("sources") as YamlSequenceNode)?.Children ?? []]);

    private YamlMappingNode Descent()
    {
        var fields = overridden.Select(YamlNode (change) =>
        {
            var node = Quoted(("at", change.At), ("field", change.Field), ("to", change.To));
            if (change.From is { Length: > 0 } from) node.Add("from", Quoted(from));
            return node;
        });
        var descent = Quoted(
            ("id", parent.Id), ("version", parent.Version), ("hash", parent.Hash), ("by", $"{variant.Id}@{variant.Version}"), ("text", RecipeReader.HashOf(text)));
        descent.Add("overridden", new YamlSequenceNode(fields));
        return descent;
    }

    private static YamlMappingNode Quoted(params ReadOnlySpan<(string Key, string Value)> fields)
    {
        var node = new YamlMappingNode();
        foreach (var (key, value) in fields) node.Add(key, Quoted(value));
        return node;
    }

    private static YamlScalarNode Quoted(string value) => new(value) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };

    // A finding in what an override touched is the override's; anything else comes with the base.
    private void Report(Finding finding, IReadOnlyDictionary<YamlNode, (int First, int Last)> lines)
    {
        var at = touched.Where(one => lines.TryGetValue(one.Target, out var range) && finding.Line >= range.First && finding.Line <= range.Last)
            .OrderBy(one => lines[one.Target].Last - lines[one.Target].First).Select(one => one.At).FirstOrDefault();
        if (at is not null) findings.Add((int)at.Start.Line, (int)at.Start.Column, finding.Severity, finding.Rule, finding.Sentence);
        else if (finding.Severity == Severity.Error)
            findings.Error(root.Child("extends")!, finding.Rule, $"With {parent.Id}@{parent.Version}: {finding.Sentence}");
    }
}
