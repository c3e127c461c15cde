using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes.Expressions;

namespace Cellwright.Domain.Recipes;

/// <summary>
/// A safe expression on recorded values: <c>+ - * / ^</c>, parentheses, comparisons, <c>and</c>, <c>or</c>, <c>not</c>,
/// <c>min max abs ln log10 exp sqrt round</c>, numbers with a unit (<c>2'g/L'</c>) and references
/// (<c>[A20/viable-cell-density]</c>: the latest value of that parameter of that phase). It can call nothing else and always ends.
/// </summary>
public sealed class Formula
{
    private readonly Expression expression;

    private Formula(string text, Expression expression, Unit? unit)
    {
        Text = text;
        this.expression = expression;
        Unit = unit;
        References = [.. expression.All.OfType<Reference>().Select(reference => reference.Name).Distinct()];
    }

    /// <summary>As its author wrote it.</summary>
    public string Text { get; }

    /// <summary>Distinct references, <c>phase/parameter</c>, in the order of the text.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Unit of the result once the units of the references are known (<see cref="Bound"/>), else null.</summary>
    public Unit? Unit { get; }

    /// <summary>True when the result is a truth, and not a number.</summary>
    public bool IsCondition => expression.IsTruth;

    internal Expression Expression => expression;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is not a formula; the message is a sentence with the column, counted from 1.</exception>
    public static Formula Parse(string text) => new(text, new FormulaParser(text).Parse(), null);

    /// <summary>The unit of the result, after checking that only like is added to and compared with like.</summary>
    /// <param name="unitOf">Unit of a reference.</param>
    /// <exception cref="FormatException">The units do not fit; the message is a sentence with the column.</exception>
    public Unit UnitOf(Func<string, Unit> unitOf) => expression.Bind(unitOf).Unit;

    /// <summary>The same formula with units settled, so that <see cref="Evaluate"/> converts where units differ.</summary>
    /// <param name="unitOf">Unit of a reference: the one in which its value will be given.</param>
    /// <param name="result">Unit in which to give the result, or null for whatever follows from the formula.</param>
    /// <exception cref="FormatException">The units do not fit; the message is a sentence with the column.</exception>
    public Formula Bound(Func<string, Unit> unitOf, Unit? result = null)
    {
        var bound = expression.Bind(unitOf);
        if (result is not null) bound = bound.To(result, expression);
        return new(Text, bound.Expression, bound.Unit);
    }

    /// <summary>A bound formula that gives its result in <paramref name="result"/>.</summary>
    /// <exception cref="FormatException">The units measure different things.</exception>
    public Formula In(Unit result)
    {
        var bound = new Typed(expression, Unit ?? throw new InvalidOperationException("Only a bound formula has a unit.")).To(result, expression);
        return new(Text, bound.Expression, bound.Unit);
    }

    /// <summary>The result; a condition gives 1 or 0. A value that is missing (NaN) makes a number NaN, and a condition that hangs on it 0, also under <c>not</c>.</summary>
    /// <param name="valueOf">Value of a reference, in its parameter's unit; NaN when there is none.</param>
    public double Evaluate(Func<string, double> valueOf)
    {
        var value = expression.Evaluate(valueOf);
        return expression.IsTruth && double.IsNaN(value) ? 0 : value;
    }

    /// <summary>True when the condition holds on values that are all there; a number holds when it is neither 0 nor NaN.</summary>
    public bool Holds(Func<string, double> valueOf) => Evaluate(valueOf) is var value && value != 0 && !double.IsNaN(value);

    /// <inheritdoc />
    public override string ToString() => Text;
}
