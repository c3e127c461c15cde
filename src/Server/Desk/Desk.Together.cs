using System.Collections.Concurrent;
using System.Reflection;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <content>Commands on other streams that must stand with a command: decided on what stands there, and recorded in one append, so that the record decides who wins.</content>
public sealed partial class Desk
{
    private static readonly ConcurrentDictionary<Type, Func<Desk, Reaction, Caller, DateTimeOffset, Facts, CancellationToken, Task<Decided>>> Besides = new();

    private sealed record Part(Beside Append, Action<IReadOnlyList<Entry>> Advance, Action Forget);

    private sealed record Decided(Refusal? Refusal, IReadOnlyList<Part> Parts, bool Overtaken = false);

    private static readonly Decided Alone = new(null, []);

    // Null when a stream moved on since the command looked at it: then the command decides again.
    private async ValueTask<Decided?> BesideAsync<TState>(Decision<TState> decision, Caller caller, DateTimeOffset at, Facts facts, CancellationToken ct)
        where TState : IStream<TState>
    {
        if (decision.Beside.Count == 0) return Alone;
        var parts = new List<Part>();
        foreach (var reaction in decision.Beside)
        {
            var decide = Besides.GetOrAdd(reaction.GetType(), static type => typeof(Desk)
                .GetMethod(nameof(DecideBesideAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(type.GetGenericArguments()[0])
                .CreateDelegate<Func<Desk, Reaction, Caller, DateTimeOffset, Facts, CancellationToken, Task<Decided>>>());
            var decided = await decide(this, reaction, caller, at, facts, ct);
            if (decided.Overtaken) return null;
            if (decided.Refusal is not null) return decided;
            parts.AddRange(decided.Parts);
        }

        return new Decided(null, parts);
    }

    private async Task<Decided> DecideBesideAsync<TState>(Reaction reaction, Caller caller, DateTimeOffset at, Facts restedOn, CancellationToken ct)
        where TState : IStream<TState>
    {
        var command = ((Given<TState>)reaction).Command;
        var fold = folds.Of<TState>(command.StreamId);
        var (state, version) = await fold.CurrentAsync(record, ct);
        if (!restedOn.RestOn(new StateOf<TState>(command.StreamId), state)) return new Decided(null, [], Overtaken: true);
        var decision = command.Decide(state, ActOf(caller, at, await FactsFor(command, state, caller.By, at, ct)));
        if (decision.Refusal is { } refusal) return new Decided(refusal, []);
        if (decision.Events.Count == 0) return new Decided(null, []);
        return new Decided(null,
        [
            new Part(new Beside(fold.Stream, version, Entries(caller, decision.Events)), entries => Advance(fold, entries, decision.Events), fold.Forget),
        ]);
    }

    private void Advance<TState>(Fold<TState> fold, IReadOnlyList<Entry> entries, IReadOnlyList<Event<TState>> events)
        where TState : IStream<TState>
    {
        fold.Advance(entries, events);
        folds.Advanced(fold, entries);
    }

    private Answer Take<TState>(IReadOnlyList<Entry> entries, Decision<TState> decision, Fold<TState> fold, IReadOnlyList<Part> parts)
        where TState : IStream<TState>
    {
        if (parts.Count == 0)
        {
            Advance(fold, entries, decision.Events);
            Recorded?.Invoke(entries);
            return AnswerOf(entries);
        }

        var own = entries.Take(decision.Events.Count).ToList();
        Advance(fold, own, decision.Events);
        var taken = new List<IReadOnlyList<Entry>> { own };
        for (var (index, from) = (0, own.Count); index < parts.Count; index++)
        {
            List<Entry> theirs = [.. entries.Skip(from).Take(parts[index].Append.Entries.Count)];
            parts[index].Advance(theirs);
            taken.Add(theirs);
            from += theirs.Count;
        }

        // Told only once every fold is current.
        foreach (var told in taken) Recorded?.Invoke(told);
        return AnswerOf(own);
    }
}
