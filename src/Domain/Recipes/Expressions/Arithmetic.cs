using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.Expressions;

/// <summary>Minus a value.</summary>
internal sealed record Negation(int Column, Expression Inner) : Expression(Column)
{
    public override IEnumerable<Expression> Parts => [Inner];

    public override double Evaluate(Func<string, double> valueOf) => -Inner.Evaluate(valueOf);

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var inner = Inner.Bind(unitOf);
        if (inner.Unit.IsCelsius) throw Wrong("A temperature in Cel has no opposite; use K");
        return inner with { Expression = this with { Inner = inner.Expression } };
    }
}

/// <summary>Sum or difference. Two temperatures in Cel differ by a number of K; K may be added to Cel.</summary>
internal sealed record Sum(int Column, Expression Left, Expression Right, bool Minus) : Expression(Column)
{
    public override IEnumerable<Expression> Parts => [Left, Right];

    public override double Evaluate(Func<string, double> valueOf) =>
        Minus ? Left.Evaluate(valueOf) - Right.Evaluate(valueOf) : Left.Evaluate(valueOf) + Right.Evaluate(valueOf);

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var (left, right) = (Left.Bind(unitOf), Right.Bind(unitOf));
        if (right.Unit.IsCelsius)
        {
            if (!Minus) throw Wrong("Temperatures in Cel cannot be added; add a difference in K");
            if (!left.Unit.IsCelsius) throw Wrong("A temperature in Cel can only be taken from another in Cel");
            return new(Of(left, right), Unit.Kelvin);
        }

        var unit = left.Unit.IsCelsius ? Unit.Kelvin : Left.IsBare ? right.Unit : left.Unit;
        if (!left.Unit.IsCelsius) left = left.To(unit, Left);
        right = right.To(unit, Right);
        return new(Of(left, right), left.Unit);
    }

    private Sum Of(Typed left, Typed right) => this with { Left = left.Expression, Right = right.Expression };
}

/// <summary>Product or quotient; the unit of the result is that of the units.</summary>
internal sealed record Product(int Column, Expression Left, Expression Right, bool Divide) : Expression(Column)
{
    public override IEnumerable<Expression> Parts => [Left, Right];

    public override double Evaluate(Func<string, double> valueOf) =>
        Divide ? Left.Evaluate(valueOf) / Right.Evaluate(valueOf) : Left.Evaluate(valueOf) * Right.Evaluate(valueOf);

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var (left, right) = (Left.Bind(unitOf), Right.Bind(unitOf));
        if (left.Unit.IsCelsius || right.Unit.IsCelsius)
            throw Wrong("A temperature in Cel cannot be multiplied or divided; its zero is arbitrary, use K");
        return new(
            this with { Left = left.Expression, Right = right.Expression },
            Divide ? left.Unit.Per(right.Unit) : left.Unit.Times(right.Unit));
    }
}

/// <summary>A power: of a pure number any, of a quantity a whole one that is written out.</summary>
internal sealed record Exponentiation(int Column, Expression Base, Expression Exponent) : Expression(Column)
{
    private const int LargestExponent = 9;

    public override IEnumerable<Expression> Parts => [Base, Exponent];

    public override double Evaluate(Func<string, double> valueOf)
    {
        var (value, exponent) = (Base.Evaluate(valueOf), Exponent.Evaluate(valueOf));
        // IEEE says NaN^0 = 1 and 1^NaN = 1; a missing value must not vanish.
        return double.IsNaN(value) || double.IsNaN(exponent) ? double.NaN : Math.Pow(value, exponent);
    }

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var (value, exponent) = (Base.Bind(unitOf), Exponent.Bind(unitOf).To(Unit.One, Exponent));
        if (value.Unit.Dimension.IsNone)
            return new(new Exponentiation(Column, value.To(Unit.One, Base).Expression, exponent.Expression), Unit.One);
        if (value.Unit.IsCelsius) throw Wrong("A temperature in Cel has no power; use K");
        if (Exponent is not Number { Value: var power } || power != Math.Truncate(power) || Math.Abs(power) > LargestExponent || power == 0)
            throw Wrong($"A quantity in {value.Unit.Text} can only be raised to a whole number that is written out, such as 2");
        return new(new Exponentiation(Column, value.Expression, exponent.Expression), value.Unit.Power((int)power));
    }
}
