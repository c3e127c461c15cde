using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Saves a state of a draft, also one that has mistakes: a draft is work. To undo is to save an earlier state again.</summary>
/// <param name="DraftId">Draft: 2 to 64 of <c>a-z 0-9 . -</c>.</param>
/// <param name="Revision">Revision that the change was made on; 0 for a new draft.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Note">What was changed, or null.</param>
/// <param name="From">With a new draft: the version that it began from, <c>id@version</c>, or null.</param>
[AllowedTo(Role.Engineer)]
public sealed record SaveDraft(string DraftId, int Revision, string Text, string? Note = null, string? From = null) : Command<Draft>
{
    // As long as a recipe may be (YamlText).
    private const int LongestText = 1_000_000;

    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act)
    {
        if (!Draft.IsId(DraftId))
            return new Refusal("draft", "A draft's name is of a-z, 0-9, point and hyphen, at least two of them. Choose such a name.");
        if (Text.Length > LongestText)
            return new Refusal("draft", $"The text has {Text.Length} characters; a recipe has at most {LongestText}. Shorten it.");
        if (state.PutAway)
            return new Refusal("draft", $"Draft {DraftId} is put away. Take it up again before changing it.");
        var hash = RecipeReader.HashOf(Text);
        if (state.Exists && state.Latest.Hash == hash) return Decision<Draft>.Nothing;
        if (Revision != state.Revisions.Count)
            return new Refusal("draft-revision", state.Exists
                ? $"{state.Latest.By} saved revision {state.Latest.Number} of {DraftId} after you opened revision {Revision}. Look at what changed, then save yours on top of it."
                : $"There is no draft {DraftId} with a revision {Revision}. Save it as a new one.");
        return new DraftSaved(DraftId, Text, hash, string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(), state.Exists ? null : From);
    }
}

/// <summary>A state of a draft was saved.</summary>
public sealed record DraftSaved(string DraftId, string Text, string Hash, string? Note, string? From) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when)
    {
        var revisions = state.Revisions.Add(new(state.Revisions.Count + 1, Text, Hash, when.By, when.At, Note));
        var old = revisions.Count - Draft.TextsAtHand - 1;
        return state with
        {
            Id = DraftId,
            From = state.From ?? From,
            Revisions = old >= 0 ? revisions.SetItem(old, revisions[old] with { Text = null }) : revisions,
        };
    }
}
