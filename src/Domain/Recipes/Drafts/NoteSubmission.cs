using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>A draft was submitted as a version of a master record.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="Name"><c>id@version</c>.</param>
[AllowedTo(Role.System)]
public sealed record NoteSubmission(string DraftId, string Name) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act) =>
        Draft.Missing(state, DraftId) is { } missing ? missing
        : state.SubmittedAs.Contains(Name) ? Decision<Draft>.Nothing
        : new DraftSubmitted(Name);
}

/// <summary>A draft became a version that waits for approval.</summary>
public sealed record DraftSubmitted(string Name) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) => state with { SubmittedAs = state.SubmittedAs.Add(Name) };
}

/// <summary>A draft learns of its submission.</summary>
public sealed class DraftReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) =>
        happened is RecipeSubmitted { Draft: { } draft } submitted
            ? [Reaction.Give(new NoteSubmission(draft, Master.NameOf(submitted.Id, submitted.Version)))]
            : [];
}
