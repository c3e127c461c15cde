using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class SigningAStep
{
    private static readonly SignStep Command = new(Floor.Id, "H1");

    [Fact, Requirement("P11-50a", "P11-70", "DI-5")]
    public void Binds_name_time_with_offset_and_meaning_to_exactly_what_was_shown()
    {
        var floor = Complete().After(30);
        var signature = floor.StepSignature("H1", Floor.Olga);
        floor.When(Command, Floor.Olga, signature).Then(new StepSigned("H1", "olga", "Printed olga", "responsibility", signature.Shown));
        var given = floor.State.Step("H1")!.Signatures[^1];
        Assert.Equal((Floor.Start.AddMinutes(30), TimeSpan.FromHours(1), false), (given.At, given.At.Offset, given.Lapsed));
        Assert.Equal(Statements.Hash(Statements.Step(floor.State, "H1")), given.Shown);
    }

    [Fact, Requirement("P11-70")]
    public void Is_refused_while_anything_else_is_missing()
    {
        var floor = Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null));
        floor.When(Command, Floor.Olga, floor.StepSignature("H1", Floor.Olga)).ThenRefused("incomplete", "Volume by hand");
    }

    [Fact, Requirement("P11-70")]
    public void Is_refused_when_something_else_was_shown()
    {
        var floor = Complete();
        var earlier = floor.StepSignature("H1", Floor.Olga);
        floor.Does(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread")).Verifies("H1", "glucose")
            .When(Command, Floor.Olga, earlier).ThenRefused("shown", "Read it again");
    }

    [Fact, Requirement("P11-200a")]
    public void Is_refused_unsigned() => Complete().When(Command).ThenRefused("signature", "responsibility");

    [Fact]
    public void Is_refused_by_a_signature_that_means_something_else()
    {
        var floor = Complete();
        floor.When(Command, Floor.Olga, floor.StepSignature("H1", Floor.Olga, "approval")).ThenRefused("signature");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_a_signer_without_a_role_on_the_floor()
    {
        var floor = Complete();
        floor.When(Command, Floor.Olga, floor.StepSignature("H1", Floor.Trained("ada", Role.Administrator))).ThenRefused("role");
    }

    [Fact, Requirement("P11-10i")]
    public void Is_refused_to_a_signer_whom_nobody_trained()
    {
        var floor = Complete();
        floor.When(Command, Floor.Olga, floor.StepSignature("H1", Acting.Person("nora", Role.Operator))).ThenRefused("training");
    }

    [Fact]
    public void Does_nothing_a_second_time()
    {
        var floor = Complete();
        floor.Does(Command, Floor.Olga, floor.StepSignature("H1", Floor.Olga)).When(Command, Floor.Olga, floor.StepSignature("H1", Floor.Olga)).ThenNothing();
    }

    [Fact]
    public void Is_refused_where_the_master_asks_for_none() => Floor.In("C1").When(Command with { Step = "C1" }).ThenRefused("recipe", "a signature");

    [Fact]
    public void Is_refused_in_a_step_that_was_not_started() => Floor.In().When(Command).ThenRefused("sequence");

    [Fact]
    public void Is_refused_when_there_is_no_batch() => new Floor().When(Command).ThenRefused("batch");

    private static Floor Complete() => Floor.In("H1")
        .Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)).Does(new RecordByHand(Floor.Id, "H1", "volume", 100, "mL", null))
        .Verifies("H1", "glucose").Verifies("H1", "volume");
}
