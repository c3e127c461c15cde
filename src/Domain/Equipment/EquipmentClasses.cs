using System.Collections.Frozen;
using System.Globalization;
using Cellwright.Domain.Basics;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Equipment;

/// <summary>A tag that every item of a class exposes.</summary>
/// <param name="Name">Name of the metric, e.g. <c>chamber-temperature</c>.</param>
/// <param name="Unit">UCUM unit in which it is published.</param>
/// <param name="Interval">Nominal time between two values; null for a tag that is published when something was measured.</param>
/// <param name="StaleAfter">Age at which the latest value is no longer live; null for a tag that is published when something was measured.</param>
/// <param name="OnEvent">True when it is published when something was measured.</param>
/// <param name="Measurands">What its values may be a measure of; none where it is no measurand of a vector.</param>
public sealed record ClassTag(string Name, string Unit, TimeSpan? Interval, TimeSpan? StaleAfter, bool OnEvent, IReadOnlyList<Measurand> Measurands);

/// <summary>What runs without batches.</summary>
public enum ContinuousKind
{
    /// <summary>A room: what happens in it concerns every batch that is there.</summary>
    Room,

    /// <summary>A utility, such as a cold store: it concerns the batches that have it checked in.</summary>
    Utility,
}

/// <summary>A kind of equipment: what recipes may ask of any item of it.</summary>
/// <param name="Name">Name, e.g. <c>cell-processor</c>.</param>
/// <param name="Tags">Tags, in the order of the definition.</param>
/// <param name="Phases">ISA-88 equipment phases that it can run.</param>
/// <param name="Shared">True when an item serves several batches at the same time.</param>
/// <param name="Continuous">What runs without batches, which a monitoring model of its own can follow; null where it serves one batch after the other.</param>
public sealed record EquipmentClass(string Name, IReadOnlyList<ClassTag> Tags, IReadOnlyList<string> Phases, bool Shared, ContinuousKind? Continuous)
{
    /// <summary>The tag of that name, or null.</summary>
    public ClassTag? Tag(string name) => Tags.FirstOrDefault(tag => tag.Name == name);
}

/// <summary>The classes that this plant knows, from <c>EquipmentClasses.yaml</c>.</summary>
public static class EquipmentClasses
{
    private static readonly FrozenDictionary<string, EquipmentClass> Known = Load();

    /// <summary>Every class, by name.</summary>
    public static IReadOnlyDictionary<string, EquipmentClass> All => Known;

    /// <summary>The class of that name, or null.</summary>
    public static EquipmentClass? Find(string name) => Known.GetValueOrDefault(name);

    private static FrozenDictionary<string, EquipmentClass> Load()
    {
        using var stream = typeof(EquipmentClasses).Assembly.GetManifestResourceStream("EquipmentClasses.yaml")
            ?? throw new InvalidOperationException("The equipment classes are missing from the assembly.");
        var yaml = new YamlStream();
        yaml.Load(new StreamReader(stream));
        var classes = (YamlMappingNode)yaml.Documents[0].RootNode;
        return classes.Children.Select(pair => Class(Text(pair.Key), (YamlMappingNode)pair.Value)).ToFrozenDictionary(known => known.Name, StringComparer.Ordinal);
    }

    private static EquipmentClass Class(string name, YamlMappingNode node) => new(
        name,
        [.. ((YamlMappingNode)node["tags"]).Children.Select(pair => Tag(Text(pair.Key), (YamlMappingNode)pair.Value))],
        Child(node, "phases") is YamlSequenceNode phases ? [.. phases.Children.Select(Text)] : [],
        Child(node, "shared") is not null,
        Child(node, "continuous") is { } kind ? Enum.Parse<ContinuousKind>(Text(kind), ignoreCase: true) : null);

    private static ClassTag Tag(string name, YamlMappingNode node) =>
        new(name, Text(node["unit"]), Seconds(Child(node, "interval")), Seconds(Child(node, "stale")), Child(node, "on-event") is not null,
            Child(node, "measurands") is YamlSequenceNode measurands ? [.. measurands.Children.Select(one => Measurands.Find(Text(one)) ?? throw new FormatException($"There is no measurand {one}."))] : []);

    private static TimeSpan? Seconds(YamlNode? node) =>
        node is null ? null : TimeSpan.FromSeconds(double.Parse(Text(node), CultureInfo.InvariantCulture));

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
