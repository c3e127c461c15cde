using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>Names a step of an executed batch: phase id, and the iterations of the loops around it.</summary>
public static class StepKey
{
    /// <summary><c>A21</c> outside any loop; <c>A21#2</c> in the second iteration; <c>A21#2.1</c> nested.</summary>
    public static string Of(string id, ImmutableList<int> iterations) =>
        iterations.IsEmpty ? id : $"{id}#{string.Join('.', iterations)}";

    /// <summary>The key of another phase in the same iterations as <paramref name="key"/>.</summary>
    public static string Instead(string key, string phase) => phase + key[Phase(key).Length..];

    /// <summary>The phase id of a key.</summary>
    public static string Phase(string key)
    {
        var hash = key.IndexOf('#');
        return hash < 0 ? key : key[..hash];
    }
}

/// <summary>Where a value came from.</summary>
public enum ValueSource
{
    /// <summary>It flowed from equipment.</summary>
    Equipment,

    /// <summary>A person entered it where the recipe asks for that.</summary>
    Hand,

    /// <summary>A person entered it where a tag is bound: a declared fallback, visible as such everywhere.</summary>
    Fallback,

    /// <summary>The server computed it from recorded values.</summary>
    Computed,
}

/// <summary>A value in the executed record. Never edited: a correction is a further value that supersedes it.</summary>
public sealed record RecordedValue
{
    /// <summary>Parameter of the phase.</summary>
    public required string Parameter { get; init; }

    /// <summary>Ordinal among the values of this parameter in this step, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The number as it came.</summary>
    public required double Value { get; init; }

    /// <summary>UCUM unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Against the ranges of the master record.</summary>
    public required Assessment Assessment { get; init; }

    /// <summary>Equipment, hand, fallback or computed.</summary>
    public required ValueSource Source { get; init; }

    /// <summary>Equipment item, when it came from one.</summary>
    public string? Equipment { get; init; }

    /// <summary>Addresses of the readings it rests on.</summary>
    public ImmutableList<string> Readings { get; init; } = [];

    /// <summary>Formula and inputs of a computed value, in words.</summary>
    public string? Computation { get; init; }

    /// <summary>Reason for a fallback, or for a correction.</summary>
    public string? Reason { get; init; }

    /// <summary>The value that it supersedes, when it corrects one.</summary>
    public double? Supersedes { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string By { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was true at the source; equals <see cref="At"/> for a hand entry.</summary>
    public required DateTimeOffset SourceAt { get; init; }

    /// <summary>True while a second person must still verify it.</summary>
    public bool AwaitsVerification { get; init; }

    /// <summary>Who verified it.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>The paper that it was entered from afterwards, or null.</summary>
    public LateMark? Late { get; init; }

    /// <summary>How many steps had been started when it was recorded: a computed value rests on values of these.</summary>
    public int StepsStarted { get; init; }
}

/// <summary>Something else that was done in a step: a confirmation, a sample, an addition, a check-in, a signature.</summary>
/// <param name="Demand">Name of the demand that it meets.</param>
/// <param name="Kind">What it was, e.g. <c>confirmation</c>, <c>material</c>, <c>sample</c>, <c>check-in</c>.</param>
/// <param name="What">Lot, sample label, equipment id or the sentence confirmed.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="AwaitsVerification">True while a second person must still verify it.</param>
/// <param name="VerifiedBy">Who verified it.</param>
public sealed record Done(
    string Demand, string Kind, string What, string By, DateTimeOffset At, bool AwaitsVerification, string? VerifiedBy)
{
    /// <summary>The paper that it was entered from afterwards, or null.</summary>
    public LateMark? Late { get; init; }
}

/// <summary>A signature on a step as it stood then.</summary>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Meaning">Why.</param>
/// <param name="At">When, with offset.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
/// <param name="Lapsed">True when what it covered was changed afterwards: the record shows as unsigned.</param>
/// <param name="Entry">The one entry that it verifies, or null when it covers the whole step.</param>
public sealed record StepSignature(
    string Signer, string Name, string Meaning, DateTimeOffset At, string Shown, bool Lapsed, string? Entry = null);

/// <summary>One execution of one phase.</summary>
public sealed record Step
{
    /// <summary>Key, see <see cref="StepKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Phase id.</summary>
    public required string Phase { get; init; }

    /// <summary>Ordinal among the steps of the batch as they were started, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was completed; null while it is active.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Who completed it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>The paper that its start was entered from afterwards, or null.</summary>
    public LateMark? StartedLate { get; init; }

    /// <summary>The paper that its completion was entered from afterwards, or null.</summary>
    public LateMark? CompletedLate { get; init; }

    /// <summary>Key of the step that is performed instead of it, or null: it ended there, and what it asked for is no longer asked for.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Items that measure for it when they are asked to, and for one step at a time when they are shared.</summary>
    public ImmutableList<string> Instruments { get; init; } = [];

    /// <summary>Every value ever recorded in it, in order.</summary>
    public ImmutableList<RecordedValue> Values { get; init; } = [];

    /// <summary>Everything else done in it, in order.</summary>
    public ImmutableList<Done> Done { get; init; } = [];

    /// <summary>Signatures, lapsed ones too.</summary>
    public ImmutableList<StepSignature> Signatures { get; init; } = [];

    /// <summary>Every mark of paper in it, in order.</summary>
    public IEnumerable<LateMark> Late => new[] { StartedLate, CompletedLate }.Concat(Done.Select(done => done.Late)).Concat(Values.Select(value => value.Late)).OfType<LateMark>();

    /// <summary>True between start and completion.</summary>
    public bool Active => CompletedAt is null;

    /// <summary>The value of a parameter that stands now, or null.</summary>
    public RecordedValue? Current(string parameter) => Values.LastOrDefault(value => value.Parameter == parameter);

    /// <summary>How many values the parameter has had.</summary>
    public int Count(string parameter) => Values.Count(value => value.Parameter == parameter);

    /// <summary>What was done for a demand, or null.</summary>
    public Done? For(string demand) => Done.LastOrDefault(done => done.Demand == demand);
}
