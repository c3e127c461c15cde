using System.Globalization;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>Ranges, limits, units, tags and sources of parameters.</summary>
internal static class ParameterRules
{
    /// <summary>The basis of a number that no source supports.</summary>
    internal const string Judgement = "engineering-judgement";

    public static void Check(Checking checking)
    {
        var sources = checking.Recipe.Sources.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var phase in checking.Recipe.Phases)
        {
            foreach (var key in phase.Basis.Where(key => key != Judgement && !sources.Contains(key)))
                checking.Error(phase, "basis", "unknown-source", $"Step {phase.Id} rests on source {key}, which is not among the sources.{Spelling.Suggest(key, sources.Append(Judgement))}");
            foreach (var parameter in phase.Parameters)
            {
                Ranges(checking, phase, parameter);
                Binding(checking, phase, parameter);
                foreach (var key in parameter.Basis.Where(key => key != Judgement && !sources.Contains(key)))
                    checking.Error(parameter, "basis", "unknown-source", $"Parameter {parameter.Name} of step {phase.Id} rests on source {key}, which is not among the sources.{Spelling.Suggest(key, sources.Append(Judgement))}");
            }
        }
    }

    private static void Ranges(Checking checking, Phase phase, Parameter parameter)
    {
        var what = $"{parameter.Name} of step {phase.Id}";
        if (!Unit.TryParse(parameter.Unit, out _))
            checking.Error(parameter, "unit", "unknown-unit", $"Parameter {what} has the unit {parameter.Unit}. {Reason(parameter.Unit)}");
        foreach (var (key, range) in new[] { ("normal", parameter.Normal), ("proven", parameter.Proven) })
        {
            if (range is { Low: { } low, High: { } high } && low > high)
                checking.Error(parameter, key, "impossible-range", $"The {key} range of {what} runs from {Text(low)} down to {Text(high)}; nothing can lie in it.");
        }

        if (!Within(parameter.Normal, parameter.Proven))
            checking.Error(parameter, "normal", "impossible-range", $"The normal range of {what} reaches outside its proven range: a value could be normal and a deviation at the same time.");
        if (parameter.Target is { } target)
        {
            if (!parameter.Proven.Contain(target))
                checking.Error(parameter, "target", "impossible-range", $"The target of {what}, {Text(target)}, lies outside its proven range.");
            else if (!parameter.Normal.Contain(target))
                checking.Error(parameter, "target", "impossible-range", $"The target of {what}, {Text(target)}, lies outside its normal range.");
        }

        if (parameter.Estimate is { Variability: < 0 } or { Batches: < 1 })
            checking.Error(parameter, "estimate", "estimate", $"The estimate of {what} has a negative variability or no batch. Variability is a standard deviation, and batches are counted from 1.");
        if (parameter.Estimate is not null && parameter.Normal.IsOpen && parameter.Proven.IsOpen)
            checking.Error(parameter, "estimate", "missing-limit", $"{what} names the estimate of a limit, and has no limit.");
        if (parameter.Class == Criticality.CPP && parameter.Proven.IsOpen)
            checking.Error(parameter, "class", "missing-limit", $"{what} is a critical process parameter and has no proven range; give it one, or lower its class with a reason.");
        if (parameter.Hold && parameter.Proven.IsOpen)
            checking.Error(parameter, "hold", "missing-limit", $"{what} is to hold the batch, and has no proven range to leave.");
        if (parameter is { SettingOnly: true, Target: null })
            checking.Error(parameter, "setting-only", "missing-limit", $"{what} is a setting for the equipment, and has no target to send.");
    }

    private static void Binding(Checking checking, Phase phase, Parameter parameter)
    {
        var what = $"{parameter.Name} of step {phase.Id}";
        if (parameter.Taking != Taking.Single && parameter.Window is null)
            checking.Error(parameter, "taking", "missing-key", $"{what} is taken as {Shape.Kebab(parameter.Taking.ToString())}; say over what window, such as window: 30 min.");
        if (parameter.Taking == Taking.Condition && parameter.Normal.IsOpen)
            checking.Error(parameter, "taking", "missing-limit", $"{what} waits for a condition, and has no normal range to lie in.");
        if (parameter.Tag is null)
        {
            if (parameter.Watch) checking.Error(parameter, "watch", "unknown-tag", $"{what} is to be watched, and names no tag.");
            return;
        }

        var role = parameter.From ?? phase.Equipment;
        if (role is null)
        {
            checking.Error(parameter, "tag", "unknown-tag", $"{what} names tag {parameter.Tag} of no equipment; give the step an equipment role, or the parameter a from.");
            return;
        }

        if (parameter.From is not null && checking.Role(parameter.From) is null)
            checking.Error(parameter, "from", "unknown-reference", $"There is no equipment role {parameter.From}.{Spelling.Suggest(parameter.From, checking.RoleNames)}");
        if (checking.ClassOf(role) is not { } known) return;
        if (known.Tag(parameter.Tag) is not { } tag)
        {
            checking.Error(parameter, "tag", "unknown-tag", $"Equipment of class {known.Name} has no tag {parameter.Tag}.{Spelling.Suggest(parameter.Tag, known.Tags.Select(t => t.Name))}");
            return;
        }

        if (tag.OnEvent && (parameter.Watch || parameter.Taking != Taking.Single))
            checking.Error(parameter, parameter.Watch ? "watch" : "taking", "unknown-tag", $"Tag {tag.Name} of class {known.Name} is published when it is measured; it can only be taken as a single value.");
        if (tag.Unit == parameter.Unit || !Unit.TryParse(parameter.Unit, out var unit)) return;
        checking.Error(parameter, "unit", "unit-mismatch", unit.IsCommensurableWith(Unit.Parse(tag.Unit))
            ? $"{what} is in {parameter.Unit} and its tag in {tag.Unit}; values are kept as the device gives them, so write {tag.Unit}."
            : $"{what} is in {parameter.Unit} and its tag {tag.Name} in {tag.Unit}: they measure different things.");
    }

    private static bool Within(Limits inner, Limits outer) =>
        inner.IsOpen
        || ((outer.Low is not { } low || inner.Low >= low || (inner.Low is null && inner.High >= low))
            && (outer.High is not { } high || inner.High <= high || (inner.High is null && inner.Low <= high)));

    private static string Reason(string unit)
    {
        try
        {
            Unit.Parse(unit);
            return "";
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
