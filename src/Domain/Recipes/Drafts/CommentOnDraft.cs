using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Says something about a draft, or about one of its steps.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="Step">Step id, or null for the whole.</param>
/// <param name="Text">What is said.</param>
[AllowedTo(Role.Engineer, Role.Supervisor, Role.QA, Role.Operator)]
public sealed record CommentOnDraft(string DraftId, string? Step, string Text) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act)
    {
        if (Draft.Missing(state, DraftId) is { } missing) return missing;
        if (string.IsNullOrWhiteSpace(Text)) return new Refusal("comment", "The comment is empty. Write what should be looked at.");
        return new DraftCommented($"C{state.Comments.Count + 1}", string.IsNullOrWhiteSpace(Step) ? null : Step.Trim(), Text.Trim(), state.Revisions.Count);
    }
}

/// <summary>Somebody said something about a draft.</summary>
public sealed record DraftCommented(string CommentId, string? Step, string Text, int Revision) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) =>
        state with { Comments = state.Comments.Add(new(CommentId, Step, Text, when.By, when.At, Revision)) };
}
