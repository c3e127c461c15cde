using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>What is put before a person who signs for a master record, word for word.</summary>
public static class MasterStatements
{
    /// <summary>Approval of a version, with the time from which it is in force.</summary>
    /// <param name="master">The version.</param>
    /// <param name="effectiveFrom">From when on; null for at once, or where the first of two signs and sets no time.</param>
    public static string Approval(Master master, DateTimeOffset? effectiveFrom) => SignedText.Of([
        $"I approve master record {master.Name}.",
        .. Texts(master),
        $"Submitted by: {master.Author}",
        master.Signatures is [{ } first, ..] ? Invariant($"First approved by: {SignedText.Free(first.Name)} ({first.By}), {first.At:yyyy-MM-dd HH:mm:ss zzz}") : "This is the first of two approvals.",
        effectiveFrom is { } from ? Invariant($"In force from: {from:yyyy-MM-dd HH:mm:ss zzz}") : "In force from: the second approval on",
        "From then on the version in force until now is superseded: no batch can be ordered by it any more. Batches under way go on.",
    ]);

    /// <summary>Retirement of a version.</summary>
    public static string Retirement(Master master, string reason) => SignedText.Of([
        $"I retire master record {master.Name}.",
        .. Texts(master),
        $"Reason: {SignedText.Free(reason)}",
        "No batch can be ordered by it any more, and no approval brings it back. Batches under way go on.",
    ]);

    private static IEnumerable<string> Texts(Master master)
    {
        yield return $"SHA-256 of its text: {master.Hash}";
        if (master.Resolved is not { } resolved) yield break;
        yield return $"It extends {resolved.Base}, SHA-256 {resolved.BaseHash}";
        yield return $"SHA-256 of the resolved text: {resolved.Hash}";
    }
}
