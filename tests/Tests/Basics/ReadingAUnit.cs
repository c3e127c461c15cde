using Cellwright.Domain.Basics.Units;

namespace Cellwright.Tests.Basics;

[Requirement("P211-68b2")]
public sealed class ReadingAUnit
{
    // Factors from the tables of UCUM 2.1 (ucum.org), worked by hand.
    [Theory]
    [InlineData("g/L", "mg/mL", 2.5, 2.5)]
    [InlineData("h", "min", 1.5, 90)]
    [InlineData("d", "h", 12, 288)]
    [InlineData("mbar", "Pa", 10, 1000)]
    [InlineData("bar", "kPa", 0.4, 40)]
    [InlineData("MPa", "bar", 0.5, 5)]
    [InlineData("%", "1", 55, 0.55)]
    [InlineData("1", "%", 0.55, 55.00000000000001)]
    [InlineData("10*6/mL", "/mL", 1.4, 1.4e6)]
    [InlineData("/uL", "/mL", 350, 350_000)]
    [InlineData("mosm/kg", "osm/kg", 290, 0.29)]
    [InlineData("L/(m2.h)", "L/m2/h", 60, 60)]
    [InlineData("L", "cm3", 1, 1000)]
    [InlineData("m3", "L", 2, 2000)]
    [InlineData("{rpm}/min", "Hz", 120, 2)]
    [InlineData("U", "nmol/s", 60, 1000)]
    [InlineData("k[IU]/L", "[IU]/mL", 200, 200)]
    [InlineData("J/s", "W", 7, 7)]
    [InlineData("V.A", "W", 3, 3)]
    [InlineData("S", "Ohm-1", 4, 4)]
    [InlineData("N/m2", "Pa", 5, 5)]
    [InlineData("{vg}/mL", "/mL", 1e13, 1e13)]
    [InlineData("Cel", "K", 37, 310.15)]
    [InlineData("K", "Cel", 193.15, -80)]
    public void Converts(string from, string to, double value, double expected) =>
        Assert.Equal(expected, Unit.Parse(from).Convert(value, Unit.Parse(to)), expected * 1e-15 + 1e-12);

    [Theory]
    [InlineData("g/L", "mmol/L")]
    [InlineData("Cel", "%")]
    [InlineData("[IU]/mL", "U/mL")]
    [InlineData("[pH]", "1")]
    [InlineData("/mL", "mol/L")]
    [InlineData("NTU", "mAU")]
    public void Keeps_apart_what_measures_different_things(string one, string other)
    {
        Assert.False(Unit.Parse(one).IsCommensurableWith(Unit.Parse(other)));
        Assert.Throws<FormatException>(() => Unit.Parse(one).Convert(1, Unit.Parse(other)));
    }

    [Theory]
    [InlineData("", "a pure number is 1")]
    [InlineData("C/min ", "does not fit")]
    [InlineData("°C", "does not fit")]
    [InlineData("rpm", "'rpm' is not a unit known here")]
    [InlineData("Cel/min", "write K")]
    [InlineData("Cel2", "write K")]
    [InlineData("g/", "missing at the end")]
    [InlineData("g..L", "does not fit")]
    [InlineData("(g/L", "closing parenthesis")]
    [InlineData("m-", "exponent is missing")]
    [InlineData("m99", "exponent lies")]
    [InlineData("[IU", "closing bracket")]
    [InlineData("{cells/mL", "closing brace")]
    [InlineData("mmin", "'mmin' is not a unit")]
    [InlineData("k%", "'k%' is not a unit")]
    public void Says_what_is_wrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => Unit.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Carries_no_rounding_in_its_factor() =>
        Assert.True(Unit.Parse("mL").Times(Unit.Parse("/mL")).IsOne);

    [Fact]
    public void Ignores_annotations_when_it_compares() =>
        Assert.Equal(Unit.Parse("/mL"), Unit.Parse("{cells}/mL"));

    [Fact]
    public void Refuses_a_hostile_text_at_once()
    {
        Assert.Throws<FormatException>(() => Unit.Parse(new string('(', 100_000)));
        Assert.Throws<FormatException>(() => Unit.Parse("9999999999999"));
    }

    [Fact]
    public void Converts_there_and_back_for_every_atom()
    {
        foreach (var symbol in UnitAtoms.Symbols)
        {
            var unit = Unit.Parse(symbol);
            Assert.Equal(3.7, unit.Convert(unit.Convert(3.7, unit), unit));
        }
    }
}
