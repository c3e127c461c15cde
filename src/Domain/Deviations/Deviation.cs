using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Where a deviation stands.</summary>
public enum DeviationStatus
{
    /// <summary>There is no such deviation.</summary>
    None,

    /// <summary>Open: nobody has decided how the batch goes on.</summary>
    Open,

    /// <summary>The quality unit decided how the batch goes on.</summary>
    Decided,
}

/// <summary>A deviation: what happened, with its evidence, and what was decided in the run.</summary>
public sealed record Deviation : IStream<Deviation>
{
    /// <inheritdoc />
    public static string Category => "deviation";

    /// <inheritdoc />
    public static Deviation Empty { get; } = new();

    /// <summary>Id, e.g. <c>B-0001-D1</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public DeviationStatus Status { get; init; }

    /// <summary>The batch concerned.</summary>
    public string BatchId { get; init; } = "";

    /// <summary>The step concerned.</summary>
    public string Step { get; init; } = "";

    /// <summary>The parameter concerned, or null.</summary>
    public string? Parameter { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public string What { get; init; } = "";

    /// <summary>True when it holds the batch.</summary>
    public bool Holds { get; init; }

    /// <summary>Readings around it.</summary>
    public ImmutableList<EvidenceReading> Evidence { get; init; } = [];

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Why the batch may go on, once decided.</summary>
    public string? Justification { get; init; }

    /// <summary>Who decided, printed name.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What a person who decides is shown, word for word.</summary>
    public string Statement(string justification) =>
        SignedText.Of(
            $"deviation {Id}, batch {BatchId}, step {Step}",
            SignedText.Free(What),
            FormattableString.Invariant($"opened {OpenedAt:O}"),
            $"continue, because: {SignedText.Free(justification)}");
}
