namespace Cellwright.Domain.Basics;

/// <summary>A command that follows from an event, given by the server itself. Its id derives from the event's, so twice has no second effect.</summary>
public abstract record Reaction
{
    /// <summary>A command on a stream of <typeparamref name="TState"/>.</summary>
    public static Reaction Give<TState>(Command<TState> command)
        where TState : IStream<TState> => new Given<TState>(command);
}

/// <summary>See <see cref="Reaction.Give{TState}"/>.</summary>
public sealed record Given<TState>(Command<TState> Command) : Reaction
    where TState : IStream<TState>;

/// <summary>Pure reactions of one module to events of earlier ones; found by reflection, run from a checkpoint.</summary>
public interface IReactions
{
    /// <summary>What follows from <paramref name="happened"/> in stream <paramref name="streamId"/>.</summary>
    IEnumerable<Reaction> React(string streamId, object happened);
}
