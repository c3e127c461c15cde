using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;

namespace Cellwright.Tests.Deviations;

/// <summary>Assignment, classification and investigation: said again they supersede, and nothing is lost.</summary>
[Requirement("P211-192")]
public sealed class WorkingOnADeviation
{
    private static readonly AssignDeviation Assign = new(Case.Id, "emil", " Look at the weld ");
    private static readonly ClassifyDeviation Classify = new(Case.Id, DeviationSeverity.Major, DeviationClass.Equipment, "Sterile barrier");
    private static readonly RecordInvestigation Investigate = new(Case.Id, "Bag inspected", "Slippery glove");

    [Fact]
    public void Is_given_to_a_person_and_later_to_another()
    {
        var open = Case.Open();
        open.When(Assign, Case.Quirin).Then(new DeviationAssigned("emil", "Printed emil", "Look at the weld"));
        open.When(Assign with { Note = null }, Case.Quirin).ThenNothing();
        open.When(Assign with { PersonId = "olga" }, Case.Sofia).Stands();
        Assert.Equal("olga", open.State.Assignee);
        Assert.Equal(["emil", "olga"], open.State.Assignments.Select(one => one.Person));
    }

    [Theory]
    [InlineData("nobody", "Nobody is registered")]
    [InlineData("gone", "no access")]
    [InlineData("vince", "may not act")]
    public void Is_not_given_to_somebody_who_cannot_work_on_it(string person, string words) =>
        Case.Open().When(Assign with { PersonId = person }, Case.Quirin).ThenRefused("person", words);

    [Fact]
    public void Is_classified_and_classified_anew_with_both_readable()
    {
        var open = Case.Open();
        open.When(Classify, Case.Quirin).Then(new DeviationClassified(DeviationSeverity.Major, DeviationClass.Equipment, "Sterile barrier"));
        open.When(Classify, Case.Quirin).ThenNothing();
        open.When(Classify with { Severity = DeviationSeverity.Critical, Reason = "Opened" }, Case.Quirin).Stands();
        Assert.Equal((DeviationSeverity.Critical, 2), (open.State.Severity, open.State.Classifications.Count));
    }

    [Fact]
    public void Is_not_classified_without_a_reason_or_as_nothing()
    {
        Case.Open().When(Classify with { Reason = " " }, Case.Quirin).ThenRefused("reason");
        Case.Open().When(Classify with { Severity = (DeviationSeverity)9 }, Case.Quirin).ThenRefused("classification");
    }

    [Fact]
    public void Is_investigated_with_a_root_cause()
    {
        var open = Case.Open();
        open.When(Investigate, Case.Emil).Then(new InvestigationRecorded("Bag inspected", "Slippery glove"));
        open.When(Investigate, Case.Emil).ThenNothing();
        Assert.Equal("emil", open.State.Investigation!.By);
    }

    [Fact]
    public void Is_investigated_again_for_a_reason_with_both_readable()
    {
        var open = Case.Done();
        var again = Investigate with { RootCause = "Wet floor" };
        open.When(again, Case.Quirin).ThenRefused("reason", "stays readable");
        open.When(again with { Reason = "New witness" }, Case.Quirin).Then(new InvestigationRecorded("Bag inspected", "Wet floor", "New witness"));
        Assert.Equal(2, open.State.Investigations.Count);
    }

    [Fact]
    public void Is_not_investigated_without_findings_or_root_cause()
    {
        Case.Open().When(Investigate with { Findings = "" }, Case.Emil).ThenRefused("findings");
        Case.Open().When(Investigate with { RootCause = " " }, Case.Emil).ThenRefused("root-cause");
    }

    [Fact]
    public void Is_refused_for_none_and_for_a_closed_one()
    {
        Command<Deviation>[] commands =
        [
            Assign, Classify, Investigate, new JudgeBatch(Case.Id, "B-2", false, "r"), new DecideToHold(Case.Id, "r"), new DecideToAbort(Case.Id, "r"),
            new DecideOnAlternative(Case.Id, "R1b", "j"), new DecideToContinue(Case.Id, "j"),
            new PlanCorrectiveAction(Case.Id, ActionKind.Corrective, "Train", "olga", Acting.Start.AddDays(3)),
        ];
        Assert.All(commands, command => new Case().When(command, Case.Quirin).ThenRefused("deviation", "no deviation"));
        Assert.All(commands, command => Case.Done().Has("quentin", new DeviationClosed("c", "quentin", "Q", "")).When(command, Case.Quirin).ThenRefused("closed", "reopens"));
    }
}
