using Cellwright.Domain.Basics;

namespace Cellwright.Tests.Basics;

/// <summary>Units in sentences for people.</summary>
public sealed class PrintingAUnit
{
    [Theory]
    [InlineData("Cel", "38.6 °C")]
    [InlineData("k[IU]", "38.6 kIU")]
    [InlineData("%", "38.6 %")]
    [InlineData("1", "38.6")]
    public void Gives_what_people_read_and_leaves_what_has_no_better_print(string ucum, string print) => Assert.Equal(print, UnitPrint.With("38.6", ucum));

    [Fact]
    public void Names_also_what_has_no_unit() => Assert.Equal(("°C", "plain numbers"), (UnitPrint.Named("Cel"), UnitPrint.Named("1")));
}
