using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>One version of a master record with its approvals (211.100, 211.186). The version never changes; a change is a new version.</summary>
public sealed record Master : IStream<Master>
{
    /// <inheritdoc />
    public static string Category => "recipe";

    /// <inheritdoc />
    public static Master Empty { get; } = new();

    /// <summary>Recipe id; empty before it is submitted.</summary>
    public string Id { get; init; } = "";

    /// <summary>Version, as its author wrote it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The exact text.</summary>
    public string Text { get; init; } = "";

    /// <summary>SHA-256, lower-case hex, of the exact UTF-8 text.</summary>
    public string Hash { get; init; } = "";

    /// <summary>User id of whoever submitted it.</summary>
    public string Author { get; init; } = "";

    /// <summary>The approvals, in order: an engineer or supervisor, then QA.</summary>
    public ImmutableList<Signature> Signatures { get; init; } = [];

    /// <summary>From when on it may be used; null until both have approved.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>True once both have approved.</summary>
    public bool Approved => EffectiveFrom is not null;

    /// <summary>True once submitted.</summary>
    public bool Exists => Hash.Length > 0;

    /// <summary><c>id@version</c>: the id of the stream, and what training refers to.</summary>
    public string Name => NameOf(Id, Version);

    /// <summary>The first reason why no batch may be made by it, or null when one may.</summary>
    public Refusal? RefusalFor(DateTimeOffset at)
    {
        if (!Exists)
            return new("recipe", "This version of the recipe is not on record. Check its name, or have it submitted.");
        if (EffectiveFrom is not { } from)
            return new("recipe-approval", $"{Name} is not approved. An engineer or supervisor and QA must sign it first.");
        if (at < from)
            return new("recipe-approval", Invariant($"{Name} is in force from {from:yyyy-MM-dd HH:mm zzz} on. Use the version in force now."));
        return null;
    }

    /// <summary><c>id@version</c>.</summary>
    public static string NameOf(string id, string version) => $"{id}@{version}";

    /// <summary>SHA-256, lower-case hex, of the UTF-8 text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
