using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>A saved state of a draft.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">The text; null where it is older than what is kept at hand (the record has it).</param>
/// <param name="Hash">SHA-256 of the text.</param>
/// <param name="By">Who saved it.</param>
/// <param name="At">When.</param>
/// <param name="Note">What was changed, or null.</param>
public sealed record DraftRevision(int Number, string? Text, string Hash, string By, DateTimeOffset At, string? Note);

/// <summary>What somebody said about a draft.</summary>
/// <param name="Id">Within the draft, from <c>C1</c>.</param>
/// <param name="Step">Step that it is about, or null for the whole.</param>
/// <param name="Text">What was said.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Revision">Revision that was looked at.</param>
/// <param name="ResolvedBy">Who saw to it, or null while it is open.</param>
/// <param name="ResolvedAt">When.</param>
public sealed record DraftComment(
    string Id, string? Step, string Text, string By, DateTimeOffset At, int Revision, string? ResolvedBy = null, DateTimeOffset? ResolvedAt = null);

/// <summary>A draft run in the virtual plant: what came of it. No batch of the site, and nothing of it is ever released.</summary>
/// <param name="Revision">Revision that was rehearsed.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Completed">True when every step was done and the exported record was found intact.</param>
/// <param name="Verdict">In one sentence.</param>
/// <param name="At">When it ended.</param>
public sealed record DraftRehearsal(int Revision, string Hash, bool Completed, string Verdict, DateTimeOffset At);

/// <summary>
/// A master record in the making. It is no GMP record: every saved state stays, any can be taken up again, and nothing can be made by
/// it before it is submitted and approved.
/// </summary>
public sealed partial record Draft : IStream<Draft>
{
    /// <summary>So many revisions are kept with their text for undoing; older ones are read from the record.</summary>
    public const int TextsAtHand = 20;

    /// <inheritdoc />
    public static string Category => "draft";

    /// <inheritdoc />
    public static Draft Empty { get; } = new();

    /// <summary>Id; empty before it is first saved.</summary>
    public string Id { get; init; } = "";

    /// <summary>The version that it began from, <c>id@version</c>, or null.</summary>
    public string? From { get; init; }

    /// <summary>Saved states, in order.</summary>
    public ImmutableList<DraftRevision> Revisions { get; init; } = [];

    /// <summary>Comments, in order.</summary>
    public ImmutableList<DraftComment> Comments { get; init; } = [];

    /// <summary>Rehearsals in the virtual plant, in order.</summary>
    public ImmutableList<DraftRehearsal> Rehearsals { get; init; } = [];

    /// <summary>The versions that it was submitted as.</summary>
    public ImmutableList<string> SubmittedAs { get; init; } = [];

    /// <summary>True while it is put away; it can be taken up again.</summary>
    public bool PutAway { get; init; }

    /// <summary>True once saved.</summary>
    public bool Exists => Revisions.Count > 0;

    /// <summary>The newest state.</summary>
    /// <exception cref="InvalidOperationException">Nothing was saved yet.</exception>
    public DraftRevision Latest => Revisions.Count > 0 ? Revisions[^1] : throw new InvalidOperationException("Nothing was saved yet.");

    /// <summary>Everybody who saved a state of it: its authors.</summary>
    public IEnumerable<string> Authors => Revisions.Select(revision => revision.By).Distinct();

    internal static Refusal? Missing(Draft state, string id) =>
        state.Exists ? null : new Refusal("draft", $"There is no draft {id}. Choose it from the list, or save one.");

    internal static Refusal NoComment(string id, string comment) => new("comment", $"Draft {id} has no comment {comment}. Open the draft again.");

    /// <summary>True for a name that a draft can have.</summary>
    public static bool IsId(string id) => DraftId().IsMatch(id);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,63}\z")]
    private static partial Regex DraftId();
}
