using System.Net.Sockets;
using Npgsql;

namespace Cellwright.Ledger;

/// <summary>Turns what PostgreSQL reports into a sentence that says what to do. Codes: https://www.postgresql.org/docs/15/errcodes-appendix.html.</summary>
internal static class PostgresErrors
{
    /// <summary>Another node was faster; the same group can be decided again.</summary>
    public static bool IsRace(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The connection broke, as all do when the server was restarted; a new one may work.</summary>
    public static bool IsBroken(Exception e) => e is NpgsqlException and (not PostgresException or PostgresException { SqlState: ['5', '7', 'P', ..] or ['0', '8', ..] });

    public static bool IsFault(Exception e) => e is NpgsqlException or SocketException or TimeoutException or IOException;

    public static RecordUnavailableException Unavailable(Exception e) => new(
        e is PostgresException p
            ? p.SqlState switch
            {
                PostgresErrorCodes.DiskFull => "The disk of the PostgreSQL server is full: free space on it and send the command again; nothing was half written.",
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"PostgreSQL refuses the sign-in ({p.MessageText}): correct the connection string.",
                PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL has no such database ({p.MessageText}): create it or correct the connection string.",
                PostgresErrorCodes.InsufficientPrivilege => $"PostgreSQL refuses access to the record ({p.MessageText}): let the server's role own the schema ledger.",
                PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left: raise max_connections or close other programs, and send the command again.",
                _ => $"PostgreSQL could not do it ({p.SqlState}: {p.MessageText}): see its log, and send the command again.",
            }
            : $"PostgreSQL cannot be reached ({e.Message}): check that it runs and that the connection string is right; the record works again as soon as it answers.",
        e);
}
