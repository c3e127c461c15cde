namespace Cellwright.Domain.Basics;

/// <summary>Why not, for the person who asked.</summary>
/// <param name="Rule">Stable name of the rule, e.g. <c>sequence</c>.</param>
/// <param name="Sentence">What is wrong and what to do, in the words of the floor.</param>
public sealed record Refusal(string Rule, string Sentence);

/// <summary>Events, nothing, or a refusal.</summary>
public sealed class Decision<TState>
{
    private Decision(Refusal? refusal, IReadOnlyList<Event<TState>> events)
    {
        Refusal = refusal;
        Events = events;
    }

    /// <summary>Nothing to do: what was asked for is so already.</summary>
    public static Decision<TState> Nothing { get; } = new(null, []);

    /// <summary>The refusal, or null when the act stands.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What happened; empty for a refusal and when there is nothing to do.</summary>
    public IReadOnlyList<Event<TState>> Events { get; }

    /// <summary>Commands on other streams that must stand for this to stand: what follows from all of them is recorded together, or nothing is.</summary>
    public IReadOnlyList<Reaction> Beside { get; private init; } = [];

    /// <summary>The same decision, which stands only if these commands stand too: the way to win something that only one may have.</summary>
    public Decision<TState> Together(params IReadOnlyList<Reaction> commands) => new(Refusal, Events) { Beside = commands };

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision<TState>(Refusal refusal) => new(refusal, []);

    /// <summary>One event is a decision.</summary>
    public static implicit operator Decision<TState>(Event<TState> happened) => new(null, [happened]);

    /// <summary>Several events, in order, are a decision.</summary>
    public static implicit operator Decision<TState>(List<Event<TState>> events) => new(null, events);
}
