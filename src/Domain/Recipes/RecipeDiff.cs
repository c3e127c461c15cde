using System.Collections;
using System.Globalization;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes;

/// <summary>What kind of difference.</summary>
public enum ChangeKind
{
    /// <summary>Only the second recipe has it.</summary>
    Added,

    /// <summary>Only the first recipe has it.</summary>
    Removed,

    /// <summary>Both have it, in another place of the flow.</summary>
    Moved,

    /// <summary>Both have it, with another value.</summary>
    Changed,
}

/// <summary>One difference between two recipes.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Phase">Id of the step, or null when it concerns the recipe as a whole.</param>
/// <param name="Parameter">Name of the parameter, or null.</param>
/// <param name="Field">What of it: the key in the text, e.g. <c>proven</c>.</param>
/// <param name="From">Before, as text; null when it was not there.</param>
/// <param name="To">After, as text; null when it is no longer there.</param>
public sealed record RecipeChange(ChangeKind Kind, string? Phase, string? Parameter, string Field, string? From, string? To)
{
    /// <summary>How much the parameter matters in the later recipe, or, when it is gone, in the earlier one; null when it is about no parameter.</summary>
    public Criticality? Class { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var where = (Phase, Parameter) switch
        {
            (null, _) => $"recipe {Field}",
            (_, null) => $"step {Phase} {Field}",
            _ => $"step {Phase} parameter {Parameter} {Field}",
        };
        return Kind switch
        {
            ChangeKind.Added => $"{where.TrimEnd()} added: {To}",
            ChangeKind.Removed => $"{where.TrimEnd()} removed: {From}",
            ChangeKind.Moved => $"{where.TrimEnd()} moved: from {From} to {To}",
            _ => $"{where.TrimEnd()}: {From ?? "nothing"} → {To ?? "nothing"}",
        };
    }
}

/// <summary>Compares two recipes by meaning: layout and comments make no difference.</summary>
public static class RecipeDiff
{
    /// <summary>Differences from <paramref name="a"/> to <paramref name="b"/>, in the order of the text.</summary>
    public static IReadOnlyList<RecipeChange> Compare(Recipe a, Recipe b)
    {
        var changes = new List<RecipeChange>();
        Fields(changes, a, b, null, null, nameof(Recipe.Procedure), nameof(Recipe.Release));
        var (before, after) = (a.Phases.ToDictionary(phase => phase.Id), b.Phases.ToDictionary(phase => phase.Id));
        foreach (var phase in a.Phases.Where(phase => !after.ContainsKey(phase.Id)))
            changes.Add(new(ChangeKind.Removed, phase.Id, null, "", $"{phase.Type}, {phase.Title}", null));
        foreach (var phase in b.Phases)
        {
            if (!before.TryGetValue(phase.Id, out var old)) changes.Add(new(ChangeKind.Added, phase.Id, null, "", null, $"{phase.Type}, {phase.Title}"));
            else Phases(changes, old, phase);
        }

        changes.AddRange(FlowDiff.Compare(a, b));
        Tests(changes, a, b);
        return [.. changes.Select(change => change with { Class = (Find(b, change) ?? Find(a, change))?.Class })];
    }

    private static Parameter? Find(Recipe recipe, RecipeChange change) => change.Parameter is null ? null
        : recipe.Phases.FirstOrDefault(phase => phase.Id == change.Phase)?.Parameters.FirstOrDefault(parameter => parameter.Name == change.Parameter);

    // A test of the release specification is told by its name, as a parameter is.
    private static void Tests(List<RecipeChange> changes, Recipe a, Recipe b)
    {
        foreach (var test in a.Release.Where(test => b.Release.All(other => other.Test != test.Test)))
            changes.Add(new(ChangeKind.Removed, null, null, $"release test {test.Test}", test.Title, null));
        foreach (var test in b.Release)
        {
            if (a.Release.FirstOrDefault(old => old.Test == test.Test) is not { } old)
            {
                changes.Add(new(ChangeKind.Added, null, null, $"release test {test.Test}", null, test.Title));
                continue;
            }

            var fields = new List<RecipeChange>();
            Fields(fields, old, test, null, null);
            changes.AddRange(fields.Select(change => change with { Field = $"release test {test.Test} {change.Field}" }));
        }
    }

    private static void Phases(List<RecipeChange> changes, Phase a, Phase b)
    {
        if (a.Type != b.Type)
        {
            changes.Add(new(ChangeKind.Changed, b.Id, null, "type", a.Type, b.Type));
            return;
        }

        Fields(changes, a, b, b.Id, null, nameof(Phase.Parameters));
        var after = b.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (var parameter in a.Parameters.Where(parameter => !after.ContainsKey(parameter.Name)))
            changes.Add(new(ChangeKind.Removed, b.Id, parameter.Name, "", parameter.Title, null));
        foreach (var parameter in b.Parameters)
        {
            if (a.Parameters.FirstOrDefault(old => old.Name == parameter.Name) is { } old) Fields(changes, old, parameter, b.Id, parameter.Name);
            else changes.Add(new(ChangeKind.Added, b.Id, parameter.Name, "", null, parameter.Title));
        }
    }

    private static void Fields(List<RecipeChange> changes, object a, object b, string? phase, string? parameter, params string[] except)
    {
        foreach (var field in Shape.FieldsOf(b.GetType()).Where(field => !except.Contains(field.Property.Name)))
        {
            var (from, to) = (field.Property.GetValue(a), field.Property.GetValue(b));
            if (from is IEnumerable left and not string && to is IEnumerable right)
            {
                var (old, now) = (left.Cast<object>().Select(Text).ToList(), right.Cast<object>().Select(Text).ToList());
                changes.AddRange(old.Except(now).Select(item => new RecipeChange(ChangeKind.Removed, phase, parameter, field.Key, item, null)));
                changes.AddRange(now.Except(old).Select(item => new RecipeChange(ChangeKind.Added, phase, parameter, field.Key, null, item)));
                if (old.Count == now.Count && !old.SequenceEqual(now) && !old.Except(now).Any())
                    changes.Add(new(ChangeKind.Moved, phase, parameter, field.Key, string.Join("; ", old), string.Join("; ", now)));
            }
            else if (Text(from) != Text(to))
            {
                changes.Add(new(ChangeKind.Changed, phase, parameter, field.Key, Text(from), Text(to)));
            }
        }
    }

    // As a recipe writes it: 36 h, 12 d, 90 s.
    private static string Duration(TimeSpan time)
    {
        var (unit, name) = time switch
        {
            _ when time.Ticks % TimeSpan.TicksPerDay == 0 && time.TotalDays >= 3 => (TimeSpan.TicksPerDay, "d"),
            _ when time.Ticks % TimeSpan.TicksPerHour == 0 => (TimeSpan.TicksPerHour, "h"),
            _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => (TimeSpan.TicksPerMinute, "min"),
            _ => (TimeSpan.TicksPerSecond, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(double)time.Ticks / unit} {name}");
    }

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        Enum member => Shape.NameOf(member.ToString()),
        Limits { IsOpen: true } => "open",
        Limits limits => $"[{Text(limits.Low)}, {Text(limits.High)}]".Replace("nothing", "open", StringComparison.Ordinal),
        TimeSpan time => Duration(time),
        Formula formula => formula.Text,
        Derivation from => $"{from.By} extends {from.Name}, {(from.Overridden.Count == 1 ? "1 field" : $"{from.Overridden.Count} fields")} set otherwise", // each of them is a change of its own
        Material material => material.Name + (material.Critical ? " (critical)" : "") + $", {material.Title}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(Text)),
        _ => string.Join(", ", Shape.FieldsOf(value.GetType()).Select(field => (field.Key, Value: field.Property.GetValue(value)))
            .Where(pair => pair.Value is not null).Select(pair => $"{pair.Key} {Text(pair.Value)}")),
    };
}
