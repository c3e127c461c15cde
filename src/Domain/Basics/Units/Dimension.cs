using System.Collections.Immutable;

namespace Cellwright.Domain.Basics.Units;

/// <summary>What a unit measures: exponents of base quantities, by the symbol of the base unit. Arbitrary units, such as <c>[IU]</c>, are base quantities of their own.</summary>
public sealed class Dimension : IEquatable<Dimension>
{
    private readonly ImmutableSortedDictionary<string, int> exponents;

    private Dimension(ImmutableSortedDictionary<string, int> exponents) => this.exponents = exponents;

    /// <summary>A pure number.</summary>
    public static Dimension None { get; } = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>True for a pure number.</summary>
    public bool IsNone => exponents.IsEmpty;

    /// <summary>The base quantity of <paramref name="symbol"/>.</summary>
    public static Dimension Of(string symbol) => new(None.exponents.Add(symbol, 1));

    /// <summary>Dimension of a product.</summary>
    public Dimension Times(Dimension other, int power = 1)
    {
        var sum = exponents.ToBuilder();
        foreach (var (symbol, exponent) in other.exponents)
        {
            var total = sum.GetValueOrDefault(symbol) + exponent * power;
            if (total == 0) sum.Remove(symbol);
            else sum[symbol] = total;
        }

        return new(sum.ToImmutable());
    }

    /// <summary>Dimension of the square root, or null when an exponent is odd.</summary>
    public Dimension? Root() =>
        exponents.Values.Any(exponent => exponent % 2 != 0)
            ? null
            : new(exponents.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value / 2, StringComparer.Ordinal));

    /// <inheritdoc />
    public bool Equals(Dimension? other) => other is not null && exponents.SequenceEqual(other.exponents);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Dimension);

    /// <inheritdoc />
    public override int GetHashCode() =>
        exponents.Aggregate(17, (hash, pair) => HashCode.Combine(hash, pair.Key.GetHashCode(StringComparison.Ordinal), pair.Value));

    /// <summary>For people, e.g. <c>g.m-3</c>; <c>1</c> for a pure number.</summary>
    public override string ToString() =>
        IsNone ? "1" : string.Join('.', exponents.Select(pair => pair.Value == 1 ? pair.Key : $"{pair.Key}{pair.Value}"));
}
