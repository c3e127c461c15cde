using System.Collections.Immutable;

namespace Cellwright.Domain.Basics;

/// <summary>
/// Accepts what the server's clock shows after it jumped: the machine was moved or stood still, or its clock had been wrong. Until then the site's time goes on by
/// the machine's own count, and people's acts wait.
/// </summary>
/// <param name="Reason">Why the clock is right now.</param>
[AllowedTo(Role.Administrator)]
public sealed record AcceptClock(string Reason) : Command<ServerClock>
{
    /// <inheritdoc />
    public override string StreamId => ServerClock.Site;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(ServerClock state, Performer by, DateTimeOffset at) => [new ClockNow()];

    /// <inheritdoc />
    public override Decision<ServerClock> Decide(ServerClock state, Act act)
    {
        var clock = act.Facts.Of(new ClockNow());
        if (!clock.Jumped)
            return new Refusal("clock", "The server's clock goes on as it did before. Go on with your work: there is nothing to accept.");
        return string.IsNullOrWhiteSpace(Reason)
            ? new Refusal("reason", "Say why the clock is right now, e.g. that the machine was moved to another host.")
            : new ClockAccepted(clock.Shows, clock.Counted, Reason.Trim());
    }
}

/// <summary>A jump of the server's clock was accepted; entries after this one bear the time that the clock shows.</summary>
/// <param name="Shows">What the clock showed.</param>
/// <param name="Counted">What the time was by the machine's own count since before the jump.</param>
/// <param name="Reason">Why the clock was right.</param>
public sealed record ClockAccepted(DateTimeOffset Shows, DateTimeOffset Counted, string Reason) : Event<ServerClock>
{
    /// <inheritdoc />
    public override ServerClock Apply(ServerClock state, Happened when) =>
        state with { Accepted = state.Accepted.Add(new AcceptedJump(Shows, Counted, Reason, when.By, when.At)) };
}

/// <summary>What became of the clock of the site's server. One stream a site.</summary>
public sealed record ServerClock : IStream<ServerClock>
{
    /// <summary>Id of the one stream.</summary>
    public const string Site = "site";

    /// <inheritdoc />
    public static string Category => "clock";

    /// <inheritdoc />
    public static ServerClock Empty { get; } = new();

    /// <summary>The jumps that were accepted, oldest first.</summary>
    public ImmutableList<AcceptedJump> Accepted { get; init; } = [];
}

/// <summary>A jump that an administrator accepted.</summary>
/// <param name="Shows">What the clock showed.</param>
/// <param name="Counted">What the time was by the machine's own count.</param>
/// <param name="Reason">Why the clock was right.</param>
/// <param name="By">User id of the administrator.</param>
/// <param name="At">When, by the machine's own count.</param>
public sealed record AcceptedJump(DateTimeOffset Shows, DateTimeOffset Counted, string Reason, string By, DateTimeOffset At);

/// <summary>How the server's clock stands now.</summary>
public sealed record ClockNow : Need<ClockReading>;

/// <summary>The server's clock beside the machine's own count.</summary>
/// <param name="Shows">What the clock shows.</param>
/// <param name="Counted">What the time is by the machine's own count since the clock was last trusted.</param>
/// <param name="Jumped">True when they differ by more than a time service corrects.</param>
public sealed record ClockReading(DateTimeOffset Shows, DateTimeOffset Counted, bool Jumped);
