using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Variants;

/// <summary>
/// Writes a YAML tree in one canonical layout, so that the same content always has the same bytes and the same hash; and says on
/// which lines each mapping came to stand.
/// </summary>
internal sealed class YamlLayout
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<YamlNode, (int First, int Last)> lines = new(ReferenceEqualityComparer.Instance);
    private int line = 1;

    private YamlLayout()
    {
    }

    public static (string Text, IReadOnlyDictionary<YamlNode, (int First, int Last)> Lines) Write(YamlMappingNode root)
    {
        var layout = new YamlLayout();
        layout.Mapping(root, 0, startsHere: true);
        return (layout.text.ToString(), layout.lines);
    }

    /// <summary>A value on one line, for people.</summary>
    public static string Inline(YamlNode node) => node switch
    {
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Children.Select(Inline))}]",
        YamlMappingNode mapping => string.Join(", ", mapping.Children.Select(pair => $"{Inline(pair.Key)} {Inline(pair.Value)}")),
        _ => "",
    };

    private void Mapping(YamlMappingNode mapping, int indent, bool startsHere)
    {
        var first = line;
        foreach (var (key, value) in mapping.Children)
        {
            if (!startsHere) text.Append(' ', indent);
            startsHere = false;
            text.Append(Scalar((YamlScalarNode)key, inFlow: false)).Append(':');
            Value(value, indent + 2);
        }

        lines[mapping] = (first, line - 1);
    }

    private void Value(YamlNode value, int indent)
    {
        switch (value)
        {
            case YamlMappingNode { Children.Count: > 0 } mapping:
                End("");
                Mapping(mapping, indent, startsHere: false);
                break;
            case YamlSequenceNode sequence when sequence.Children.Any(child => child is not YamlScalarNode):
                End("");
                foreach (var child in sequence.Children) Item(child, indent);
                break;
            case YamlSequenceNode sequence:
                End($" [{string.Join(", ", sequence.Children.Cast<YamlScalarNode>().Select(child => Scalar(child, inFlow: true)))}]");
                break;
            case YamlScalarNode scalar:
                End(" " + Scalar(scalar, inFlow: false));
                break;
            default:
                End(" {}");
                break;
        }
    }

    private void Item(YamlNode child, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (child is YamlMappingNode { Children.Count: > 0 } mapping)
        {
            text.Append(' ');
            Mapping(mapping, indent + 2, startsHere: true);
        }
        else
        {
            Value(child, indent + 2);
        }
    }

    private void End(string last)
    {
        text.Append(last).Append('\n');
        line++;
    }

    // What was plain stays plain where it can; all else is quoted, so that nothing changes its meaning.
    private static string Scalar(YamlScalarNode scalar, bool inFlow)
    {
        var value = scalar.Value ?? "";
        if (scalar.Style == ScalarStyle.Plain)
        {
            if (value.Length == 0) return "null";
            if (!value.Contains('\n', StringComparison.Ordinal) && (!inFlow || value.AsSpan().IndexOfAny(",[]{}") < 0)) return value;
        }

        var quoted = new StringBuilder("\"");
        foreach (var letter in value)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter == '\n') quoted.Append("\\n");
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }
}
