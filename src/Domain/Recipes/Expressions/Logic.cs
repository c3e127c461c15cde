using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.Expressions;

/// <summary>How two values are compared.</summary>
internal enum Comparing
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// <summary>A comparison; the right side is converted to the unit of the left. Unknown when either side is missing.</summary>
internal sealed record Comparison(int Column, Expression Left, Expression Right, Comparing How) : Expression(Column)
{
    public override bool IsTruth => true;

    public override IEnumerable<Expression> Parts => [Left, Right];

    public override double Evaluate(Func<string, double> valueOf)
    {
        var (left, right) = (Left.Evaluate(valueOf), Right.Evaluate(valueOf));
        if (double.IsNaN(left) || double.IsNaN(right)) return double.NaN;
        var holds = How switch
        {
            Comparing.Less => left < right,
            Comparing.LessOrEqual => left <= right,
            Comparing.Greater => left > right,
            Comparing.GreaterOrEqual => left >= right,
            Comparing.Equal => left == right,
            _ => left != right,
        };
        return holds ? 1 : 0;
    }

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var (left, right) = (Left.Bind(unitOf), Right.Bind(unitOf));
        if (!Left.IsBare && !Right.IsBare && !left.Unit.IsCommensurableWith(right.Unit))
            throw Wrong($"{left.Unit.Text} cannot be compared with {right.Unit.Text}: they measure different things");
        var unit = Left.IsBare ? right.Unit : left.Unit;
        return new(this with { Left = left.To(unit, Left).Expression, Right = right.To(unit, Right).Expression }, Unit.One);
    }
}

/// <summary>Both, or either. What is known decides: false and unknown is false, true or unknown is true.</summary>
internal sealed record Junction(int Column, Expression Left, Expression Right, bool Or) : Expression(Column)
{
    public override bool IsTruth => true;

    public override IEnumerable<Expression> Parts => [Left, Right];

    public override double Evaluate(Func<string, double> valueOf)
    {
        var decides = Or ? 1.0 : 0.0;
        var (left, right) = (Left.Evaluate(valueOf), Right.Evaluate(valueOf));
        if (left == decides || right == decides) return decides;
        return double.IsNaN(left) || double.IsNaN(right) ? double.NaN : 1 - decides;
    }

    public override Typed Bind(Func<string, Unit> unitOf) =>
        new(this with { Left = Left.Bind(unitOf).Expression, Right = Right.Bind(unitOf).Expression }, Unit.One);
}

/// <summary>Not; unknown stays unknown.</summary>
internal sealed record Not(int Column, Expression Inner) : Expression(Column)
{
    public override bool IsTruth => true;

    public override IEnumerable<Expression> Parts => [Inner];

    public override double Evaluate(Func<string, double> valueOf) => 1 - Inner.Evaluate(valueOf);

    public override Typed Bind(Func<string, Unit> unitOf) => new(this with { Inner = Inner.Bind(unitOf).Expression }, Unit.One);
}
