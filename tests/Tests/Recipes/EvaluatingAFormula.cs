using System.Globalization;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes;
using CsCheck;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-68b2")]
public sealed class EvaluatingAFormula
{
    private static readonly Dictionary<string, double> Values = new()
    {
        ["A/x"] = 3, ["A/y"] = 4, ["A/density"] = 1.4e6, ["A/volume"] = 70, ["A/viability"] = 95, ["A/glucose"] = 2, ["A/warm"] = 37, ["A/cool"] = 5,
    };

    private static readonly Dictionary<string, string> Units = new()
    {
        ["A/x"] = "1", ["A/y"] = "1", ["A/density"] = "/mL", ["A/volume"] = "mL", ["A/viability"] = "%", ["A/glucose"] = "g/L", ["A/warm"] = "Cel", ["A/cool"] = "Cel", ["A/none"] = "1",
    };

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("2 ^ 3 ^ 2", 512)]
    [InlineData("-2 ^ 2", -4)]
    [InlineData("2 ^ -1", 0.5)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("100 / 10 / 2", 5)]
    [InlineData("sqrt([A/x] ^ 2 + [A/y] ^ 2)", 5)]
    [InlineData("min(3, [A/x], 2) + max(1, [A/y]) - abs(-1)", 5)]
    [InlineData("ln(exp(2)) + log10(1000)", 5)]
    [InlineData("round(2.675, 2)", 2.68)]
    [InlineData("round(-2.5)", -3)]
    [InlineData("1.5e3 + .5", 1500.5)]
    [InlineData("1 < 2 and not 3 < 2", 1)]
    [InlineData("1 < 2 and 3 < 2 or 2 >= 2", 1)]
    [InlineData("[A/x] = 3 and [A/x] != 4", 1)]
    [InlineData("2 ≤ 1 or 2 ≥ 3", 0)]
    [InlineData("[A/density] * [A/volume]", 98e6)]
    public void Follows_the_rules_of_arithmetic(string text, double expected) =>
        Assert.Equal(expected, Evaluate(text), 1e-9);

    [Theory]
    [InlineData("[A/glucose] < 2.5'mg/mL'", 1)]
    [InlineData("[A/glucose] = 2000'mg/L'", 1)]
    [InlineData("[A/viability] >= 80'%'", 1)]
    [InlineData("[A/viability] >= 0.8'1'", 1)]
    [InlineData("[A/warm] > 310'K'", 1)]
    [InlineData("[A/warm] - [A/cool] = 32'K'", 1)]
    [InlineData("[A/cool] + 32'K' = [A/warm]", 1)]
    [InlineData("[A/warm] > -5'Cel'", 1)]
    [InlineData("[A/glucose] > 0", 1)]
    [InlineData("max([A/glucose], 2500'mg/L')", 2.5)]
    [InlineData("round([A/viability] * [A/viability], 3)", 0.903)]
    [InlineData("round(98e4 / ([A/density] * [A/viability]) / 1'mL', 2) * 1'mL'", 0.74)]
    [InlineData("round([A/viability] - 0.4'%')", 1)]
    [InlineData("[A/density] * [A/viability]", 1.33e8)] // in %/mL
    public void Converts_units(string text, double expected) => Assert.Equal(expected, Evaluate(text), 1e-6);

    [Fact]
    public void Gives_its_result_in_the_unit_that_is_asked_for()
    {
        var ratio = Formula.Parse("[A/x] / [A/y]").Bound(UnitOf, Unit.Percent);
        Assert.Equal(75, ratio.Evaluate(ValueOf));
        Assert.Equal(133e4, Formula.Parse("[A/density] * [A/viability]").Bound(UnitOf).In(Unit.Parse("/mL")).Evaluate(ValueOf), 1e-6);
    }

    [Theory]
    [InlineData("[A/glucose] + [A/volume]", "different things")]
    [InlineData("[A/glucose] < [A/density]", "cannot be compared")]
    [InlineData("[A/viability] < 80", "write it as 5'%'")]
    [InlineData("[A/density] > 1e6", "write it as 5'/mL'")]
    [InlineData("[A/warm] + [A/cool]", "cannot be added")]
    [InlineData("2 * [A/warm]", "its zero is arbitrary")]
    [InlineData("ln([A/volume])", "takes a pure number")]
    [InlineData("[A/volume] ^ 0.5", "whole number")]
    [InlineData("sqrt([A/density])", "square root")]
    [InlineData("[A/warm] - 3'K' > 5'K' + [A/cool]", "Temperatures in Cel cannot be added")]
    [InlineData("min([A/volume], [A/glucose])", "different things")]
    [InlineData("round([A/volume] * [A/viability], 1)", "divide by a unit first")]
    public void Refuses_units_that_do_not_fit(string text, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => Formula.Parse(text).UnitOf(UnitOf)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[A/none] > 1")]
    [InlineData("[A/none] < 1")]
    [InlineData("[A/none] != 1")]
    [InlineData("not [A/none] > 1")]
    [InlineData("[A/none] > 1 and 1 < 2")]
    [InlineData("not ([A/none] > 1 or 2 < 1)")]
    [InlineData("[A/none] ^ 0 = 1")]
    public void Never_holds_on_a_missing_value(string text)
    {
        Assert.False(Formula.Parse(text).Holds(ValueOf));
        Assert.Equal(0, Formula.Parse(text).Evaluate(ValueOf));
    }

    [Fact]
    public void Holds_where_a_missing_value_makes_no_difference() =>
        Assert.True(Formula.Parse("[A/none] > 1 or 1 < 2").Holds(ValueOf));

    [Theory]
    [InlineData("", 1, "A value was expected")]
    [InlineData("1 +", 4, "A value was expected")]
    [InlineData("(1 + 2", 7, "closing parenthesis")]
    [InlineData("1 2", 3, "An operator or the end")]
    [InlineData("[A20]", 1, "[phase/parameter]")]
    [InlineData("[A/x", 1, "bracket that closes")]
    [InlineData("2'g/L", 2, "apostrophe")]
    [InlineData("2'furlong'", 2, "not a unit known here")]
    [InlineData("1 < 2 < 3", 7, "cannot be chained")]
    [InlineData("1 and 2", 1, "condition was expected")]
    [InlineData("(1 < 2) + 1", 4, "number was expected")]
    [InlineData("system(1)", 1, "is not a function")]
    [InlineData("round(1, 99)", 1, "digits")]
    [InlineData("min()", 5, "A value was expected")]
    [InlineData("abs(1, 2)", 1, "takes 1 values")]
    [InlineData("1 ; 2", 3, "does not belong")]
    [InlineData("1e999", 1, "too large")]
    public void Says_what_is_wrong_and_where(string text, int column, string words)
    {
        var message = Assert.Throws<FormatException>(() => Formula.Parse(text)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.EndsWith($"(column {column}).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_hostile_text_at_once()
    {
        Assert.Throws<FormatException>(() => Formula.Parse(new string('(', 1900)));
        Assert.Throws<FormatException>(() => Formula.Parse(new string('-', 1900) + "1"));
        Assert.Throws<FormatException>(() => Formula.Parse(new string('1', 5000)));
        Assert.True(Formula.Parse(string.Concat(Enumerable.Repeat("not ", 400)) + "1 < 2").Holds(ValueOf));
    }

    [Fact]
    public void Names_each_reference_once() =>
        Assert.Equal(["A/x", "A/y"], Formula.Parse("[A/x] + [A/y] * [A/x]").References);

    // Each text is written with the parentheses that it needs and no others, and its value is worked out by C# as it is written:
    // an implementation that shares nothing with the parser or the tree.
    [Fact]
    public void Agrees_with_an_independent_evaluation() =>
        Expressions(4).Sample(
            written =>
            {
                var value = Formula.Parse(written.Text).Evaluate(ValueOf);
                Assert.True(value.Equals(written.Value) || Math.Abs(value - written.Value) <= 1e-12 * Math.Abs(written.Value),
                    string.Create(CultureInfo.InvariantCulture, $"{written.Text} gave {value:R} and not {written.Value:R}"));
            },
            iter: 5000);

    private sealed record Written(string Text, double Value, int Strength)
    {
        public string Within(int strength) => Strength < strength ? $"({Text})" : Text;
    }

    private static Gen<Written> Expressions(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Double[0.01, 1000].Select(value => Math.Round(value, 3)).Select(value => new Written(value.ToString("R", CultureInfo.InvariantCulture), value, 9)),
            Gen.Int[0, 3].Select(index => new[] { "A/x", "A/y", "A/density", "A/volume" }[index]).Select(name => new Written($"[{name}]", Values[name], 9)));
        if (depth == 0) return leaf;
        var inner = Expressions(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(inner, inner, (a, b) => new Written($"{a.Within(1)} + {b.Within(2)}", a.Value + b.Value, 1)),
            Gen.Select(inner, inner, (a, b) => new Written($"{a.Within(1)} - {b.Within(2)}", a.Value - b.Value, 1)),
            Gen.Select(inner, inner, (a, b) => new Written($"{a.Within(2)} * {b.Within(3)}", a.Value * b.Value, 2)),
            Gen.Select(inner, inner, (a, b) => new Written($"{a.Within(2)} / {b.Within(3)}", a.Value / b.Value, 2)),
            inner.Select(a => new Written($"-{a.Within(3)}", -a.Value, 3)),
            Gen.Select(inner, Gen.Int[1, 3], (a, n) => new Written($"{a.Within(5)} ^ {n}", Math.Pow(a.Value, n), 4)),
            Gen.Select(inner, inner, (a, b) => new Written($"max({a.Text}, {b.Text})", Math.Max(a.Value, b.Value), 9)),
            inner.Select(a => new Written($"abs({a.Text})", Math.Abs(a.Value), 9)));
    }

    private static double Evaluate(string text) => Formula.Parse(text).Bound(UnitOf).Evaluate(ValueOf);

    private static double ValueOf(string reference) => Values.GetValueOrDefault(reference, double.NaN);

    private static Unit UnitOf(string reference) => Unit.Parse(Units[reference]);
}
