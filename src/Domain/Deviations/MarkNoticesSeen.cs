using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>A person says that they have seen what they were told, up to an entry of the record: the proof that the right person knew.</summary>
/// <param name="PersonId">Whose notices: one's own.</param>
/// <param name="UpTo">Index of the newest entry whose notice was seen.</param>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor)]
public sealed record MarkNoticesSeen(string PersonId, long UpTo) : Command<Inbox>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Inbox> Decide(Inbox state, Act act) =>
        act.By.Id != PersonId ? new Refusal("own", "Notices are seen by whoever they are for. Sign in as yourself.")
        : UpTo < 0 ? new Refusal("entry", "Name the entry up to which the notices were seen, from 0.")
        : UpTo <= state.WhollySeenUpTo ? Decision<Inbox>.Nothing
        : new NoticesSeen(UpTo);
}

/// <summary>Notices were seen.</summary>
public sealed record NoticesSeen(long UpTo) : Event<Inbox>
{
    /// <inheritdoc />
    public override Inbox Apply(Inbox state, Happened when) => state with
    {
        SeenUpTo = Math.Max(state.SeenUpTo, UpTo), Reopened = state.Reopened.Except(state.Reopened.Where(entry => entry <= UpTo)),
    };
}
