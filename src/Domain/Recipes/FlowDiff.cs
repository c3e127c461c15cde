using System.Globalization;

namespace Cellwright.Domain.Recipes;

/// <summary>Steps that stand elsewhere, and conditions of choices and repeats that changed.</summary>
internal static class FlowDiff
{
    public static IEnumerable<RecipeChange> Compare(Recipe a, Recipe b)
    {
        var (before, after) = (Places(a), Places(b));
        var shared = before.Keys.Where(after.ContainsKey).ToHashSet(StringComparer.Ordinal);
        var still = Unmoved([.. before.Keys.Where(shared.Contains)], [.. after.Keys.Where(shared.Contains)]);
        foreach (var id in after.Keys.Where(shared.Contains))
        {
            if (before[id] != after[id]) yield return new(ChangeKind.Moved, id, null, "", before[id], after[id]);
            else if (!still.Contains(id)) yield return new(ChangeKind.Moved, id, null, "", Beside(before, id), Beside(after, id));
        }

        var (from, to) = (Rules(a), Rules(b));
        foreach (var (key, rule) in from.Where(pair => !to.ContainsKey(pair.Key))) yield return new(ChangeKind.Removed, null, null, key, rule, null);
        foreach (var (key, rule) in to)
        {
            if (!from.TryGetValue(key, out var old)) yield return new(ChangeKind.Added, null, null, key, null, rule);
            else if (old != rule) yield return new(ChangeKind.Changed, null, null, key, old, rule);
        }
    }

    // Where each step stands: operation, and the branch, case or repeat within it.
    private static OrderedDictionary<string, string> Places(Recipe recipe)
    {
        var places = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in recipe.Procedure.SelectMany(unit => unit.Operations)) Place(places, operation.Flow, $"operation {operation.Id}");
        return places;
    }

    private static void Place(OrderedDictionary<string, string> places, FlowNode node, string place)
    {
        switch (node)
        {
            case PhaseNode phase:
                places[phase.Phase.Id] = place;
                break;
            case Sequence sequence:
                foreach (var next in sequence.Nodes) Place(places, next, place);
                break;
            case Parallel parallel:
                for (var index = 0; index < parallel.Branches.Count; index++) Place(places, parallel.Branches[index], $"{place}, parallel branch {index + 1}");
                break;
            case Choice choice:
                for (var index = 0; index < choice.Cases.Count; index++) Place(places, choice.Cases[index].Do, $"{place}, choice {choice.Id} case {index + 1}");
                Place(places, choice.Else, $"{place}, choice {choice.Id} else");
                break;
            case Repeat repeat:
                Place(places, repeat.Body, $"{place}, repeat {repeat.Id}");
                break;
        }
    }

    // The longest order that both have in common: what is not in it has moved.
    private static HashSet<string> Unmoved(List<string> a, List<string> b)
    {
        var length = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
            for (var j = b.Count - 1; j >= 0; j--)
                length[i, j] = a[i] == b[j] ? 1 + length[i + 1, j + 1] : Math.Max(length[i + 1, j], length[i, j + 1]);
        var common = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0, j = 0; i < a.Count && j < b.Count;)
        {
            if (a[i] == b[j])
            {
                common.Add(a[i++]);
                j++;
            }
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }

        return common;
    }

    private static string Beside(OrderedDictionary<string, string> places, string id)
    {
        var index = places.IndexOf(id);
        return index == 0 ? "the beginning" : $"after {places.GetAt(index - 1).Key}";
    }

    private static Dictionary<string, string> Rules(Recipe recipe)
    {
        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in recipe.Procedure.SelectMany(unit => unit.Operations)) Rules(rules, operation.Flow);
        return rules;
    }

    private static void Rules(Dictionary<string, string> rules, FlowNode node)
    {
        switch (node)
        {
            case Sequence sequence:
                foreach (var next in sequence.Nodes) Rules(rules, next);
                break;
            case Parallel parallel:
                foreach (var branch in parallel.Branches) Rules(rules, branch);
                break;
            case Choice choice:
                for (var index = 0; index < choice.Cases.Count; index++)
                {
                    rules[$"choice {choice.Id} case {index + 1}"] = choice.Cases[index].When.Text;
                    Rules(rules, choice.Cases[index].Do);
                }

                Rules(rules, choice.Else);
                break;
            case Repeat repeat:
                rules[$"repeat {repeat.Id}"] = string.Create(CultureInfo.InvariantCulture, $"at most {repeat.AtMost} times{(repeat.Until is { } until ? $", until {until.Text}" : "")}");
                Rules(rules, repeat.Body);
                break;
        }
    }
}
