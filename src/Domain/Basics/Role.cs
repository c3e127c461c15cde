namespace Cellwright.Domain.Basics;

/// <summary>What a person may do. A person may hold several; what no role grants is refused.</summary>
public enum Role
{
    /// <summary>Performs steps on the floor.</summary>
    Operator,

    /// <summary>Checks, as a second person, what another performed.</summary>
    Verifier,

    /// <summary>The quality unit: deviations, holds, review.</summary>
    QA,

    /// <summary>Writes master records and registers equipment.</summary>
    Engineer,

    /// <summary>Orders, starts, pauses and hands over batches.</summary>
    Supervisor,

    /// <summary>Reads only.</summary>
    Viewer,

    /// <summary>Manages people; owns no data.</summary>
    Administrator,

    /// <summary>The server itself: clocks, limits, reactions. No person can hold it.</summary>
    System,
}
