using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access;

/// <summary>How people come in. Roles, names and training are not here: they live in the ledger.</summary>
public sealed record AccessOptions
{
    /// <summary>Directory in which <c>access.db</c> and the cookie keys are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Connection to PostgreSQL, where the tables stand in the schema <c>access</c>; null for <c>access.db</c>.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>True to print a one-time link while no account exists. The demo brings its own people and turns it off.</summary>
    public bool FirstRun { get; init; } = true;

    /// <summary>A session in which nobody did anything for this long has ended.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long, after a signing with both components, the password alone suffices: one continuous period of
    /// controlled access (11.200(a)(1)(i)). The rule sets no length; 15 minutes is ours.
    /// </summary>
    public TimeSpan ContinuousPeriod { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wrong passwords, or wrong codes, in a row that lock an account.</summary>
    public int LockoutAttempts { get; init; } = 5;

    /// <summary>How long an account stays locked.</summary>
    public TimeSpan LockoutTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a one-time password may wait for its first use.</summary>
    public TimeSpan OneTimePasswordLife { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How old a password may become before another must be chosen (11.300(b)); null for no limit.</summary>
    public TimeSpan? PasswordLife { get; init; }

    /// <summary>Whoever holds one of these roles needs a second factor: until it is set up, nothing else answers.</summary>
    public ImmutableHashSet<Role> SecondFactorFor { get; init; } = [];

    /// <summary>The company's directory through which people may sign in, or null.</summary>
    public DirectoryOptions? Directory { get; init; }

    /// <summary>Name of the site, as authenticator apps show it.</summary>
    public string Site { get; init; } = "Cellwright";

    /// <summary>The clock of the door: the site's own; real time where that one is simulated.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the first-run link is told: the server's console, and nowhere else.</summary>
    public Action<string> Announce { get; init; } = Console.WriteLine;
}
