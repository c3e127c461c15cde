namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>What the pattern of the facts alone says: which of them can be tried, which are one, and which levels go only together.</summary>
internal static class Confounding
{
    /// <summary>The facts that can be tried, those that always changed together as one; and what cannot be told.</summary>
    public static (List<Term> Terms, List<CannotTell> Untold) Of(IReadOnlyList<Fact> facts)
    {
        var (terms, untold) = (new List<Term>(), new List<CannotTell>());
        var groups = new List<(List<string> Names, List<List<string>> Levels, int[] Pattern)>();
        foreach (var fact in facts)
        {
            var levels = fact.Levels.Select(level => level ?? Fact.NotRecorded).ToList();
            var distinct = levels.Distinct().Count();
            if (distinct == 1)
            {
                untold.Add(new(Untold.AlwaysTheSame, [fact.Name], [levels[0]], levels.Count));
                continue;
            }

            if (levels.Count - distinct < Attributing.FewestFreedom)
            {
                untold.Add(new(Untold.AnotherInEveryBatch, [fact.Name], [], distinct));
                continue;
            }

            var pattern = Pattern(levels);
            var same = groups.FindIndex(group => group.Pattern.SequenceEqual(pattern));
            if (same < 0)
            {
                groups.Add(([fact.Name], [levels], pattern));
                continue;
            }

            untold.Add(new(Untold.AlwaysTogether, [groups[same].Names[0], fact.Name], [], levels.Count));
            groups[same].Names.Add(fact.Name);
            groups[same].Levels.Add(levels);
        }

        for (var i = 0; i < groups.Count; i++)
            for (var j = i + 1; j < groups.Count; j++) untold.AddRange(Together(groups[i].Names, groups[i].Levels, groups[j].Names, groups[j].Levels));
        terms.AddRange(groups.Select(group => Term.Of(string.Join(" / ", group.Names),
            [.. Enumerable.Range(0, group.Pattern.Length).Select(i => string.Join(" / ", group.Levels.Select(levels => levels[i]).Distinct()))])));
        return (terms, untold);
    }

    // Levels of two facts whose batches are the same ones.
    private static IEnumerable<CannotTell> Together(List<string> names, List<List<string>> levels, List<string> others, List<List<string>> otherLevels)
    {
        var (mine, theirs) = (Members(levels[0]), Members(otherLevels[0]));
        foreach (var (level, batches) in mine)
            foreach (var (other, otherBatches) in theirs)
                if (batches.Count > 1 && batches.SequenceEqual(otherBatches)) yield return new(Untold.OnlyTogether, [names[0], others[0]], [level, other], batches.Count);
    }

    private static SortedDictionary<string, List<int>> Members(List<string> levels) =>
        new(levels.Select((level, i) => (level, i)).GroupBy(pair => pair.level).ToDictionary(group => group.Key, group => group.Select(pair => pair.i).ToList()), StringComparer.Ordinal);

    // Levels by the order of their first batch: equal for facts that divide the batches alike.
    private static int[] Pattern(List<string> levels)
    {
        var order = new Dictionary<string, int>();
        return [.. levels.Select(level => order.TryGetValue(level, out var known) ? known : order[level] = order.Count)];
    }
}
