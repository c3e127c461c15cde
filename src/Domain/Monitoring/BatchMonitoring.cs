using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Monitoring;

/// <summary>A verdict on record.</summary>
/// <param name="Ordinal">Among the verdicts on its batch, from 1.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Said">What it says.</param>
/// <param name="Shadow">True when the model ran in shadow: it alarmed nobody.</param>
/// <param name="OpensDeviation">True when a deviation followed from it.</param>
public sealed record RecordedVerdict(int Ordinal, DateTimeOffset At, ModelVerdict Said, bool Shadow, bool OpensDeviation);

/// <summary>What monitoring models said of one batch. A stream of its own, beside the batch: a model changes nothing in it.</summary>
public sealed record BatchMonitoring : IStream<BatchMonitoring>
{
    /// <inheritdoc />
    public static string Category => "monitoring";

    /// <inheritdoc />
    public static BatchMonitoring Empty { get; } = new();

    /// <summary>Every verdict, in order.</summary>
    public ImmutableList<RecordedVerdict> Verdicts { get; init; } = [];

    /// <summary>What tags did that no limit forbids, in order.</summary>
    public ImmutableList<TagAdvice> Advice { get; init; } = [];

    /// <summary>The latest verdict of a model, or null.</summary>
    /// <param name="model">Its name, <c>id@version</c>.</param>
    public RecordedVerdict? Latest(string model) => Verdicts.FindLast(verdict => verdict.Said.Model == model);

    /// <summary>Whether a deviation was opened for this movement of the process already, by whichever model.</summary>
    public bool Knows(ModelVerdict drift) => Verdicts.Exists(verdict => verdict.OpensDeviation && drift.IsSameDrift(verdict.Said));
}
