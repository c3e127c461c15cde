using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Changes of a text at the places of its YAML nodes. Every other letter stays: comments, order, blanks.</summary>
internal sealed class TextEdit(string text)
{
    private readonly List<(int From, int To, string Text)> changes = [];
    private readonly List<int> lines = [0, .. text.Select((letter, at) => letter == '\n' ? at + 1 : 0).Where(at => at > 0)];

    /// <summary>Puts another scalar in the place of a node.</summary>
    public void Replace(YamlNode node, string by) => changes.Add((At(node.Start), At(node.End), by));

    /// <summary>Adds an entry to a mapping, behind the entry of a key that it has.</summary>
    public void After(YamlMappingNode mapping, string key, string entry)
    {
        var (name, value) = mapping.Children.First(pair => pair.Key is YamlScalarNode { Value: { } written } && written == key);
        var end = At(value.End);
        if (mapping.Style == MappingStyle.Flow)
        {
            changes.Add((end, end, $", {entry}"));
            return;
        }

        var stop = text.IndexOf('\n', end);
        if (stop < 0) stop = text.Length;
        var crlf = stop > 0 && stop < text.Length && text[stop - 1] == '\r';
        if (crlf) stop--;
        changes.Add((stop, stop, $"{(crlf ? "\r\n" : "\n")}{new string(' ', (int)name.Start.Column - 1)}{entry}"));
    }

    /// <summary>Adds an item to a sequence, before its first; false where the text gives no place for it.</summary>
    public bool First(YamlSequenceNode sequence, string item)
    {
        if (sequence.Style == SequenceStyle.Flow)
        {
            var inside = At(sequence.Start) + 1;
            changes.Add((inside, inside, sequence.Children.Count == 0 ? item : $"{item}, "));
            return true;
        }

        if (sequence.Children.Count == 0) return false;
        var line = lines[(int)sequence.Children[0].Start.Line - 1];
        var indent = text.AsSpan(line).IndexOfAnyExcept(' ');
        if (text[line + indent] != '-') return false;
        changes.Add((line, line, $"{new string(' ', indent)}- {item}{NewLine}"));
        return true;
    }

    /// <summary>Adds lines before the one of a node that begins its line.</summary>
    public bool Before(YamlNode node, string added)
    {
        if (node.Start.Column != 1) return false;
        changes.Add((At(node.Start), At(node.Start), added.Replace("\n", NewLine, StringComparison.Ordinal)));
        return true;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var edited = text;
        foreach (var (from, to, by) in changes.OrderByDescending(change => change.From).ThenByDescending(change => changes.IndexOf(change)))
            edited = string.Concat(edited.AsSpan(0, from), by, edited.AsSpan(to));
        return edited;
    }

    private string NewLine => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private int At(Mark mark) => Math.Min(text.Length, lines[Math.Min((int)mark.Line, lines.Count) - 1] + (int)mark.Column - 1);
}
