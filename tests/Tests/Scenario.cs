using System.Collections.Immutable;
using System.Text;
using Cellwright.Domain.Basics;

namespace Cellwright.Tests;

/// <summary>Opens a scenario: given events, when a command, then events or a refusal.</summary>
public static class Given
{
    /// <summary>Nothing has happened on the stream.</summary>
    public static Given<TState> Nothing<TState>()
        where TState : IStream<TState> => new();

    /// <summary>These events have happened, by <c>somebody</c>, at <see cref="Acting.Start"/>.</summary>
    public static Given<TState> Events<TState>(params Event<TState>[] events)
        where TState : IStream<TState> => new Given<TState>().And("somebody", Acting.Start, events);
}

/// <summary>A stream with its past.</summary>
public sealed class Given<TState>
    where TState : IStream<TState>
{
    /// <summary>The state folded so far.</summary>
    public TState State { get; private set; } = TState.Empty;

    /// <summary>How many events have happened.</summary>
    public long Version { get; private set; }

    /// <summary>Further events, by somebody in particular at some time.</summary>
    public Given<TState> And(string by, DateTimeOffset at, params Event<TState>[] events)
    {
        foreach (var happened in events)
            State = Stored.AndRead(happened).After(State, new Happened(by, at, ++Version));
        return this;
    }

    /// <summary>The command is decided; when it stands, its events are folded too, so that a scenario can go on.</summary>
    public Outcome<TState> When(Command<TState> command, Act act)
    {
        var decision = command.Decide(State, act);
        And(act.By.Id, act.At, [.. decision.Events]);
        return new Outcome<TState>(this, decision);
    }
}

/// <summary>What a command came to.</summary>
public sealed class Outcome<TState>(Given<TState> stream, Decision<TState> decision)
    where TState : IStream<TState>
{
    /// <summary>The stream with what the command added to it.</summary>
    public Given<TState> Stream => stream;

    /// <summary>The state after it.</summary>
    public TState State => stream.State;

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<Event<TState>> Happened => decision.Events;

    /// <summary>It was not refused.</summary>
    public Outcome<TState> Stands()
    {
        Assert.Null(decision.Refusal);
        return this;
    }

    /// <summary>Exactly these events happened; compared by their stored form.</summary>
    public Outcome<TState> Then(params Event<TState>[] expected)
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(expected.Select(Stored.Form), decision.Events.Select(Stored.Form));
        return this;
    }

    /// <summary>Exactly one event happened, of this type.</summary>
    public TEvent ThenOne<TEvent>()
        where TEvent : Event<TState>
    {
        Assert.Null(decision.Refusal);
        return Assert.IsType<TEvent>(Assert.Single(decision.Events));
    }

    /// <summary>It stands only together with exactly these commands on other streams.</summary>
    public Outcome<TState> Together(params Reaction[] expected)
    {
        Assert.Equal(expected, decision.Beside);
        return this;
    }

    /// <summary>It stood, and nothing happened.</summary>
    public Outcome<TState> ThenNothing() => Then();

    /// <summary>It was refused by this rule, in a sentence that contains <paramref name="words"/>.</summary>
    public Outcome<TState> ThenRefused(string rule, string words = "")
    {
        Assert.NotNull(decision.Refusal);
        Assert.Equal(rule, decision.Refusal.Rule);
        Assert.Contains(words, decision.Refusal.Sentence, StringComparison.OrdinalIgnoreCase);
        Refusals.AreInForm(decision.Refusal);
        Assert.Empty(decision.Events);
        return this;
    }
}

/// <summary>People and acts for scenarios.</summary>
public static class Acting
{
    /// <summary>When scenarios begin.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(1));

    /// <summary>A person with these roles and no training.</summary>
    public static Performer Person(string id, params Role[] roles) =>
        new(id, $"Printed {id}", [.. roles], ImmutableDictionary<string, DateTimeOffset>.Empty);

    /// <summary>An act by <paramref name="by"/>; at <see cref="Start"/>, unsigned and knowing nothing unless said.</summary>
    public static Act By(
        Performer by, DateTimeOffset? at = null, SignatureGiven? signature = null, Facts? facts = null, string terminal = "T-01") =>
        new(by, at ?? Start, terminal, Guid.NewGuid(), signature, facts ?? Facts.None);

    /// <summary>An act by a person of these roles whose id is the first role in lower case.</summary>
    public static Act As(params Role[] roles) =>
        By(Person(roles[0].ToString().ToLowerInvariant(), roles));

    /// <summary>The facts that answer these needs.</summary>
    public static Facts Knowing(params (Need Need, object Answer)[] answers) =>
        new(answers.ToDictionary(answer => answer.Need, answer => answer.Answer));
}

/// <summary>The stored form of events.</summary>
public static class Stored
{
    /// <summary>Name and JSON of an event.</summary>
    public static string Form<TState>(Event<TState> happened) =>
        $"{happened.GetType().Name} {Encoding.UTF8.GetString(EventCatalogue.Write(happened))}";

    /// <summary>The event as it comes back from storage.</summary>
    public static Event<TState> AndRead<TState>(Event<TState> happened) =>
        (Event<TState>)EventCatalogue.Read(happened.GetType().Name, EventCatalogue.Write(happened));
}
