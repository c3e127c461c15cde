namespace Cellwright.Server.Access;

/// <summary>
/// One sign-in on one terminal. Its times are taken from a clock that only runs forward, so that setting the wall clock
/// neither ends nor prolongs anything.
/// </summary>
public sealed class Session
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private long seen;
    private long? signedWithBoth;

    internal Session(SessionRow row, TimeProvider time)
    {
        (Id, PersonId, Terminal, OpenedAt, this.time) = (row.Id, row.PersonId, row.Terminal, row.OpenedAt, time);
        Locked = row.LockedAt is not null;
        seen = Written = time.GetTimestamp();
    }

    /// <summary>Id in the cookie.</summary>
    public Guid Id { get; }

    /// <summary>User id of the person who signed in.</summary>
    public string PersonId { get; }

    /// <summary>The terminal.</summary>
    public string Terminal { get; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; }

    /// <summary>True while the screen is locked: nothing is done in the session until its person comes back.</summary>
    public bool Locked { get; internal set; }

    /// <summary>For how long nobody has done anything in it.</summary>
    public TimeSpan Idle
    {
        get { lock (gate) return time.GetElapsedTime(seen); }
    }

    /// <summary>Timestamp at which <see cref="SessionRow.SeenAt"/> was last written.</summary>
    internal long Written { get; set; }

    /// <summary>Somebody did something.</summary>
    internal void Touch()
    {
        lock (gate) seen = time.GetTimestamp();
    }

    /// <summary>The owner signed with both components: the continuous period begins.</summary>
    internal void BeginSigning()
    {
        lock (gate) signedWithBoth = time.GetTimestamp();
    }

    /// <summary>The next signing needs both components.</summary>
    internal void EndSigning()
    {
        lock (gate) signedWithBoth = null;
    }

    /// <summary>True while the password alone suffices for a signature by the owner.</summary>
    internal bool IsSigning(TimeSpan period)
    {
        lock (gate) return signedWithBoth is { } since && time.GetElapsedTime(since) < period;
    }
}
