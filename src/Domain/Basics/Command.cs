using System.Reflection;

namespace Cellwright.Domain.Basics;

/// <summary>The state of one stream, folded from its events.</summary>
public interface IStream<TSelf>
    where TSelf : IStream<TSelf>
{
    /// <summary>First part of the stream's name, e.g. <c>batch</c> in <c>batch/B-0001</c>.</summary>
    static abstract string Category { get; }

    /// <summary>The state before anything happened.</summary>
    static abstract TSelf Empty { get; }
}

/// <summary>A state that keeps something of every event alike.</summary>
public interface ITakesIn<TSelf>
{
    /// <summary>The state once an event, that it has after it already, was taken in.</summary>
    TSelf TakenIn(Event<TSelf> happened, Happened when);
}

/// <summary>What happened. Its stored form is for ever: it may only gain optional members.</summary>
public abstract record Event<TState> : IStored
{
    /// <summary>Terminal at which a person gave the act; null where the system acted, and in entries from before it was kept.</summary>
    public string? AtTerminal { get; init; }

    /// <summary>The paper that it was entered from afterwards, or null when it was recorded as it happened.</summary>
    public LateEntry? Late { get; init; }

    /// <summary>The state after this event. Total: it never refuses and never throws on a stored event.</summary>
    public abstract TState Apply(TState state, Happened when);

    /// <summary>The same as its entry is taken in: what was entered from paper happened when the paper says, by whom it names.</summary>
    public TState After(TState state, Happened recorded)
    {
        var when = Late is { } late ? new Happened(late.By, late.At, recorded.Version) { Late = new LateMark(late, recorded.By, recorded.At) } : recorded;
        var after = Apply(state, when);
        return after is ITakesIn<TState> keeps ? keeps.TakenIn(this, when) : after;
    }
}

/// <summary>What is kept of every event, whatever it was about.</summary>
public interface IStored
{
    /// <summary>The terminal, or null.</summary>
    string? AtTerminal { get; }

    /// <summary>The paper that it was entered from, or null.</summary>
    LateEntry? Late { get; }
}

/// <summary>Where and when an event happened: as its ledger entry says, or the paper that it was entered from.</summary>
/// <param name="By">User id of the actor.</param>
/// <param name="At">Time of the act, with offset.</param>
/// <param name="Version">Position in the stream, from 1.</param>
public readonly record struct Happened(string By, DateTimeOffset At, long Version)
{
    /// <summary>How it came from paper, or null when it was recorded as it happened.</summary>
    public LateMark? Late { get; init; }
}

/// <summary>An act that somebody wants recorded. Deciding is pure: no clock, no file, no network.</summary>
public abstract record Command<TState>
    where TState : IStream<TState>
{
    /// <summary>Id of the stream it acts on, within the category.</summary>
    public abstract string StreamId { get; }

    /// <summary>What must be looked up before deciding.</summary>
    public virtual IEnumerable<Need> Needs(TState state, Performer by, DateTimeOffset at) => [];

    /// <summary>Gives the events that follow, nothing when there is nothing to do, or a refusal.</summary>
    public abstract Decision<TState> Decide(TState state, Act act);
}

/// <summary>The roles that may give a command. A command without it may be given by nobody.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AllowedToAttribute(params Role[] roles) : Attribute
{
    /// <summary>Any one of these suffices.</summary>
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>The roles that may give a command of this type; none when it says nothing.</summary>
    public static IReadOnlyList<Role> On(Type command) => command.GetCustomAttribute<AllowedToAttribute>()?.Roles ?? [];
}

/// <summary>The command is a signature: both components are asked for again, and its meaning is recorded.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SignedAttribute(string meaning) : Attribute
{
    /// <summary>The printed meaning, e.g. <c>approval</c>.</summary>
    public string Meaning { get; } = meaning;
}

/// <summary>The command has an endpoint of its own, because more than the record is concerned: accounts, sessions.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnEndpointAttribute : Attribute;
