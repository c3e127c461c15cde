using System.Collections;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>Findings as they are made; read in the order of the text, each once.</summary>
internal sealed class Findings : IEnumerable<Finding>
{
    private readonly List<Finding> findings = [];

    public void Error(YamlNode at, string rule, string sentence) => Add((int)at.Start.Line, (int)at.Start.Column, Severity.Error, rule, sentence);

    public void Warning(YamlNode at, string rule, string sentence) => Add((int)at.Start.Line, (int)at.Start.Column, Severity.Warning, rule, sentence);

    public void Add(int line, int column, Severity severity, string rule, string sentence) =>
        findings.Add(new(line, column, severity, rule, sentence));

    public IEnumerator<Finding> GetEnumerator() =>
        findings.Distinct().OrderBy(finding => finding.Line).ThenBy(finding => finding.Column).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Where in the text each object was read.</summary>
internal sealed class Marks
{
    private readonly Dictionary<object, YamlNode> nodes = new(ReferenceEqualityComparer.Instance);

    public void Set(object read, YamlNode node) => nodes[read] = node;

    /// <summary>The value of <paramref name="key"/> within what <paramref name="read"/> was read from; the whole of it when there is no such key.</summary>
    public YamlNode Of(object read, string? key = null)
    {
        var node = nodes[read];
        return key is not null && node is YamlMappingNode mapping && mapping.Child(key) is { } child ? child : node;
    }
}

internal static class Nodes
{
    public static YamlNode? Child(this YamlMappingNode mapping, string key) =>
        mapping.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    public static string? Scalar(this YamlMappingNode mapping, string key) => (mapping.Child(key) as YamlScalarNode)?.Value;
}
