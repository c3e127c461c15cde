using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

[Requirement("P211-100")]
public sealed class DecidingOnAnAlternative
{
    private static readonly DecideOnAlternative Command = new(Case.Id, "R1b", "Cells are well");
    private static readonly Phase Offered = RecipeReader.Read(TakingAnAlternative.Text).Phase("R1b");

    [Fact, Requirement("P11-50a", "P11-70")]
    public void Lets_the_batch_go_on_with_the_step_that_the_recipe_offers()
    {
        var open = Open();
        var signature = Signed(open, Case.Quirin);
        var state = open.When(Command, Case.Quirin, signature).Then(new AlternativeDecided("R1", "R1b", "Cells are well", "quirin", "Printed quirin", signature.Shown)).State;
        Assert.Equal((DeviationStatus.Decided, "R1b"), (state.Status, state.Decisions[^1].Alternative));
        Assert.Equal(
            [Reaction.Give(new TakeAlternative("B-1", "R1", "R1b", Case.Id, "deviation B-1-D1 decided: Cells are well"))],
            new DeviationReactions().React(Case.Id, new AlternativeDecided("R1", "R1b", "Cells are well", "quirin", "Printed quirin", "")));
    }

    [Fact]
    public void Is_refused_for_a_step_that_is_not_offered() => Open().When(Command with { Alternative = "K1" }, Case.Quirin).ThenRefused("alternative", "It offers R1b");

    [Fact]
    public void Is_refused_where_nothing_is_offered() => Case.Open().When(Command, Case.Quirin).ThenRefused("alternative", "offers nothing");

    [Fact]
    public void Is_refused_once_the_step_has_ended()
    {
        var open = Open();
        open.Batch = TakingAnAlternative.Running().And("olga", Acting.Start, new StepCompleted("R1")).State;
        open.When(Command, Case.Quirin).ThenRefused("alternative", "has ended");
    }

    [Fact]
    public void Is_refused_without_a_justification() => Open().When(Command with { Justification = "" }, Case.Quirin).ThenRefused("reason");

    [Fact]
    public void Is_refused_unsigned() => Open().When(Command, Case.Quirin).ThenRefused("signature");

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_a_signer_outside_the_quality_unit()
    {
        var open = Open();
        open.When(Command, Case.Quirin, Signed(open, Case.Sofia)).ThenRefused("role");
    }

    [Fact]
    public void Is_refused_once_it_was_decided() =>
        Open().Has("quirin", new ContinuationDecided("j", "quirin", "Printed quirin", "")).When(Command, Case.Quirin).ThenRefused("deviation", "was decided");

    [Fact]
    public void Is_refused_when_there_is_none() => new Case().When(Command, Case.Quirin).ThenRefused("deviation");

    private static Case Open() =>
        new Case { Batch = TakingAnAlternative.Running(held: true).State }.Has("system", new DeviationOpened(Case.Id, "B-1", "R1", "density", "Too few", true, []));

    private static SignatureGiven Signed(Case open, Performer by) =>
        Case.Signed(by, "approval", DeviationStatements.Alternative(open.State, Offered, Command.Justification));
}
