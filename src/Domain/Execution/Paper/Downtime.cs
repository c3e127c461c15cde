using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>When the server could not record anything, as it knows itself: what is entered from paper is compared with it.</summary>
public sealed record Downtime : IStream<Downtime>
{
    /// <summary>The one stream of a site's server.</summary>
    public const string Server = "server";

    /// <inheritdoc />
    public static string Category => "downtime";

    /// <inheritdoc />
    public static Downtime Empty { get; } = new();

    /// <summary>Every time that it was down, in order.</summary>
    public ImmutableList<(DateTimeOffset From, DateTimeOffset To)> Times { get; init; } = [];

    /// <summary>True when the server was down at that moment.</summary>
    public bool Covers(DateTimeOffset at) => Times.Any(time => time.From <= at && at <= time.To);
}

/// <summary>The server is back: from when to when it recorded nothing.</summary>
/// <param name="From">When it was last known to be able to record.</param>
/// <param name="To">When it could again.</param>
[AllowedTo(Role.System)]
public sealed record RecordDowntime(DateTimeOffset From, DateTimeOffset To) : Command<Downtime>
{
    /// <inheritdoc />
    public override string StreamId => Downtime.Server;

    /// <inheritdoc />
    public override Decision<Downtime> Decide(Downtime state, Act act) =>
        To <= From || state.Times is [.., var last] && last.To >= To ? Decision<Downtime>.Nothing : new ServerWasDown(From, To);
}

/// <summary>The server recorded nothing in this time.</summary>
public sealed record ServerWasDown(DateTimeOffset From, DateTimeOffset To) : Event<Downtime>
{
    /// <inheritdoc />
    public override Downtime Apply(Downtime state, Happened when) => state with { Times = state.Times.Add((From, To)) };
}
