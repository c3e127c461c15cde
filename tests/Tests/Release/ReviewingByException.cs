using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;

namespace Cellwright.Tests.Release;

public sealed class ReviewingByException
{
    private const string Id = PlayedBatch.Id;
    private const string Alert = "value:H1/glucose#1";

    [Fact, Requirement("P211-192")]
    public void Counts_what_is_left_across_people_and_shifts()
    {
        var played = Two();
        Assert.Equal(2, played.Review.Left(played.Examination).Count());
        Accept(played, Alert, "quirin");
        Assert.Single(played.Review.Left(played.Examination));
        Accept(played.After(600), "value:H1/viability#1", "qamar");
        Assert.Empty(played.Review.Left(played.Examination));
        Assert.Equal(["quirin", "qamar"], played.Review.Opinions.Select(opinion => opinion.By));
    }

    [Fact]
    public void Does_not_let_two_reviewers_decide_the_same_twice()
    {
        var played = Two();
        var shown = played.Examination.Exception(Alert)!.Fingerprint;
        played.Does(new AcceptException(Id, Alert, shown), "quirin");
        played.When(new AcceptException(Id, Alert, shown), "qamar").ThenRefused("decided", "accepted by quirin");
        played.Does(new ReturnException(Id, Alert, shown, "Which meter was it?"), "qamar");
        played.When(new AcceptException(Id, Alert, shown), "quirin").ThenRefused("returned", "Which meter was it?");
    }

    [Fact]
    public void Takes_an_answer_to_what_was_returned_and_waits_for_a_reviewer_again()
    {
        var played = Two();
        var shown = played.Examination.Exception(Alert)!.Fingerprint;
        played.When(new ReturnException(Id, Alert, shown, " "), "quirin").ThenRefused("reason");
        played.When(new AnswerReturn(Id, Alert, "It was G-3.")).ThenRefused("exception");
        played.Does(new ReturnException(Id, Alert, shown, "Which meter was it?"), "quirin");
        played.When(new ReturnException(Id, Alert, shown, "Again"), "qamar").ThenRefused("decided");
        played.When(new AnswerReturn(Id, Alert, "")).ThenRefused("reason", "Which meter");
        played.Does(new AnswerReturn(Id, Alert, "It was G-3."));
        Assert.Equal(2, played.Review.Left(played.Examination).Count());
        played.Does(new AcceptException(Id, Alert, shown, "Seen"), "quirin");
        Assert.Single(played.Review.Left(played.Examination));
    }

    [Fact]
    public void Tells_the_floor_and_whoever_did_it_of_what_was_returned()
    {
        var played = Two();
        var outcome = played.When(new ReturnException(Id, Alert, played.Examination.Exception(Alert)!.Fingerprint, "Which meter was it?"), "quirin").Decision;
        var returned = Assert.IsType<ExceptionReturned>(Assert.Single(outcome.Events));
        Assert.Equal(("H1", played.Examination.Batch.Step("H1")!.Current("glucose")!.By), (returned.Step, returned.Doer));
        var notice = returned.Notice(Id);
        Assert.Equal((Id, returned.Doer, false), (notice.Batch, notice.Person, notice.Urgent));
        Assert.Equal([Role.Supervisor], notice.Roles);
        Assert.DoesNotContain("meter", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact, Requirement("DI-4")]
    public void Opens_again_exactly_what_a_later_entry_touches()
    {
        var played = Two().Reviewed();
        Assert.NotNull(played.Review.Standing(played.Examination));
        played.Corrects(5);
        var left = played.Review.Left(played.Examination).Select(exception => exception.Id).ToList();
        Assert.Contains(Alert, left);
        Assert.Contains(left, id => id.StartsWith("correction:H1/glucose@", StringComparison.Ordinal));
        Assert.DoesNotContain("value:H1/viability#1", left);
        Assert.True(played.Review.IsReopened(played.Examination.Exception(Alert)!));
        Assert.Null(played.Review.Standing(played.Examination));
        Assert.NotNull(played.Reviewed().Review.Standing(played.Examination));
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_whoever_worked_in_the_batch()
    {
        var played = PlayedBatch.Completed(meanwhile: batch => batch.Does(new Domain.Execution.Commands.PauseBatch(Id, "Alarm"), "both").Does(new Domain.Execution.Commands.ResumeBatch(Id, "Clear"), "sofia"));
        var pause = played.Examination.Exceptions.Single();
        played.When(new AcceptException(Id, pause.Id, pause.Fingerprint), "both").ThenRefused("independence", "Printed both");
        played.When(new ReturnException(Id, pause.Id, pause.Fingerprint, "?"), "both").ThenRefused("independence");
        played.Does(new AcceptException(Id, pause.Id, pause.Fingerprint), "quirin");
        played.When(new SignReview(Id), "both", Signature(played, "both")).ThenRefused("independence");
    }

    [Fact]
    public void Is_refused_for_what_is_not_there_or_was_shown_otherwise()
    {
        var played = Two();
        played.When(new AcceptException(Id, "value:H9/none#1", ""), "quirin").ThenRefused("exception");
        played.When(new AcceptException(Id, Alert, new string('0', 64)), "quirin").ThenRefused("shown");
        new PlayedBatch().When(new AcceptException(Id, Alert, ""), "quirin").ThenRefused("batch");
    }

    [Fact, Requirement("DI-2", "P211-192")]
    public void Is_signed_only_when_nothing_is_left_and_on_exactly_what_stands()
    {
        var played = Two();
        played.When(new SignReview(Id), "quirin", Signature(played, "quirin")).ThenRefused("unreviewed", "2 of 2 exceptions");
        Accept(played, Alert, "quirin");
        Accept(played, "value:H1/viability#1", "quirin");
        played.When(new SignReview(Id), "quirin").ThenRefused("signature");
        played.When(new SignReview(Id), "quirin", new(played.Who("quirin"), "review", SignedText.Hash("?"))).ThenRefused("shown");
        played.When(new SignReview(Id), "quirin", Signature(played, "olga")).ThenRefused("authority");
        played.When(new SignReview(Id), "quirin", Signature(played, "quirin")).Stands();
        played.When(new SignReview(Id), "quirin", Signature(played, "quirin")).ThenNothing();
        Assert.Contains("checks of 12 rules", played.Review.Statement(played.Examination), StringComparison.Ordinal);
        var running = new PlayedBatch().Began();
        running.When(new SignReview(Id), "quirin", Signature(running, "quirin")).ThenRefused("status", "is being made");
    }

    private static PlayedBatch Two() => PlayedBatch.Completed(glucose: 7, viability: 85);

    private static void Accept(PlayedBatch played, string id, string by) => played.Does(new AcceptException(Id, id, played.Examination.Exception(id)!.Fingerprint), by);

    private static SignatureGiven Signature(PlayedBatch played, string signer) => new(played.Who(signer), "review", SignedText.Hash(played.Review.Statement(played.Examination)));
}
