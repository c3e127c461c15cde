using System.Diagnostics.CodeAnalysis;

namespace Cellwright.Domain.Basics.Units;

/// <summary>
/// A unit of measure in UCUM's case-sensitive notation (The Unified Code for Units of Measure, ucum.org, version 2.1; the atoms
/// of <see cref="UnitAtoms"/>, all prefixes from exa to atto). Degrees Celsius bear an offset and stand alone; a difference of temperatures is in <c>K</c>.
/// </summary>
public sealed class Unit : IEquatable<Unit>
{
    // UCUM: 0 Cel = 273.15 K.
    private const double CelsiusZero = 273.15;

    internal Unit(string text, Dimension dimension, Ratio factor, bool isCelsius = false)
    {
        Text = text;
        Dimension = dimension;
        Factor = factor;
        IsCelsius = isCelsius;
    }

    /// <summary>A pure number, <c>1</c>.</summary>
    public static Unit One { get; } = new("1", Dimension.None, Ratio.One);

    /// <summary>Kelvin.</summary>
    public static Unit Kelvin { get; } = Parse("K");

    /// <summary>Per cent.</summary>
    public static Unit Percent { get; } = Parse("%");

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>What it measures.</summary>
    public Dimension Dimension { get; }

    /// <summary>How many of the coherent base unit it is.</summary>
    public Ratio Factor { get; }

    /// <summary>True for <c>Cel</c>, the one unit here whose zero is not zero.</summary>
    public bool IsCelsius { get; }

    /// <summary>True for a plain count or ratio: a number that needs no unit beside it.</summary>
    public bool IsOne => Dimension.IsNone && Factor == Ratio.One;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">Not a unit that is known here; the message says what is wrong.</exception>
    public static Unit Parse(string text) => new UnitParser(text).Parse();

    /// <summary>Reads <paramref name="text"/>; false when it is not a unit that is known here.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Unit? unit)
    {
        try
        {
            unit = text is null ? null : Parse(text);
        }
        catch (FormatException)
        {
            unit = null;
        }

        return unit is not null;
    }

    /// <summary>True when values in one can be converted to the other.</summary>
    public bool IsCommensurableWith(Unit other) => Dimension.Equals(other.Dimension);

    /// <summary><paramref name="value"/>, in this unit, expressed in <paramref name="to"/>.</summary>
    /// <exception cref="FormatException">The units measure different things.</exception>
    public double Convert(double value, Unit to)
    {
        if (!IsCommensurableWith(to)) throw new FormatException($"{Text} cannot be converted to {to.Text}: they measure different things.");
        if (Factor == to.Factor && IsCelsius == to.IsCelsius) return value;
        if (IsCelsius) value += CelsiusZero;
        var scaled = (Factor / to.Factor).Scale(value);
        return to.IsCelsius ? scaled - CelsiusZero : scaled;
    }

    /// <summary>Unit of a product.</summary>
    public Unit Times(Unit other) => new(Joined(other, '.'), Dimension.Times(other.Dimension), Factor * other.Factor);

    /// <summary>Unit of a quotient.</summary>
    public Unit Per(Unit other) => new(Joined(other, '/'), Dimension.Times(other.Dimension, -1), Factor / other.Factor);

    /// <summary>Unit of a power.</summary>
    public Unit Power(int exponent) =>
        new($"({Text}){exponent}", Dimension.None.Times(Dimension, exponent), Factor.Power(exponent));

    /// <summary>Same dimension, factor and zero; annotations make no difference, as in UCUM.</summary>
    public bool Equals(Unit? other) =>
        other is not null && Dimension.Equals(other.Dimension) && Factor == other.Factor && IsCelsius == other.IsCelsius;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Unit);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Dimension, Factor, IsCelsius);

    /// <inheritdoc />
    public override string ToString() => Text;

    private string Joined(Unit other, char sign) =>
        other.IsOne ? Text
        : IsOne && sign == '.' ? other.Text
        : $"{(IsOne ? "" : Text)}{sign}{(other.Text.AsSpan().ContainsAny('.', '/') ? $"({other.Text})" : other.Text)}";
}
