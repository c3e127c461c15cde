using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.Expressions;

/// <summary>One of the few functions.</summary>
internal sealed record Call(int Column, string Name, IReadOnlyList<Expression> Arguments) : Expression(Column)
{
    /// <summary>Least and greatest number of arguments.</summary>
    public static IReadOnlyDictionary<string, (int Least, int Greatest)> Functions { get; } = new Dictionary<string, (int, int)>
    {
        ["min"] = (1, 20), ["max"] = (1, 20), ["abs"] = (1, 1), ["ln"] = (1, 1),
        ["log10"] = (1, 1), ["exp"] = (1, 1), ["sqrt"] = (1, 1), ["round"] = (1, 2),
    };

    public override IEnumerable<Expression> Parts => Arguments;

    public override double Evaluate(Func<string, double> valueOf)
    {
        var values = Arguments.Select(argument => argument.Evaluate(valueOf)).ToArray();
        return Name switch
        {
            "min" => values.Aggregate(Math.Min),
            "max" => values.Aggregate(Math.Max),
            "abs" => Math.Abs(values[0]),
            "ln" => Math.Log(values[0]),
            "log10" => Math.Log10(values[0]),
            "exp" => Math.Exp(values[0]),
            "sqrt" => Math.Sqrt(values[0]),
            _ => Rounded(values[0], values.Length > 1 ? (int)values[1] : 0),
        };
    }

    public override Typed Bind(Func<string, Unit> unitOf)
    {
        var bound = Arguments.Select(argument => argument.Bind(unitOf)).ToArray();
        switch (Name)
        {
            case "ln" or "log10" or "exp":
                if (!bound[0].Unit.Dimension.IsNone)
                    throw Wrong($"{Name} takes a pure number, and not a value in {bound[0].Unit.Text}; divide by a unit first");
                return new(this with { Arguments = [bound[0].To(Unit.One, Arguments[0]).Expression] }, Unit.One);
            case "sqrt":
                if (bound[0].Unit.IsCelsius) throw Wrong("A temperature in Cel has no square root; use K");
                var root = bound[0].Unit.Dimension.Root() ?? throw Wrong($"There is no unit for the square root of {bound[0].Unit.Text}");
                var whole = new Unit(bound[0].Unit.Dimension.ToString(), bound[0].Unit.Dimension, Ratio.One);
                return new(this with { Arguments = [new Conversion(bound[0].Expression, bound[0].Unit, whole)] }, new Unit(root.ToString(), root, Ratio.One));
            case "round" when bound[0].Unit.Dimension.IsNone && Arguments[0] is not Reference:
                // A computed ratio is rounded as the pure number that a reader sees, not in whatever units cancelled out.
                return new(this with { Arguments = [bound[0].To(Unit.One, Arguments[0]).Expression, .. Arguments.Skip(1)] }, Unit.One);
            case "abs" when bound[0].Unit.IsCelsius:
                throw Wrong("A temperature in Cel has no size of its own; use K");
            case "min" or "max":
                var unit = bound.Zip(Arguments).FirstOrDefault(pair => !pair.Second.IsBare).First is { Unit: { } first } ? first : Unit.One;
                return new(this with { Arguments = [.. bound.Zip(Arguments, (typed, source) => typed.To(unit, source).Expression)] }, unit);
            // What follows from a product has a unit that nobody wrote, such as mL.%: its digits would mean nothing to a reader.
            case "round" when Arguments[0] is not (Reference or Number):
                if (!bound[0].Unit.Dimension.IsNone)
                    throw Wrong("round works on a recorded value or on a pure number; divide by a unit first, as in round(x / 1'mL', 2) * 1'mL'");
                return new(this with { Arguments = [bound[0].To(Unit.One, Arguments[0]).Expression, .. Arguments.Skip(1)] }, Unit.One);
            default:
                return new(this with { Arguments = [bound[0].Expression, .. Arguments.Skip(1)] }, bound[0].Unit);
        }
    }

    // USP General Notices 7.20: a 5 is rounded up, away from zero. Scaled in decimal, so that 2.675 is what was written.
    private static double Rounded(double value, int digits) =>
        Math.Abs(value) < 1e12 ? (double)Math.Round((decimal)value, digits, MidpointRounding.AwayFromZero) : Math.Round(value, MidpointRounding.AwayFromZero);
}
