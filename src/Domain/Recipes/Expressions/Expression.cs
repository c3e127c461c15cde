using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.Expressions;

/// <summary>A node of a formula. A truth is 1, 0, or NaN when it hangs on a missing value (Kleene's three values).</summary>
/// <param name="Column">Where it begins in the text, from 1.</param>
internal abstract record Expression(int Column)
{
    public virtual bool IsTruth => false;

    public abstract IEnumerable<Expression> Parts { get; }

    /// <summary>This node and all below it, in the order of the text.</summary>
    public IEnumerable<Expression> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>True for plain numbers, and what is made of them only: they do not say what they measure.</summary>
    public bool IsBare => All.All(node => node is not Reference && node is not Number { Unit: not null });

    public abstract double Evaluate(Func<string, double> valueOf);

    /// <summary>The same node with conversions put in, and its unit.</summary>
    public abstract Typed Bind(Func<string, Unit> unitOf);

    protected FormatException Wrong(string sentence) => new($"{sentence} (column {Column}).");
}

/// <summary>An expression whose unit is known.</summary>
internal readonly record struct Typed(Expression Expression, Unit Unit)
{
    /// <summary>Converted to <paramref name="unit"/>; <paramref name="source"/> is the node as written, for the message.</summary>
    public Typed To(Unit unit, Expression source)
    {
        if (source is Number { Value: 0, Unit: null } && !unit.IsCelsius) return new(Expression, unit);
        if (source.IsBare && !unit.IsOne)
            throw new FormatException($"A number has no unit here and is used as {unit.Text}; write it as 5'{unit.Text}' (column {source.Column}).");
        if (!Unit.IsCommensurableWith(unit))
            throw new FormatException($"{Unit.Text} cannot be turned into {unit.Text}: they measure different things (column {source.Column}).");
        return Unit.Equals(unit) ? new(Expression, unit) : new(new Conversion(Expression, Unit, unit), unit);
    }
}

/// <summary>A number, with or without a unit.</summary>
internal sealed record Number(int Column, double Value, Unit? Unit) : Expression(Column)
{
    public override IEnumerable<Expression> Parts => [];

    public override double Evaluate(Func<string, double> valueOf) => Value;

    public override Typed Bind(Func<string, Unit> unitOf) => new(this, Unit ?? Basics.Units.Unit.One);
}

/// <summary>A recorded value.</summary>
internal sealed record Reference(int Column, string Name) : Expression(Column)
{
    public override IEnumerable<Expression> Parts => [];

    public override double Evaluate(Func<string, double> valueOf) => valueOf(Name);

    public override Typed Bind(Func<string, Unit> unitOf) => new(this, unitOf(Name));
}

/// <summary>A value taken from one unit into another.</summary>
internal sealed record Conversion(Expression Inner, Unit From, Unit To) : Expression(Inner.Column)
{
    public override bool IsTruth => Inner.IsTruth;

    public override IEnumerable<Expression> Parts => [Inner];

    public override double Evaluate(Func<string, double> valueOf) => From.Convert(Inner.Evaluate(valueOf), To);

    public override Typed Bind(Func<string, Unit> unitOf) => new(this, To);
}
