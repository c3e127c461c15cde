namespace Cellwright.Domain.Basics;

/// <summary>Something that a decision must know beyond its own stream; the desk looks it up beforehand.</summary>
public abstract record Need;

/// <summary>A need answered by a <typeparamref name="T"/>.</summary>
public abstract record Need<T> : Need;

/// <summary>The current state of another stream; answered with the empty state when that stream does not exist.</summary>
/// <param name="Id">Id within the category of <typeparamref name="TState"/>.</param>
public sealed record StateOf<TState>(string Id) : Need<TState>
    where TState : IStream<TState>;

/// <summary>The current states of all streams of a category whose id begins with <paramref name="Prefix"/>, in the order of their ids.</summary>
/// <param name="Prefix">Beginning of the id within the category of <typeparamref name="TState"/>.</param>
public sealed record StatesOf<TState>(string Prefix) : Need<IReadOnlyList<TState>>
    where TState : IStream<TState>;

/// <summary>The answers to a command's needs.</summary>
public sealed class Facts(IReadOnlyDictionary<Need, object> answers)
{
    /// <summary>No facts: for commands that need none.</summary>
    public static Facts None { get; } = new(new Dictionary<Need, object>());

    /// <summary>Whether the decision rests on <paramref name="answer"/>, or did not ask.</summary>
    public bool RestOn(Need need, object answer) => !answers.TryGetValue(need, out var given) || ReferenceEquals(given, answer);

    /// <summary>The same with another answer to one need: for an act that is decided after another within one command.</summary>
    public Facts With<T>(Need<T> need, T answer)
        where T : notnull => new(new Dictionary<Need, object>(answers) { [need] = answer });

    /// <summary>The answer to <paramref name="need"/>.</summary>
    /// <exception cref="KeyNotFoundException">The command did not declare this need: a fault in its code.</exception>
    public T Of<T>(Need<T> need) =>
        answers.TryGetValue(need, out var answer)
            ? (T)answer
            : throw new KeyNotFoundException($"The command did not declare that it needs {need}.");
}
