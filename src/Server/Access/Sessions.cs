using System.Collections.Concurrent;
using Cellwright.Server.Desk;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>
/// The open sessions. A session ends by signing out, by idleness, and at once when its person is disabled; a locked one
/// waits for its person and lets nobody do anything meanwhile.
/// </summary>
public sealed class Sessions(IDbContextFactory<AccessDb> databases, AccessOptions options)
{
    /// <summary>How precisely the last activity survives a restart.</summary>
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time = options.Clock;
    private readonly ConcurrentDictionary<Guid, Session> open = new();

    /// <summary>Raised when a session ended or was locked. Be quick.</summary>
    public event Action<Guid>? Closed;

    /// <summary>Opens a session. An older one on the same terminal ends: one terminal, one person.</summary>
    public async Task<Session> OpenAsync(string personId, string terminal)
    {
        await using var database = await databases.CreateDbContextAsync();
        await EndAsync(await database.Sessions
            .Where(row => row.EndedAt == null && row.Terminal == terminal).Select(row => row.Id).ToListAsync());

        var now = time.GetUtcNow();
        var row = new SessionRow { Id = Guid.CreateVersion7(now), PersonId = personId, Terminal = terminal, OpenedAt = now, SeenAt = now };
        database.Sessions.Add(row);
        await database.SaveChangesAsync();
        return open[row.Id] = new Session(row, time);
    }

    /// <summary>The session, locked or not; null when it has ended.</summary>
    public async Task<Session?> FindAsync(Guid id)
    {
        if (!open.TryGetValue(id, out var session) && (session = await ReadAsync(id)) is null) return null;
        if (session.Idle < options.IdleTimeout) return session;
        await EndAsync([id]);
        return null;
    }

    /// <summary>Somebody did something in the session. Pages that stay open must call it for each act; pictures that refresh must not.</summary>
    public async Task TouchAsync(Session session)
    {
        session.Touch();
        if (time.GetElapsedTime(session.Written) < WriteEvery) return;
        session.Written = time.GetTimestamp();
        var now = time.GetUtcNow();
        try
        {
            await using var database = await databases.CreateDbContextAsync();
            await database.Sessions.Where(row => row.Id == session.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.SeenAt, now));
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            // A minute of precision after a restart is all that is lost; whether an act can be recorded, the record says.
        }
    }

    /// <summary>Locks the screen: the session waits for its person, and the next signature needs both components again.</summary>
    public async Task LockAsync(Session session)
    {
        session.Locked = true;
        session.EndSigning();
        await WriteLockAsync(session, time.GetUtcNow());
        Closed?.Invoke(session.Id);
    }

    /// <summary>The person is back at the locked screen.</summary>
    public async Task UnlockAsync(Session session)
    {
        session.Touch();
        await WriteLockAsync(session, null);
        session.Locked = false;
    }

    /// <summary>Terminals, other than this one, on which the person has an open session.</summary>
    public async Task<IReadOnlyList<string>> OtherTerminalsAsync(string personId, string terminal)
    {
        await using var database = await databases.CreateDbContextAsync();
        var ids = await database.Sessions
            .Where(row => row.PersonId == personId && row.EndedAt == null && row.Terminal != terminal)
            .Select(row => row.Id).ToListAsync();
        List<string> terminals = [];
        foreach (var id in ids)
            if (await FindAsync(id) is { } session) terminals.Add(session.Terminal);
        return terminals;
    }

    /// <summary>Ends the session.</summary>
    public Task EndAsync(Session session) => EndAsync([session.Id]);

    /// <summary>Ends all sessions of a person, but one if it is given.</summary>
    public async Task EndAllOfAsync(string personId, Session? except = null)
    {
        await using var database = await databases.CreateDbContextAsync();
        var kept = except?.Id ?? Guid.Empty;
        await EndAsync(await database.Sessions
            .Where(row => row.PersonId == personId && row.EndedAt == null && row.Id != kept).Select(row => row.Id).ToListAsync());
    }

    private async Task EndAsync(IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0) return;
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync();
        await database.Sessions.Where(row => ids.Contains(row.Id) && row.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.EndedAt, now));

        // In this order: a request in between could otherwise read the row as open and bring the session back.
        foreach (var id in ids)
        {
            if (open.TryRemove(id, out var session)) session.EndSigning();
            Closed?.Invoke(id);
        }
    }

    private async Task WriteLockAsync(Session session, DateTimeOffset? since)
    {
        await using var database = await databases.CreateDbContextAsync();
        await database.Sessions.Where(row => row.Id == session.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.LockedAt, since));
    }

    /// <summary>A session from before a restart. Only the wall clock remembers how long it was idle; in doubt it has ended.</summary>
    private async Task<Session?> ReadAsync(Guid id)
    {
        await using var database = await databases.CreateDbContextAsync();
        var row = await database.Sessions.AsNoTracking().SingleOrDefaultAsync(found => found.Id == id && found.EndedAt == null);
        if (row is null) return null;
        var idle = time.GetUtcNow() - row.SeenAt;
        if (idle < -WriteEvery || idle >= options.IdleTimeout)
        {
            await EndAsync([id]);
            return null;
        }

        return open.GetOrAdd(id, new Session(row, time));
    }
}
