using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Proof;

/// <summary>One thing that a rule looked at.</summary>
/// <param name="Subject">Step, value or item.</param>
/// <param name="Inputs">What the rule was given, as it stood then.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Kept">True when the rule was kept.</param>
/// <param name="Entry">Address of the entry that it concerns, or null where it concerns the whole record.</param>
public sealed record Check(string Subject, string Inputs, string Outcome, bool Kept, string? Entry)
{
    internal Check(string subject, Measured inputs, Measured outcome, bool kept, string? entry)
        : this(subject, inputs.Exact, outcome.Exact, kept, entry) => (PrintedInputs, PrintedOutcome) = (inputs.Print, outcome.Print);

    /// <summary>The inputs with units in print, for people to read.</summary>
    [JsonIgnore]
    public string PrintedInputs { get; } = Inputs;

    /// <summary>The outcome with units in print, for people to read.</summary>
    [JsonIgnore]
    public string PrintedOutcome { get; } = Outcome;
}

/// <summary>A rule that ran over the whole record, with everything that it looked at.</summary>
/// <param name="Name">Stable name, e.g. <c>sequence</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Basis">The requirement behind it.</param>
/// <param name="Checks">In the order of the record.</param>
public sealed record RuleProof(string Name, string Title, string Basis, ImmutableList<Check> Checks)
{
    /// <summary>True when it was kept wherever it applied.</summary>
    public bool Kept => Checks.All(check => check.Kept);
}

/// <summary>An entry with how everything stood just before it.</summary>
internal sealed record Moment(RecordLine Line, Standing Before)
{
    public Batch Batch => Before.Batch;
}

/// <summary>A rule that can be run again from the record alone, by a pure function: proof, and not a claim.</summary>
internal abstract class ProofRule
{
    public abstract string Name { get; }

    public abstract string Title { get; }

    public abstract string Basis { get; }

    /// <summary>What the rule says of one entry of the batch's own stream.</summary>
    public virtual IEnumerable<Check> At(Moment moment) => [];

    /// <summary>What it says of the record as a whole.</summary>
    public virtual IEnumerable<Check> AtEnd(Standing end) => [];

    protected static Check Of(Moment moment, string subject, Measured inputs, Measured? fault, Measured? kept = null) =>
        new(subject, inputs, fault ?? kept ?? "kept", fault is null, moment.Line.Address);
}
