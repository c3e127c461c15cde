using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Opens a comment again that was seen to: too early, or by a slip.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="CommentId">Comment, e.g. <c>C1</c>.</param>
[AllowedTo(Role.Engineer, Role.Supervisor, Role.QA, Role.Operator)]
public sealed record ReopenComment(string DraftId, string CommentId) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act)
    {
        if (Draft.Missing(state, DraftId) is { } missing) return missing;
        var comment = state.Comments.FirstOrDefault(one => one.Id == CommentId);
        if (comment is null) return Draft.NoComment(DraftId, CommentId);
        return comment.ResolvedBy is null ? Decision<Draft>.Nothing : new CommentReopened(CommentId);
    }
}

/// <summary>A comment that was seen to is open again.</summary>
public sealed record CommentReopened(string CommentId) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) => state with
    {
        Comments = [.. state.Comments.Select(one => one.Id == CommentId ? one with { ResolvedBy = null, ResolvedAt = null } : one)],
    };
}
