namespace Cellwright.Ledger;

/// <summary>The record cannot be reached or written now. Nothing was half written; the same command may be sent again.</summary>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="cause">What the database said.</param>
public sealed class RecordUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Stored entries were changed, moved or removed behind the record's back.</summary>
/// <param name="index">The first bad place in the global order, or the version in the stream where that is all that is known.</param>
/// <param name="message">What is wrong with it.</param>
public sealed class RecordDamagedException(long index, string message) : Exception(message)
{
    /// <summary>The first bad place in the global order.</summary>
    public long Index { get; } = index;
}
