using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>The release specification: each test can be met, by a number or by words, and what may be awaited has a day.</summary>
internal static class ReleaseRules
{
    public static void Check(Checking checking)
    {
        var recipe = checking.Recipe;
        var sources = recipe.Sources.Select(source => source.Key).Append(ParameterRules.Judgement).ToHashSet(StringComparer.Ordinal);
        foreach (var group in recipe.Release.GroupBy(test => test.Test).Where(group => group.Count() > 1))
            foreach (var again in group.Skip(1))
                checking.Error(again, "test", "duplicate-id", $"Two release tests are called {group.Key}; give one of them another name.");
        foreach (var test in recipe.Release)
        {
            Criterion(checking, test);
            Pending(checking, test);
            if (test.From is not null) Source(checking, test);
            foreach (var key in test.Basis.Where(key => !sources.Contains(key)))
                checking.Error(test, "basis", "unknown-source", $"Release test {test.Test} rests on source {key}, which is not among the sources.{Spelling.Suggest(key, sources)}");
        }
    }

    private static void Criterion(Checking checking, Specification test)
    {
        if (test.Limits.IsOpen == test.Expected is null)
            checking.Error(test, "test", "missing-limit", $"Release test {test.Test} needs either limits for a number or the words that are expected.");
        if (test.Limits is { Low: { } low, High: { } high } && low > high)
            checking.Error(test, "limits", "impossible-range", $"The limits of release test {test.Test} leave nothing that could lie in them.");
        if (!test.Limits.IsOpen && !Unit.TryParse(test.Unit ?? "", out _))
            checking.Error(test, "limits", "unknown-unit", $"Release test {test.Test} has limits; give their unit, in UCUM.");
        if (test.Expected is not null && test.Unit is not null)
            checking.Error(test, "unit", "unknown-unit", $"Release test {test.Test} is answered in words and has no unit.");
    }

    private static void Pending(Checking checking, Specification test)
    {
        if (test.MayBePending && test.Due is null)
            checking.Error(test, "may-be-pending", "missing-key", $"Release test {test.Test} may be pending; say within what time of the end of the batch its result is due, such as due: 14 d.");
        if (!test.MayBePending && test.Due is not null)
            checking.Error(test, "due", "missing-key", $"Release test {test.Test} has a due time and may not be pending; a test without may-be-pending: true is due before release.");
        if (test is { MayBePending: true, From: not null })
            checking.Error(test, "from", "unknown-reference", $"Release test {test.Test} is taken from the record and cannot be pending: the record is complete before release.");
    }

    private static void Source(Checking checking, Specification test)
    {
        var slash = test.From!.IndexOf('/');
        var units = slash > 0 && checking.Outline.TryGetValue(test.From[..slash], out var phase) ? phase.Units : null;
        if (units is null || !units.TryGetValue(test.From[(slash + 1)..], out var unit))
            checking.Error(test, "from", "unknown-reference", $"Release test {test.Test} is taken from {test.From}, which is no parameter of a step. Write it as step/parameter.");
        else if (test.Expected is not null)
            checking.Error(test, "from", "unit-mismatch", $"Release test {test.Test} is taken from a number of the record; give it limits instead of words.");
        else if (unit != test.Unit)
            checking.Error(test, "unit", "unit-mismatch", $"Release test {test.Test} is in {test.Unit ?? "no unit"} and {test.From} in {unit}; the result is taken as it stands, so write {unit}.");
    }
}
