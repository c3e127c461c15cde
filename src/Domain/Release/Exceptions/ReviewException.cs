using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>What kind of thing asks for a person's eyes, in the order of risk.</summary>
public enum ExceptionKind
{
    /// <summary>A rule that ran again over the record was not kept.</summary>
    RuleBroken,

    /// <summary>A deviation.</summary>
    Deviation,

    /// <summary>A time limit that ran out, with the deviation that it opened.</summary>
    ClockExpiry,

    /// <summary>A batch that was ended before its end.</summary>
    Abort,

    /// <summary>A lot or an item of equipment that was judged unfit after it had served.</summary>
    UnfitAfterwards,

    /// <summary>A hold that a person placed, and who lifted it.</summary>
    Hold,

    /// <summary>A value that was changed after entry, with what was computed again from it.</summary>
    Correction,

    /// <summary>A value entered by hand where equipment is bound.</summary>
    Fallback,

    /// <summary>What was entered later than it was done: a value by hand, or acts on paper while the server was down.</summary>
    LateEntry,

    /// <summary>A recorded value outside its normal operating range.</summary>
    AlertValue,

    /// <summary>A watched value that left its normal range while a step was active.</summary>
    Excursion,

    /// <summary>Work that was interrupted.</summary>
    Pause,

    /// <summary>Acts that were attempted and refused.</summary>
    RefusedActs,
}

/// <summary>A line of evidence.</summary>
/// <param name="Label">What it says, e.g. <c>limit</c>.</param>
/// <param name="Text">What it is.</param>
public sealed record Evidence(string Label, string Text)
{
    internal Evidence(string label, Measured words)
        : this(label, words.Exact) => Print = words.Print;

    /// <summary>The same with units in print, for people to read.</summary>
    [JsonIgnore]
    public string Print { get; } = Text;
}

/// <summary>Something in the record that a person looks at before release, with its evidence.</summary>
public sealed record ReviewException
{
    /// <summary>Stable id within the batch, e.g. <c>value:A12/viability#1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of thing it is.</summary>
    public required ExceptionKind Kind { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>The same with units in print, for people to read.</summary>
    [JsonIgnore]
    public string Print { get => field ?? What; init; }

    /// <summary>Step concerned, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Parameter concerned, or null: its trend stands beside the evidence.</summary>
    public string? Parameter { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>User id of whoever did it.</summary>
    public required string By { get; init; }

    /// <summary>What stands about it now: a change of it is a change of what was reviewed.</summary>
    public ImmutableList<Evidence> Evidence { get; init; } = [];

    /// <summary>Addresses of the entries that it rests on.</summary>
    public ImmutableList<string> Entries { get; init; } = [];

    /// <summary>Why it cannot be accepted yet, or null.</summary>
    public string? Awaits { get; init; }

    /// <summary>What is put before the reviewer, word for word.</summary>
    public string Statement => SignedText.Of([
        $"{Id}: {SignedText.Free(What)}",
        Invariant($"{Kind}, {At:O} by {By}{(Step is null ? "" : $", step {Step}")}"),
        .. Evidence.Select(line => $"{line.Label}: {SignedText.Free(line.Text)}"),
    ]);

    /// <summary>SHA-256 of <see cref="Statement"/>: names exactly what was reviewed.</summary>
    public string Fingerprint => SignedText.Hash(Statement);
}
