using System.Collections.Immutable;
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

    /// <summary>Of a variant: the text with its base made one; null for a recipe of its own.</summary>
    public ResolvedText? Resolved { get; init; }

    /// <summary>What a batch carries and executes: the resolved text of a variant, else the text itself.</summary>
    public string Content => Resolved?.Text ?? Text;

    /// <summary>SHA-256, lower-case hex, of <see cref="Content"/>.</summary>
    public string ContentHash => Resolved?.Hash ?? Hash;

    /// <summary>User id of whoever submitted it.</summary>
    public string Author { get; init; } = "";

    /// <summary>User ids of those who wrote the draft that was submitted; empty where none was.</summary>
    public ImmutableList<string> Authors { get; init; } = [];

    /// <summary>The draft that was submitted, or null.</summary>
    public string? Draft { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The approvals, in order: an engineer or supervisor, then QA.</summary>
    public ImmutableList<Signature> Signatures { get; init; } = [];

    /// <summary>From when on it may be used; null until both have approved.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Taken out of use for ever, with signature and reason; null while it is not.</summary>
    public Retirement? Retired { get; init; }

    /// <summary>True once both have approved.</summary>
    public bool Approved => EffectiveFrom is not null;

    /// <summary>True once submitted.</summary>
    public bool Exists => Hash.Length > 0;

    /// <summary><c>id@version</c>: the id of the stream, and what training refers to.</summary>
    public string Name => NameOf(Id, Version);

    /// <summary>The first reason why no batch may be ordered by it, or null when one may.</summary>
    /// <param name="at">When the batch is ordered.</param>
    /// <param name="versions">Every version of the same recipe: a newer one in force supersedes it.</param>
    public Refusal? RefusalFor(DateTimeOffset at, IEnumerable<Master> versions)
    {
        if (!Exists)
            return new("recipe", "This version of the recipe is not on record. Check its name, or have it submitted.");
        if (Retired is { } retired)
            return new("recipe-retired", Invariant($"{Name} was retired on {retired.Signature.At:yyyy-MM-dd HH:mm zzz}: {retired.Reason.TrimEnd('.')}. Order by the version in force."));
        if (EffectiveFrom is not { } from)
            return new("recipe-approval", $"{Name} is not approved. An engineer or supervisor and QA must sign it first.");
        if (at < from)
            return new("recipe-approval", Invariant($"{Name} is in force from {from:yyyy-MM-dd HH:mm zzz} on. Use the version in force now."));
        if (Lifecycle.SuccessorOf(this, versions, at) is { } newer)
            return new("recipe-superseded", Invariant($"{Name} is superseded by {newer.Name} since {newer.EffectiveFrom:yyyy-MM-dd HH:mm zzz}. Order by {newer.Name}."));
        return null;
    }

    /// <summary><c>id@version</c>.</summary>
    public static string NameOf(string id, string version) => $"{id}@{version}";

    /// <summary>SHA-256, lower-case hex, of the UTF-8 text.</summary>
    public static string HashOf(string text) => RecipeReader.HashOf(text);
}

/// <summary>A variant made one with its base.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Hash">SHA-256, lower-case hex, of it.</param>
/// <param name="Base">What was extended, <c>id@version</c>.</param>
/// <param name="BaseHash">SHA-256 of the content of that.</param>
public sealed record ResolvedText(string Text, string Hash, string Base, string BaseHash);

/// <summary>A version was taken out of use.</summary>
/// <param name="Signature">Of whom.</param>
/// <param name="Reason">Why.</param>
public sealed record Retirement(Signature Signature, string Reason);
