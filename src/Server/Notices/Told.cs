using System.Collections.Immutable;
using Cellwright.Domain.Deviations;

namespace Cellwright.Server.Notices;

/// <summary>A notice with when it arose and whom it is for.</summary>
/// <param name="Index">Entry of the record that it follows from.</param>
/// <param name="Id">Stable id, the same after every restart: who receives it twice can know that.</param>
/// <param name="At">When.</param>
/// <param name="Notice">What.</param>
/// <param name="To">User ids, sorted.</param>
/// <param name="What">What happened, in the words of the record; for the signed-in person only, never sent outside.</param>
public sealed record Told(long Index, string Id, DateTimeOffset At, Notice Notice, ImmutableList<string> To, string What);

/// <summary>The notices of one person.</summary>
/// <param name="Unseen">How many were not seen yet.</param>
/// <param name="Notices">The newest, newest first.</param>
/// <param name="Total">How many there are with older ones.</param>
public sealed record InboxView(int Unseen, IReadOnlyList<InboxLine> Notices, int Total);

/// <summary>One notice as its person sees it; the path is that of the page where something is done about it.</summary>
public sealed record InboxLine(
    long Index, DateTimeOffset At, NoticeKind Kind, string? Batch, string? Deviation, string? Account, string? Equipment, string Sentence, string What, bool Urgent, bool Seen, string Path);
