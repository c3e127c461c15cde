using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Drafts;

/// <summary>A draft was run in the virtual plant: what came of it is kept with the draft.</summary>
/// <param name="DraftId">Draft.</param>
/// <param name="Revision">Revision that was rehearsed.</param>
/// <param name="Completed">True when every step was done and the exported record was found intact.</param>
/// <param name="Verdict">In one sentence.</param>
[AllowedTo(Role.System)]
public sealed record RecordRehearsal(string DraftId, int Revision, bool Completed, string Verdict) : Command<Draft>
{
    /// <inheritdoc />
    public override string StreamId => DraftId;

    /// <inheritdoc />
    public override Decision<Draft> Decide(Draft state, Act act)
    {
        if (Draft.Missing(state, DraftId) is { } missing) return missing;
        return state.Revisions.FirstOrDefault(revision => revision.Number == Revision) is { } rehearsed
            ? new DraftRehearsed(Revision, rehearsed.Hash, Completed, Verdict)
            : new Refusal("draft", $"Draft {DraftId} has no revision {Revision}. Open the draft again.");
    }
}

/// <summary>A draft was run in the virtual plant.</summary>
public sealed record DraftRehearsed(int Revision, string Hash, bool Completed, string Verdict) : Event<Draft>
{
    /// <inheritdoc />
    public override Draft Apply(Draft state, Happened when) =>
        state with { Rehearsals = state.Rehearsals.Add(new(Revision, Hash, Completed, Verdict, when.At)) };
}
