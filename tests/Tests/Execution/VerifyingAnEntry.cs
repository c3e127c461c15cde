using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class VerifyingAnEntry
{
    private static readonly VerifyEntry Command = new(Floor.Id, "H1", "glucose");

    [Fact, Requirement("P211-101", "P11-50a")]
    public void Stands_with_name_time_and_meaning_of_a_second_person()
    {
        var floor = WithGlucose().After(4);
        var signature = floor.VerificationOf("H1", "glucose", Floor.Viktor);
        floor.When(Command, Floor.Olga, signature).Then(new EntryVerified("H1", "glucose", true, "viktor", "Printed viktor", signature.Shown));
        var step = floor.State.Step("H1")!;
        Assert.Equal((false, "viktor"), (step.Current("glucose")!.AwaitsVerification, step.Current("glucose")!.VerifiedBy));
        var given = Assert.Single(step.Signatures);
        Assert.Equal(("Printed viktor", "verification of glucose", Floor.Start.AddMinutes(4)), (given.Name, given.Meaning, given.At));
    }

    [Fact, Requirement("P211-101")]
    public void Is_refused_to_the_person_who_made_the_entry()
    {
        var both = Floor.Trained("olga", Role.Operator, Role.Verifier);
        var floor = WithGlucose();
        floor.When(Command, both, floor.VerificationOf("H1", "glucose", both)).ThenRefused("second-person", "Another person");
    }

    [Fact, Requirement("P211-101")]
    public void Of_a_critical_addition_is_refused_to_whoever_added_it()
    {
        var both = Floor.Trained("olga", Role.Operator, Role.Verifier);
        var floor = Floor.In("M1").Does(new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL"));
        floor.When(new VerifyEntry(Floor.Id, "M1", "vector"), both, floor.VerificationOf("M1", "vector", both)).ThenRefused("second-person");
        floor.Verifies("M1", "vector");
        Assert.Equal("viktor", floor.State.Step("M1")!.For("vector")!.VerifiedBy);
    }

    [Fact, Requirement("P11-70")]
    public void Is_refused_when_something_else_was_shown()
    {
        var floor = WithGlucose();
        var earlier = floor.VerificationOf("H1", "glucose", Floor.Viktor);
        floor.Does(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread")).When(Command, Floor.Olga, earlier).ThenRefused("shown", "Read it again");
    }

    [Fact, Requirement("P11-70")]
    public void Cannot_be_carried_over_to_another_entry()
    {
        var floor = WithGlucose().Does(new RecordByHand(Floor.Id, "H1", "volume", 4, "mL", null));
        floor.When(Command with { Entry = "volume" }, Floor.Olga, floor.VerificationOf("H1", "glucose", Floor.Viktor)).ThenRefused("shown");
    }

    [Fact, Requirement("P11-200a")]
    public void Is_refused_unsigned() => WithGlucose().When(Command).ThenRefused("signature", "give user name and password");

    [Fact]
    public void Is_refused_by_a_signature_that_means_something_else()
    {
        var floor = WithGlucose();
        floor.When(Command, Floor.Olga, floor.VerificationOf("H1", "glucose", Floor.Viktor) with { Meaning = "approval" }).ThenRefused("signature", "verification is asked for");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_a_signer_who_is_no_verifier()
    {
        var floor = WithGlucose();
        floor.When(Command, Floor.Olga, floor.VerificationOf("H1", "glucose", Floor.Otto)).ThenRefused("role", "Printed otto");
    }

    [Fact, Requirement("P11-10i")]
    public void Is_refused_to_a_signer_whom_nobody_trained()
    {
        var floor = WithGlucose();
        floor.When(Command, Floor.Olga, floor.VerificationOf("H1", "glucose", Acting.Person("vera", Role.Verifier))).ThenRefused("training", "vera");
    }

    [Fact]
    public void Does_nothing_a_second_time()
    {
        var floor = WithGlucose().Verifies("H1", "glucose");
        floor.When(Command, Floor.Olga, floor.VerificationOf("H1", "glucose", Floor.Viktor)).ThenNothing();
    }

    [Fact]
    public void Is_refused_for_what_waits_for_none() => Floor.In("H1").When(Command).ThenRefused("verification");

    [Fact]
    public void Is_refused_in_a_step_that_was_not_started() => Floor.In().When(Command).ThenRefused("sequence");

    [Fact]
    public void Is_refused_when_there_is_no_batch() => new Floor().When(Command).ThenRefused("batch");

    private static Floor WithGlucose() => Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null));
}
