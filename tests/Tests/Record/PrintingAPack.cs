using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Recipes;
using Cellwright.Server.Record.Paper;
using Cellwright.Tests.Execution;
using Cellwright.Tests.Recipes;

namespace Cellwright.Tests.Record;

/// <summary>The paper on which work goes on: everything that is still to come, with a blank for whatever is asked for.</summary>
[Requirement("A11-16")]
public sealed class PrintingAPack
{
    [Fact]
    public void Names_the_batch_the_patient_the_master_record_and_the_state_of_the_record()
    {
        var text = PrintedPage.Plain(Paper(Floor.In("C1")));
        foreach (var item in new[] { "B-1-P7", "PO-7", "COI-9", "test@1", TestRecipe.Hash, "version 7 of the batch, recorded 2026-03-02 08:00:00 +01:00", "cellwright/test, 120 entries", "printed from there by", "processor: CP-01" }) Assert.Contains(item, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_every_step_to_come_with_a_blank_for_each_of_its_demands()
    {
        var html = Paper(Floor.In("C1"));
        var steps = Regex.Matches(html, "data-step=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["C1", "F1", "M1", "R1", "H1", "S1", "K1", "I1", "P1", "P2", "X1", "X2", "G1#1", "G1#2", "W1", "Y1", "O1"], steps);
        foreach (var phase in TestRecipe.Recipe.Phases.Where(phase => phase.Id != "E1"))
        {
            var step = Step(html, phase.Id == "G1" ? "G1#1" : phase.Id);
            Assert.Equal(TestRecipe.Recipe.Demands(phase.Id).Count, Regex.Count(step, "<tr>") - (step.Contains("<thead>", StringComparison.Ordinal) ? 1 : 0));
        }

        Assert.Contains("normal 0.8 to 1.2 mL; proven 0.5 to 2 mL", Step(html, "M1"), StringComparison.Ordinal);
        Assert.Contains("critical", Step(html, "M1"), StringComparison.Ordinal);
        Assert.Contains("Signature (responsibility)", Step(html, "H1"), StringComparison.Ordinal);
        Assert.Contains("lasts at least 24 h; lasts at most 30 h; its start after the end of H1: at most 120 min", Step(html, "I1"), StringComparison.Ordinal);
        Assert.Contains("B-1-P7-S2", Step(html, "S1"), StringComparison.Ordinal);
        Assert.Contains("<svg class=\"qr\"", Step(html, "S1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_decisions_by_their_rule_in_words()
    {
        var text = PrintedPage.Plain(Paper(Floor.In("C1")));
        Assert.Contains("Decision enough: if Total cells (step K1) < 1.0e8", text, StringComparison.Ordinal);
        Assert.Contains("Decision enough: otherwise", text, StringComparison.Ordinal);
        Assert.Contains("After round 1: if Sugar (step G1) > 2'g/L', go on behind the rounds", text, StringComparison.Ordinal);
        Assert.Contains("Side 1 of 2", text, StringComparison.Ordinal);
        Assert.Contains("on a copy of these pages", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_is_done_and_asks_in_a_step_under_way_only_for_what_is_open()
    {
        var floor = Floor.In("H1");
        floor.Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)).Verifies("H1", "glucose");
        var html = Paper(floor);
        Assert.Contains("recorded: <data value=\"4\">4</data>", Step(html, "H1"), StringComparison.Ordinal);
        Assert.Contains("Started <time", Step(html, "H1"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-step=\"E1\"", html, StringComparison.Ordinal);
        Assert.Contains("check-in: CP-01", PrintedPage.Plain(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_who_printed_it_and_which_pack_is_void()
    {
        var floor = Floor.In("C1");
        floor.Does(new PrintPack(Floor.Id));
        floor.Does(new Domain.Execution.Commands.Confirm(Floor.Id, "C1", "point-1")).Does(new PrintPack(Floor.Id)).Does(new PrintPack(Floor.Id));
        var text = PrintedPage.Plain(Paper(floor));
        Assert.Contains("by Olga (olga); pack B-1-P7 is void", text, StringComparison.Ordinal);
        Assert.Contains("by Olga (olga), copy 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kept by the server", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_the_batch_is_on_hold() =>
        Assert.Contains("On hold since", PrintedPage.Plain(Paper(Floor.In("C1").Has(new HoldPlaced("recall", "Recall")))), StringComparison.Ordinal);

    [Theory, MemberData(nameof(ExamplesThatShip.Names), MemberType = typeof(ExamplesThatShip))]
    public void Has_every_step_of_every_example_that_ships(string name)
    {
        var recipe = RecipeReader.Read(ExampleRecipes.Text(name));
        var batch = Given.Events<Batch>(new BatchOrdered("B-1", recipe.Hash, recipe.Text, "PO-7", "COI-9"), new BatchStarted()).State;
        var html = PackPaper.Write(new PackFacts(batch, Floor.Start, Floor.Start.AddMinutes(1), null, [], new Dictionary<string, string>()));
        foreach (var phase in recipe.Phases.Where(phase => phase.AlternativeTo is null)) Assert.Matches($"data-step=\"{phase.Id}(#1(\\.1)*)?\"", html);
        // For people to look at, as the pictures of the pages are.
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "packs")).FullName, $"{name}.html"), html);
    }

    private static string Paper(Floor floor)
    {
        var batch = floor.State;
        return PackPaper.Write(new PackFacts(batch, Floor.Start, Floor.Start.AddMinutes(1), ("cellwright/test", 120, "cm9vdA=="),
            [.. batch.Packs.Where(pack => pack.Number == PackNumber.Of(batch.Id, batch.Version))], new Dictionary<string, string> { ["olga"] = "Olga" }));
    }

    private static string Step(string html, string key)
    {
        var from = html.IndexOf($"data-step=\"{key}\"", StringComparison.Ordinal);
        return html[from..html.IndexOf("</article>", from, StringComparison.Ordinal)];
    }
}
