using Cellwright.Server.Pages;

namespace Cellwright.Tests.Pages;

/// <summary>Numbers on pages: the figures that the instrument gave, in a form that can be read.</summary>
[Requirement("DI-5")]
public sealed class SayingNumbers
{
    [Theory]
    [InlineData(37.0, "37")]
    [InlineData(4.95, "4.95")]
    [InlineData(37.04827153, "37.04827153")]
    [InlineData(9999.25, "9999.25")]
    [InlineData(12345.678, "12\u202f345.678")]
    [InlineData(1234567, "1\u202f234\u202f567")]
    [InlineData(-1234567.5, "-1\u202f234\u202f567.5")]
    [InlineData(8.2e6, "8.2 × 10⁶")]
    [InlineData(-0.00012345678, "-1.2345678 × 10⁻⁴")]
    [InlineData(1.23456789e15, "1.23456789 × 10¹⁵")]
    public void Keeps_every_figure_that_came(double value, string said) => Assert.Equal(said, Say.Number(value));

    [Theory]
    [InlineData(1.0 / 3, "0.333333")]
    [InlineData(2e6 / 3, "666\u202f667")]
    [InlineData(999_999_999_999_999_400, "1 × 10¹⁸")]
    [InlineData(0.1 + 0.2, "0.3")]
    public void Rounds_what_was_computed(double value, string said) => Assert.Equal(said, Say.Number(value));

    [Fact]
    public void Knows_one_zero() => Assert.Equal("0 per min", Say.Value(double.NegativeZero, "/min"));

    [Fact]
    public void Groups_the_figures_of_large_amounts()
    {
        Assert.Equal("9999", Say.Grouped(9999.000m));
        Assert.Equal("100\u202f000.25", Say.Grouped(100_000.250m));
        Assert.Equal("-100\u202f000", Say.Grouped(-100_000m));
    }
}
