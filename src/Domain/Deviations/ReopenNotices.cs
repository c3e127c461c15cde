using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>A person takes back that they have seen some notices: they were marked with others, or by a slip. That they were marked stays on record.</summary>
/// <param name="PersonId">Whose notices: one's own.</param>
/// <param name="Entries">Indices of the entries whose notices are not seen after all.</param>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor)]
public sealed record ReopenNotices(string PersonId, ImmutableList<long> Entries) : Command<Inbox>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Inbox> Decide(Inbox state, Act act)
    {
        if (act.By.Id != PersonId) return new Refusal("own", "Notices are seen by whoever they are for. Sign in as yourself.");
        if (Entries.IsEmpty || Entries.Exists(entry => entry < 0)) return new Refusal("entry", "Name the entries whose notices were not seen, from 0.");
        ImmutableList<long> seen = [.. Entries.Distinct().Where(state.HasSeen).Order()];
        return seen.IsEmpty ? Decision<Inbox>.Nothing : new NoticesReopened(seen);
    }
}

/// <summary>Notices that were marked as seen are new again.</summary>
public sealed record NoticesReopened(ImmutableList<long> Entries) : Event<Inbox>
{
    /// <inheritdoc />
    public override Inbox Apply(Inbox state, Happened when) => state with { Reopened = state.Reopened.Union(Entries) };
}
