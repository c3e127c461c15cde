using System.Globalization;
using System.Numerics;

namespace Cellwright.Domain.Basics.Units;

/// <summary>An exact fraction, in lowest terms with a positive denominator, so that a unit's factor carries no rounding (mL times /mL is 1, not nearly 1).</summary>
public readonly record struct Ratio
{
    private readonly BigInteger denominator;

    /// <summary>The fraction of two integers.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Ratio(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException("A ratio has a denominator other than zero.");
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / common;
        this.denominator = denominator / common;
    }

    /// <summary>1.</summary>
    public static Ratio One { get; } = new(1, 1);

    /// <summary>Numerator; bears the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Denominator, above zero.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>10 to the power <paramref name="exponent"/>.</summary>
    public static Ratio TenTo(int exponent) =>
        exponent >= 0 ? new(BigInteger.Pow(10, exponent), 1) : new(1, BigInteger.Pow(10, -exponent));

    /// <summary>Product.</summary>
    public static Ratio operator *(Ratio a, Ratio b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Quotient.</summary>
    public static Ratio operator /(Ratio a, Ratio b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>This to an integer power, negative ones included.</summary>
    public Ratio Power(int exponent) =>
        exponent >= 0
            ? new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
            : new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <summary><paramref name="value"/> times this: one rounding when either side of the fraction is 1, otherwise two.</summary>
    public double Scale(double value) =>
        Denominator.IsOne ? value * (double)Numerator
        : Numerator.IsOne ? value / (double)Denominator
        : value * (double)Numerator / (double)Denominator;

    /// <inheritdoc />
    public override string ToString() =>
        Denominator.IsOne
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
