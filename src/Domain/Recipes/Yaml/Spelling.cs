namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary><c> Did you mean …?</c>, or nothing when no candidate is near.</summary>
    public static string Suggest(string written, IEnumerable<string> candidates) =>
        Nearest(written, candidates) is { } meant ? $" Did you mean {meant}?" : "";

    /// <summary>The candidate that is near enough to be meant, or null.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        if (written.Length is 0 or > 60) return null;
        var nearest = candidates.Select(candidate => (candidate, distance: Distance(written, candidate)))
            .OrderBy(pair => pair.distance).FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= (written.Length < 4 ? 1 : Math.Clamp(written.Length / 3, 2, 4)) ? nearest.candidate : null;
    }

    // Levenshtein: insertions, deletions and replacements.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
