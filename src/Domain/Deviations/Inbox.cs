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
}
