using System.Collections.Concurrent;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>For which work devices say that they measured, each met once and numbered, so that a row of a reading stays small. The numbers hold within this process only.</summary>
internal static class Purposes
{
    private static readonly Lock Adding = new();
    private static readonly ConcurrentDictionary<MeasuredFor, int> Numbers = new();
    private static volatile MeasuredFor?[] known = [null];
    private static int count = 1;

    /// <summary>The number of a purpose, given at its first mention; 0 for none.</summary>
    public static int Number(MeasuredFor? purpose)
    {
        if (purpose is null) return 0;
        if (Numbers.TryGetValue(purpose, out var number)) return number;
        lock (Adding)
        {
            if (Numbers.TryGetValue(purpose, out number)) return number;
            var into = known;
            if (count == into.Length) Array.Resize(ref into, count * 2);
            into[count] = purpose;
            known = into;
            return Numbers[purpose] = count++;
        }
    }

    /// <summary>The purpose of a number.</summary>
    public static MeasuredFor? Of(int number) => known[number];
}
