using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Release.Exceptions;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;

namespace Cellwright.Tests.Release;

/// <summary>What was done on paper while the server was down is an exception for the reviewer, and its proof runs again at the times of the paper.</summary>
[Requirement("P211-100"), Requirement("A11-16")]
public sealed class ReviewingLateEntries
{
    [Fact, Requirement("P211-192")]
    public void Shows_each_step_on_paper_once_with_every_act_and_its_reason()
    {
        var examination = OnPaper().Examination;
        var found = examination.Exceptions.Where(exception => exception.Kind == ExceptionKind.LateEntry).ToList();
        Assert.Equal(["paper:K1/B-7-P4", "paper:W1/B-7-P4"], found.Select(exception => exception.Id).Order());
        var closing = found[^1];
        Assert.Equal(3, closing.Entries.Count);
        Assert.Contains(new Evidence("reason", "The server was down"), closing.Evidence);
        Assert.Contains(closing.Evidence, line => line.Label == "doubt" && line.Text.Contains("no downtime", StringComparison.Ordinal));
        Assert.Contains(closing.Evidence, line => line.Text.Contains("by Printed olga (olga): statement-1 confirmed; entered", StringComparison.Ordinal));
        Assert.All(examination.Rules, rule => Assert.True(rule.Kept, string.Join("; ", rule.Checks.Where(check => !check.Kept).Select(check => $"{rule.Name} {check.Subject} {check.Outcome}"))));
        Assert.Equal(6, examination.Rules.Single(rule => rule.Name == "paper").Checks.Count(check => check.Inputs.Contains("on B-7-P4", StringComparison.Ordinal)) - 1); // the batch's own end came with the last of them
    }

    [Fact, Requirement("P11-10g")]
    public void Counts_who_did_it_and_who_compared_it_among_the_hands_of_the_batch()
    {
        var examination = OnPaper(second: "both").Examination;
        Assert.Contains("compared", examination.Did("both"), StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_a_second_person_who_did_it_and_a_step_before_what_it_follows()
    {
        var late = new LateEntry("olga", "Olga", PlayedBatch.Start, "B-7-P4", "Down", "olga", "Olga", "");
        var played = new PlayedBatch().Began().Does(new CompleteStep(PlayedBatch.Id, "H1")).After(5);
        played.Has<Batch>(PlayedBatch.Id, "otto", new StepStarted("K1") { Late = late });
        var broken = Assert.Single(played.Examination.Rules.Single(rule => rule.Name == "paper").Checks, check => !check.Kept);
        Assert.Equal("the second person did or typed it", broken.Outcome);
        played = new PlayedBatch().Began().Does(new CompleteStep(PlayedBatch.Id, "H1")).After(5);
        played.Has<Batch>(PlayedBatch.Id, "otto", new StepStarted("K1") { Late = late with { Verifier = "viktor" } });
        Assert.Contains("before the end of step H1", Assert.Single(played.Examination.Rules.Single(rule => rule.Name == "paper").Checks, check => !check.Kept).Outcome, StringComparison.Ordinal);
    }

    private static PlayedBatch OnPaper(string second = "viktor")
    {
        var played = new PlayedBatch().Began().Does(new CompleteStep(PlayedBatch.Id, "H1")).After(180);
        var from = played.Now.AddMinutes(-170);
        Enter(0, new StartStep(PlayedBatch.Id, "K1"), new ComputeValues(PlayedBatch.Id, "K1"), new CompleteStep(PlayedBatch.Id, "K1"));
        Enter(10, new StartStep(PlayedBatch.Id, "W1"), new Confirm(PlayedBatch.Id, "W1", "statement-1"), new CompleteStep(PlayedBatch.Id, "W1"));
        return played.After(30);

        void Enter(int minute, params Command<Batch>[] acts)
        {
            var command = new EnterFromPaper(PlayedBatch.Id, "B-7-P4", "The server was down", [.. acts.Select((act, index) => new PaperAct("olga", from.AddMinutes(minute + index), act))]);
            played.Signs(command, second, Transcription.Meaning, Transcription.Statement(played.Batch, command.Pack, command.Reason, command.Acts), "sofia");
        }
    }
}
