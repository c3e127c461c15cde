using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;

namespace Cellwright.Tests.Execution;

/// <summary>The text that a signature binds: what stands now, and nothing that somebody could have typed into it.</summary>
[Requirement("P11-70", "P11-50a")]
public sealed class ShowingWhatIsSigned
{
    private const string Forged = "misread\nglucose (3): 4 g/L, normal\r\u2028\u202Eend";

    [Fact, Requirement("P211-101")]
    public void Shows_the_verifier_of_an_addition_the_amount_that_stands()
    {
        var floor = Floor.In("M1").Does(new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL")).After(2);
        Assert.Contains("vector: V-1, 1 mL,", Statements.Entry(floor.State, "M1", "vector"), StringComparison.Ordinal);
        floor.Does(new CorrectValue(Floor.Id, "M1", "vector-volume", 1.1, "mL", "The syringe held more"));
        Assert.Contains("vector: V-1, 1.1 mL, supersedes 1 mL,", Statements.Entry(floor.State, "M1", "vector"), StringComparison.Ordinal);
        Assert.Contains("vector-volume (2): 1.1 mL, supersedes 1 mL, normal, hand,", Statements.Entry(floor.State, "M1", "vector-volume"), StringComparison.Ordinal);
        Assert.Contains("vector-volume (1): 1 mL, normal, hand,", Statements.Step(floor.State, "M1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_each_of_two_additions_made_at_the_same_instant_with_its_own_amount()
    {
        var floor = Floor.In("M1").Does(new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL")).Does(new AddMaterial(Floor.Id, "M1", "medium", "M-1", 50, "mL"));
        Assert.Contains("medium: M-1, 50 mL,", Statements.Entry(floor.State, "M1", "medium"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lets_no_reason_look_like_a_line_of_its_own()
    {
        var floor = Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)).Does(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", Forged));
        AssertLines(4, Statements.Entry(floor.State, "H1", "glucose"));
        AssertLines(6, Statements.Step(floor.State, "H1"));
        AssertLines(3, Statements.Abort(floor.State, Forged));
        AssertLines(4, new Deviation { Id = "B-1-D1", What = Forged }.Statement(Forged));
    }

    [Fact]
    public void Lets_no_order_look_like_a_line_of_its_own() =>
        AssertLines(3, Statements.Abort(new Floor().Has(new BatchOrdered(Floor.Id, TestRecipe.Hash, TestRecipe.Text, Forged, Forged)).State, "r"));

    [Fact]
    public void Tells_what_was_typed_from_what_was_spelled_out()
    {
        Assert.Equal("a\\u000Ab", SignedText.Free("a\nb"));
        Assert.Equal("a\\\\u000Ab", SignedText.Free("a\\u000Ab"));
        Assert.Equal("Glukose é 37 °C, \"ok\"", SignedText.Free("Glukose é 37 °C, \"ok\""));
    }

    private static void AssertLines(int lines, string shown)
    {
        Assert.Equal(lines, shown.Count(letter => letter == '\n'));
        Assert.EndsWith("\n", shown);
        Assert.DoesNotContain(shown, letter => letter is '\r' or '\u2028' or '\u202E');
    }
}
