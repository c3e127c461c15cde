using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access;

namespace Cellwright.Server.Hosting;

/// <summary>How one server of a site is set up.</summary>
public sealed record SiteOptions
{
    /// <summary>Directory for everything that is kept: record (when SQLite), readings, accounts, site key.</summary>
    public required string Data { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Connection to PostgreSQL; null for SQLite in the data directory.</summary>
    public string? Postgres { get; init; }

    /// <summary>Name of the site, as it stands in checkpoints.</summary>
    public string Site { get; init; } = "site";

    /// <summary>The plant's MQTT broker; null for the embedded one.</summary>
    public PlantBroker? Broker { get; init; }

    /// <summary>Port of the embedded broker on 127.0.0.1; 0 for a free one.</summary>
    public int BrokerPort { get; init; } = 1883;

    /// <summary>The site's clock.</summary>
    public TimeProvider Clock { get; init; } = new MachineClock();

    /// <summary>Time zone of the site: every time in the record bears its offset of that moment, in summer and in winter.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>A tag counts as live for at least this long; a rehearsal that leaps in time samples its devices more sparsely.</summary>
    public TimeSpan LiveForAtLeast { get; init; }

    /// <summary>How notices leave the site, or null when they are in the pages only.</summary>
    public Notices.NoticeOptions? Notices { get; init; }

    /// <summary>True to offer a one-time link for the first administrator while nobody is registered.</summary>
    public bool FirstRun { get; init; } = true;

    /// <summary>Whoever holds one of these roles needs a second factor.</summary>
    public ImmutableHashSet<Role> SecondFactorFor { get; init; } = [];

    /// <summary>The company's directory through which people may sign in, or null.</summary>
    public DirectoryOptions? Directory { get; init; }

    /// <summary>How old a password may become; null for no limit.</summary>
    public TimeSpan? PasswordLife { get; init; }

    /// <summary>True for a site whose people's passwords everybody knows: no other server takes up its directory.</summary>
    public bool Demo { get; init; }

    /// <summary>True when requests and informational messages are not written to the console.</summary>
    public bool Quiet { get; init; }
}
