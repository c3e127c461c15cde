using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>Loads text as plain YAML: one document, no anchors, aliases or tags, bounded in size and depth. A recipe needs none of these, and an attacker does.</summary>
internal static class YamlText
{
    // The longest of the examples is under 100 kB.
    private const int LongestText = 1_000_000;
    private const int DeepestNesting = 40;

    public static YamlMappingNode? Load(string text, Findings findings)
    {
        if (text.Length > LongestText)
        {
            findings.Add(1, 1, Severity.Error, "yaml", $"The text has {text.Length} characters; a recipe has at most {LongestText}.");
            return null;
        }

        var reached = Mark.Empty;
        try
        {
            if (!IsPlain(text, findings, ref reached)) return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }]) return root;
            findings.Add(1, 1, Severity.Error, "yaml", stream.Documents.Count > 1
                ? "The file holds several documents; a recipe is one."
                : "A recipe is a mapping that begins with id, version and title.");
        }
        catch (YamlException wrong)
        {
            if (!HasTab(text, findings)) findings.Add(
                Math.Max(1, (int)wrong.Start.Line), Math.Max(1, (int)wrong.Start.Column), Severity.Error, "yaml",
                $"The text is not YAML here: {wrong.Message.TrimEnd('.')}. Look at indentation, colons and quotes.");
        }

        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // The parser loses its way in some broken texts instead of saying so.
            if (!HasTab(text, findings)) findings.Add(Math.Max(1, (int)reached.Line), Math.Max(1, (int)reached.Column), Severity.Error, "yaml", "The text is not YAML after this place. Look for a bracket, brace or quote that is not closed.");
        }

        return null;
    }

    // YAML forbids tabs in indentation (https://yaml.org/spec/1.2.2/#61-indentation-spaces), and the parser does not say where it met one.
    private static bool HasTab(string text, Findings findings)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var column = lines[line].AsSpan().IndexOfAnyExcept(' ');
            if (column < 0 || lines[line][column] != '\t' || string.IsNullOrWhiteSpace(lines[line])) continue;
            findings.Add(line + 1, column + 1, Severity.Error, "yaml", "A tab stands in the indentation here. Indent with spaces.");
            return true;
        }

        return false;
    }

    private static bool IsPlain(string text, Findings findings, ref Mark reached)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var next = parser.Current!;
            reached = next.Start;
            depth += next.NestingIncrease;
            var sentence = next switch
            {
                AnchorAlias => "An alias (*name) is not allowed in a recipe; write the value out.",
                NodeEvent { Anchor.IsEmpty: false } => "An anchor (&name) is not allowed in a recipe; write the value out where it is used.",
                NodeEvent { Tag.IsEmpty: false } => "A tag (!name) is not allowed in a recipe.",
                _ when depth > DeepestNesting => $"The text is nested more than {DeepestNesting} deep.",
                _ => null,
            };
            if (sentence is null) continue;
            findings.Add((int)next.Start.Line, (int)next.Start.Column, Severity.Error, "yaml", sentence);
            return false;
        }

        return true;
    }
}
