using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>Puts a draft away, or takes it up again. Nothing is lost by it.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="Away">True to put it away, false to take it up again.</param>
[AllowedTo(Role.Engineer)]
public sealed record PutDraftAway(string DraftId, bool Away) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act) =>
        Draft.Missing(state, DraftId) is { } missing ? missing
        : state.PutAway == Away ? Decision<Draft>.Nothing
        : new DraftPutAway(Away);
}

/// <summary>A draft was put away, or taken up again.</summary>
public sealed record DraftPutAway(bool Away) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) => state with { PutAway = Away };
}
