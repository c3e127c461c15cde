using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Says that a comment was seen to.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="CommentId">Comment, e.g. <c>C1</c>.</param>
[AllowedTo(Role.Engineer, Role.Supervisor, Role.QA, Role.Operator)]
public sealed record ResolveComment(string DraftId, string CommentId) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act)
    {
        if (Draft.Missing(state, DraftId) is { } missing) return missing;
        var comment = state.Comments.FirstOrDefault(one => one.Id == CommentId);
        if (comment is null) return Draft.NoComment(DraftId, CommentId);
        return comment.ResolvedBy is null ? new CommentResolved(CommentId) : Decision<Draft>.Nothing;
    }
}

/// <summary>A comment was seen to.</summary>
public sealed record CommentResolved(string CommentId) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) => state with
    {
        Comments = [.. state.Comments.Select(one => one.Id == CommentId ? one with { ResolvedBy = when.By, ResolvedAt = when.At } : one)],
    };
}
