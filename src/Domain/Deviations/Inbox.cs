using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>How far a person has seen what they were told. The notices themselves follow from the record.</summary>
public sealed record Inbox : IStream<Inbox>
{
    /// <inheritdoc />
    public static string Category => "inbox";

    /// <inheritdoc />
    public static Inbox Empty { get; } = new();

    /// <summary>Index of the record's newest entry whose notice was seen; -1 when none was.</summary>
    public long SeenUpTo { get; init; } = -1;

    /// <summary>Entries up to there whose notices are new again.</summary>
    public ImmutableSortedSet<long> Reopened { get; init; } = [];

    /// <summary>Every notice of an entry up to this one was seen.</summary>
    public long WhollySeenUpTo => Reopened.IsEmpty ? SeenUpTo : Reopened.Min - 1;

    /// <summary>True when the notice of an entry was seen.</summary>
    public bool HasSeen(long entry) => entry <= SeenUpTo && !Reopened.Contains(entry);
}
