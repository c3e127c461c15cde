using System.Globalization;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics.Units;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>Reads single values: text, numbers, truths, names of an enumeration, durations, formulas.</summary>
internal sealed partial class Scalars(Findings findings, Marks marks, Func<string, Unit?> unitOf)
{
    public static bool Reads(Type type) =>
        type == typeof(string) || type == typeof(double) || type == typeof(int) || type == typeof(bool)
        || type == typeof(TimeSpan) || type == typeof(Formula) || type.IsEnum;

    public static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    public object? Read(YamlScalarNode node, Type type, string what)
    {
        var text = node.Value ?? "";
        if (type == typeof(string)) return text.Length > 0 ? text : Wrong(node, $"{what} is empty.");
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : Wrong(node, $"{what} is a number, such as 37.5 or 1.2e9, and not {text}.");
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Wrong(node, $"{what} is a whole number, and not {text}.");
        if (type == typeof(bool))
            return text is "true" or "false" ? text == "true" : Wrong(node, $"{what} is true or false, and not {text}.");
        if (type == typeof(TimeSpan)) return Duration(node, text, what);
        return type == typeof(Formula) ? Formula(node, text) : Member(node, text, type, what);
    }

    private object? Duration(YamlScalarNode node, string text, string what)
    {
        if (DurationText().Match(text) is not { Success: true } match
            || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount > 10_000)
            return Wrong(node, $"{what} is a duration, such as 24 h, 30 min, 90 s or 12 d, and not {text}.");
        var seconds = match.Groups[2].Value switch { "d" => 86_400, "h" => 3_600, "min" => 60, _ => 1 };
        return TimeSpan.FromTicks((long)Math.Round(amount * seconds * TimeSpan.TicksPerSecond));
    }

    private object? Formula(YamlScalarNode node, string text)
    {
        Formula formula;
        try
        {
            formula = Recipes.Formula.Parse(text);
        }
        catch (FormatException wrong)
        {
            return Wrong(node, wrong.Message, "formula");
        }

        // A reference that leads nowhere is a finding of its own; units are settled only when all are known.
        if (formula.References.All(reference => unitOf(reference) is not null))
        {
            try
            {
                formula = formula.Bound(reference => unitOf(reference)!);
            }
            catch (FormatException wrong)
            {
                findings.Error(node, "unit-mismatch", wrong.Message);
            }
        }

        marks.Set(formula, node);
        return formula;
    }

    private object? Member(YamlScalarNode node, string text, Type type, string what)
    {
        var names = Enum.GetNames(type).ToDictionary(Shape.NameOf);
        return names.TryGetValue(text, out var name)
            ? Enum.Parse(type, name)
            : Wrong(node, $"{what} is one of {string.Join(", ", names.Keys)}, and not {text}.{Spelling.Suggest(text, names.Keys)}");
    }

    private object? Wrong(YamlNode node, string sentence, string rule = "value")
    {
        findings.Error(node, rule, sentence);
        return null;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?) ?(d|h|min|s)$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationText();
}
