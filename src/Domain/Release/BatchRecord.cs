using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Release;

/// <summary>One entry of the record, as a review reads it.</summary>
/// <param name="Stream">Stream, e.g. <c>batch/B-0001</c>.</param>
/// <param name="Version">Position in the stream, from 1.</param>
/// <param name="At">Time of the act, with offset.</param>
/// <param name="By">User id of the actor.</param>
/// <param name="Happened">The event, a <see cref="RefusedAct"/>, or null for a kind that no module knows.</param>
public sealed record RecordLine(string Stream, long Version, DateTimeOffset At, string By, object? Happened)
{
    /// <summary>Names the entry for ever: <c>batch/B-0001@17</c>.</summary>
    public string Address => $"{Stream}@{Version}";

    /// <summary>First part of the stream's name.</summary>
    public string Category => Stream[..Stream.IndexOf('/')];

    /// <summary>Rest of the stream's name.</summary>
    public string StreamId => Stream[(Stream.IndexOf('/') + 1)..];

    /// <summary>The paper that it was entered from afterwards, or null.</summary>
    public LateEntry? Late => (Happened as IStored)?.Late;

    /// <summary>When it was done: as the entry says, or the paper.</summary>
    public DateTimeOffset DoneAt => Late?.At ?? At;

    /// <summary>Who did it: as the entry says, or the paper.</summary>
    public string DoneBy => Late?.By ?? By;

    /// <summary>Where and when, for folding.</summary>
    public Happened When => new(By, At, Version);
}

/// <summary>An act that was attempted and refused.</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Step">Step that it named, or null.</param>
/// <param name="Rule">Rule that refused it.</param>
/// <param name="Sentence">What the person was told.</param>
/// <param name="Terminal">Where it was attempted.</param>
public sealed record RefusedAct(string Command, string? Step, string Rule, string Sentence, string Terminal);

/// <summary>
/// Everything on record about one batch, in the order of the record: its own stream, what was refused in it, its deviations, the
/// master record, and the equipment, lots and people that it names, each stream whole but for what says nothing about any batch (<see cref="Concerns"/>).
/// </summary>
public sealed record BatchRecord(string BatchId, ImmutableList<RecordLine> Lines)
{
    /// <summary>False for an ordinary sign-in: thousands of them stand in the stream of everybody who works, and no rule, exception or critical entry rests on one.</summary>
    public static bool Concerns(object? happened) =>
        happened is not SignInRecorded { Outcome: not (SignInOutcome.WrongSignature or SignInOutcome.LockedOut or SignInOutcome.SignedInElsewhereToo) };

    /// <summary>An unknown batch.</summary>
    public bool IsEmpty => Lines.IsEmpty;
}

/// <summary>Asks for everything on record about a batch; answered with an empty record for an unknown one.</summary>
public sealed record RecordOf(string BatchId) : Need<BatchRecord>;
