using System.Collections.Concurrent;
using Cellwright.Domain.Execution;
using Cellwright.Server.Monitoring.Across;

namespace Cellwright.Server.Pages;

/// <content>What was recorded in every batch, for charts and comparisons: of ended ones kept as they end, of those under way read from their state.</content>
public sealed partial class Site
{
    private readonly ConcurrentDictionary<string, BatchFacts> facts = new();
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal); // few different ones in very many batches: each is kept once

    /// <summary>What was recorded in the batches that executed a recipe, whichever version, in no order; rehearsals are none.</summary>
    /// <param name="recipe">Id of the recipe, or null for all of them.</param>
    public IEnumerable<BatchFacts> Executed(string? recipe)
    {
        foreach (var (_, one) in facts)
            if (recipe is null || one.Recipe.Id == recipe) yield return one;
        foreach (var (id, row) in live)
            if (!row.Batch.Rehearsal && (recipe is null || row.Batch.Recipe!.Id == recipe) && !facts.ContainsKey(id)) yield return BatchFacts.Of(row.Batch);
    }

    private void Keep(Batch batch)
    {
        if (batch.Rehearsal) return;
        var read = BatchFacts.Of(batch);
        facts[batch.Id] = read with
        {
            Values = [.. read.Values.Select(value => value with { Reference = Once(value.Reference), Unit = Once(value.Unit), By = Once(value.By), Instrument = value.Instrument is { } item ? Once(item) : null })],
            Used = [.. read.Used.Select(used => used with { Kind = Once(used.Kind), Which = Once(used.Which) })],
        };
    }

    private string Once(string word)
    {
        if (words.TryGetValue(word, out var known)) return known;
        words[word] = word;
        return word;
    }
}
