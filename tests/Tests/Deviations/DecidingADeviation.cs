using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Deviations;

public sealed class DecidingADeviation
{
    private static readonly DecideToContinue Command = new("B-1-D1", "No effect on the cells");
    private static readonly Performer Quirin = Acting.Person("quirin", Role.QA);

    [Fact, Requirement("P211-100", "P11-50a", "P11-70")]
    public void Lets_the_batch_go_on_with_a_justification_by_signature()
    {
        var deviation = Open();
        var signature = Signed(deviation, Quirin);
        var state = deviation.When(Command with { Justification = " No effect on the cells " }, Acting.By(Quirin, Acting.Start.AddHours(1), signature))
            .Then(new ContinuationDecided("No effect on the cells", "quirin", "Printed quirin", signature.Shown)).State;
        Assert.Equal((DeviationStatus.Decided, "Printed quirin", Acting.Start.AddHours(1)), (state.Status, state.DecidedBy, state.DecidedAt));
    }

    [Fact]
    public void Is_refused_when_there_is_none() => Given.Nothing<Deviation>().When(Command, Acting.By(Quirin)).ThenRefused("deviation", "no deviation B-1-D1");

    [Fact]
    public void Is_refused_once_it_was_decided() =>
        Open().And("quirin", Acting.Start, new ContinuationDecided("j", "quirin", "Printed quirin", "")).When(Command, Acting.By(Quirin)).ThenRefused("deviation", "was decided by Printed quirin");

    [Fact]
    public void Is_refused_without_a_justification() => Open().When(Command with { Justification = "" }, Acting.By(Quirin)).ThenRefused("reason");

    [Fact, Requirement("P11-200a")]
    public void Is_refused_unsigned() => Open().When(Command, Acting.By(Quirin)).ThenRefused("signature");

    [Fact]
    public void Is_refused_by_a_signature_that_means_something_else()
    {
        var deviation = Open();
        deviation.When(Command, Acting.By(Quirin, signature: Signed(deviation, Quirin) with { Meaning = "verification" })).ThenRefused("signature");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_a_signer_outside_the_quality_unit()
    {
        var deviation = Open();
        deviation.When(Command, Acting.By(Quirin, signature: Signed(deviation, Acting.Person("sofia", Role.Supervisor)))).ThenRefused("role", "Printed sofia");
    }

    [Fact, Requirement("P11-70")]
    public void Is_refused_when_another_justification_was_shown()
    {
        var deviation = Open();
        deviation.When(Command with { Justification = "Another" }, Acting.By(Quirin, signature: Signed(deviation, Quirin))).ThenRefused("shown");
    }

    [Fact]
    public void Releases_the_hold_of_the_batch() =>
        Assert.Equal(
            Reaction.Give(new ReleaseHold("B-1", "B-1-D1", "deviation B-1-D1 decided: j")),
            Assert.Single(new DeviationReactions().React("B-1-D1", new ContinuationDecided("j", "quirin", "Q", ""))));

    [Fact]
    public void Finds_the_batch_of_a_number_that_looks_like_a_deviations() =>
        Assert.Equal(
            Reaction.Give(new ReleaseHold("B-1-D1", "B-1-D1-D2", "deviation B-1-D1-D2 decided: j")),
            Assert.Single(new DeviationReactions().React("B-1-D1-D2", new ContinuationDecided("j", "quirin", "Q", ""))));

    private static Given<Deviation> Open() => Given.Events(new DeviationOpened("B-1-D1", "B-1", "R1", "temperature", "What happened", true, []));

    private static SignatureGiven Signed(Given<Deviation> deviation, Performer by) =>
        new(by, "approval", Statements.Hash(deviation.State.Statement(Command.Justification)));
}
