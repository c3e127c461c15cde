using System.Diagnostics.CodeAnalysis;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release;

/// <summary>A number with its unit, as a writing has it.</summary>
internal delegate string Measure(string number, string unit);

/// <summary>
/// A sentence with measured values in two writings. What was accepted before stays accepted: its fingerprint rests on the
/// exact writing, whose units are UCUM, and for ever does; people read the units in print.
/// </summary>
/// <param name="Exact">With UCUM units.</param>
/// <param name="Print">With units in print.</param>
internal sealed record Measured(string Exact, string Print)
{
    [return: NotNullIfNotNull(nameof(words))]
    public static implicit operator Measured?(string? words) => words is null ? null : new(words, words);

    public static Measured Of(Func<Measure, string> words) => new(words((number, unit) => $"{number} {unit}"), words(UnitPrint.With));
}
