using Cellwright.Domain.Basics;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes.Yaml;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>What a binding must know of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">UCUM unit of its numbers.</param>
/// <param name="HasNumbers">True when target, limits or an estimate are written in that unit.</param>
/// <param name="Listens">True when it is watched, or taken over a time: a tag must speak by itself then.</param>
public sealed record Bindable(string Name, string Unit, bool HasNumbers, bool Listens)
{
    /// <summary>Reads a parameter of a recipe.</summary>
    public static Bindable Of(Parameter parameter) => new(
        parameter.Name, parameter.Unit, parameter is not { Target: null, Normal.IsOpen: true, Proven.IsOpen: true, Estimate: null }, parameter.Watch || parameter.Taking != Taking.Single);

    /// <summary>Why a tag cannot be bound, or null when it can; it may be that the parameter takes the tag's unit then.</summary>
    public Refusal? RefusalFor(EquipmentClass known, ClassTag tag)
    {
        if (Listens && tag.OnEvent)
            return new("tag", $"Tag {tag.Name} of a {known.Name} is published when something is measured, and {Name} is watched or taken over a time. Take watch and taking out of the parameter first.");
        if (tag.Unit == Unit) return null;
        var device = Basics.Units.Unit.Parse(tag.Unit);
        if (!Basics.Units.Unit.TryParse(Unit, out var unit) || !unit.IsCommensurableWith(device))
            return new("unit", $"{Name} is in {UnitPrint.Of(Unit)} and tag {tag.Name} in {UnitPrint.Of(tag.Unit)}: they measure different things. Choose another tag.");
        return unit.Equals(device) || !HasNumbers
            ? null
            : new("unit", $"{Name} is in {UnitPrint.Of(Unit)} and tag {tag.Name} in {UnitPrint.Of(tag.Unit)}; values are kept as the device gives them. Write the limits in {UnitPrint.Of(tag.Unit)} first, then bind it.");
    }
}

/// <summary>What came of binding a parameter to a tag.</summary>
/// <param name="Text">The text with the tag at its place; null when it was refused.</param>
/// <param name="Refusal">Why not, or null.</param>
public sealed record Binding(string? Text, Refusal? Refusal);

/// <summary>Binds a parameter to a tag in the text of a recipe, and touches no other letter of it.</summary>
public static class TagBinding
{
    /// <summary>Binds.</summary>
    /// <param name="text">The text, as it stands in the editor.</param>
    /// <param name="step">Step id.</param>
    /// <param name="parameter">Parameter of the step.</param>
    /// <param name="role">Equipment role that it is taken from; a new one is written down with the class.</param>
    /// <param name="known">Class of the role.</param>
    /// <param name="tag">Tag of the class.</param>
    public static Binding Bind(string text, string step, string parameter, string role, EquipmentClass known, ClassTag tag)
    {
        if (YamlText.Load(text, []) is not { } root) return No("yaml", "The text cannot be read as YAML at the moment. Correct it first, then bind.");
        if (root.Child("extends") is not null) return No("variant", "A variant takes the tags of its base as they are. Bind the parameter in the base recipe.");
        if (!IsRole(role)) return No("role", "The name of an equipment role is made of a-z, 0-9 and hyphen, and begins with a letter. Choose such a name.");
        var phase = root.AllNodes.OfType<YamlMappingNode>().FirstOrDefault(node => node.Scalar("type") is not null && node.Scalar("id") == step);
        var node = (phase?.Child("parameters") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>().FirstOrDefault(one => one.Scalar("name") == parameter);
        if (phase is null || node is null) return No("parameter", $"The text has no parameter {parameter} in a step {step}. Look at it again.");
        if (node.Child("unit") is not YamlScalarNode { Value: { } unit } unitNode) return No("unit", $"{parameter} has no unit yet. Write its unit first, then bind it.");
        if (Read(node, parameter, unit).RefusalFor(known, tag) is { } unfit) return new(null, unfit);
        if (Roles(root).FirstOrDefault(one => one.Scalar("name") == role) is { } there && there.Scalar("class") != known.Name)
            return No("role", $"The role {role} is of class {there.Scalar("class")}, and the tag of a {known.Name}. Choose another role.");

        var expected = YamlText.Load(text, [])!;
        var edit = new TextEdit(text);
        var mine = Same(expected, step, parameter);
        Set(edit, node, mine, "tag", tag.Name);
        if (unit != tag.Unit)
        {
            edit.Replace(unitNode, Written(tag.Unit));
            mine.Children[new YamlScalarNode("unit")] = new YamlScalarNode(tag.Unit);
        }

        if (node.Child("from") is not null || phase.Scalar("equipment") != role) Set(edit, node, mine, "from", role);
        if (Roles(root).All(one => one.Scalar("name") != role) && !Declare(edit, root, expected, role, known.Name))
            return No("role", $"The role {role} could not be written among the equipment of the recipe. Write it there: name {role}, class {known.Name}.");

        // What is written must say exactly what was meant, and nothing else may say anything else.
        var bound = edit.ToString();
        return YamlText.Load(bound, []) is { } after && after.Equals(expected)
            ? new(bound, null)
            : No("yaml", $"The place of {parameter} in the text is written in a way that cannot be changed here. Write tag: {tag.Name} there by hand.");
    }

    private static Binding No(string rule, string sentence) => new(null, new Refusal(rule, sentence));

    private static bool IsRole(string role) => role.Length is > 0 and <= 40 && char.IsAsciiLetterLower(role[0]) && role.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static IEnumerable<YamlMappingNode> Roles(YamlMappingNode root) => (root.Child("equipment") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? [];

    private static Bindable Read(YamlMappingNode node, string name, string unit) => new(
        name, unit, new[] { "target", "normal", "proven", "estimate" }.Any(key => node.Child(key) is not null),
        node.Scalar("watch") == "true" || node.Scalar("taking") is not (null or "single"));

    private static YamlMappingNode Same(YamlMappingNode root, string step, string parameter) =>
        ((YamlSequenceNode)root.AllNodes.OfType<YamlMappingNode>().First(node => node.Scalar("type") is not null && node.Scalar("id") == step).Child("parameters")!)
            .Children.OfType<YamlMappingNode>().First(one => one.Scalar("name") == parameter);

    // Replaces the value of a key; a key that is not there comes right behind the unit, which every parameter has.
    private static void Set(TextEdit edit, YamlMappingNode node, YamlMappingNode expected, string key, string value)
    {
        expected.Children[new YamlScalarNode(key)] = new YamlScalarNode(value);
        if (node.Child(key) is { } before) edit.Replace(before, value);
        else edit.After(node, "unit", $"{key}: {value}");
    }

    private static bool Declare(TextEdit edit, YamlMappingNode root, YamlMappingNode expected, string role, string known)
    {
        var declared = new YamlMappingNode("name", role, "class", known);
        var written = $"{{name: {role}, class: {known}}}";
        if (root.Child("equipment") is YamlSequenceNode roles)
        {
            ((YamlSequenceNode)expected.Child("equipment")!).Children.Insert(0, declared);
            return edit.First(roles, written);
        }

        if (root.Child("equipment") is not null || root.Children.Keys.FirstOrDefault(key => key is YamlScalarNode { Value: "procedure" }) is not { } procedure) return false;
        expected.Children[new YamlScalarNode("equipment")] = new YamlSequenceNode(declared);
        return edit.Before(procedure, $"equipment:\n  - {written}\n\n");
    }

    // UCUM units with signs that mean something to YAML are quoted.
    private static string Written(string unit) => unit.All(letter => char.IsAsciiLetter(letter) || letter is '/' or '.') ? unit : $"\"{unit}\"";
}
