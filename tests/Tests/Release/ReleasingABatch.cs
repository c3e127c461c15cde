using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;

namespace Cellwright.Tests.Release;

public sealed class ReleasingABatch
{
    private const string Id = PlayedBatch.Id;
    private const string Wait = "The patient cannot wait";

    [Fact, Requirement("P211-192", "P211-165", "DI-2", "A11-15")]
    public void Is_refused_with_the_list_of_everything_that_is_missing()
    {
        var played = PlayedBatch.Completed(glucose: 11, viability: 85);
        var said = Assert.IsType<Refusal>(Try(played, new ReleaseBatch(Id), "release").Decision.Refusal);
        Assert.Equal("not-ready", said.Rule);
        foreach (var part in new[] { "B-7-D1 is open", "(value:H1/viability#1)", "the review is not signed", "Endotoxin has no result", "Sterility has no result" })
            Assert.Contains(part, said.Sentence, StringComparison.Ordinal);
        Assert.Contains("the batch is running and not completed", Try(new PlayedBatch().Began(), new ReleaseBatch(Id), "release").Decision.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact, Requirement("DI-2")]
    public void Is_refused_while_the_critical_audit_trail_is_not_reviewed()
    {
        var played = PlayedBatch.Completed(meanwhile: batch => batch.Has<Domain.People.Person>("olga", "ada", new Domain.People.RolesChanged([Role.Operator], "Night shift")));
        Assert.Contains("1 critical entries of the audit trail are not reviewed", Missing(played), StringComparison.Ordinal);
        Assert.DoesNotContain("audit trail", Missing(played.Reviewed()), StringComparison.Ordinal);
    }

    [Fact, Requirement("P211-165", "A11-15")]
    public void Is_refused_for_a_rehearsal_whatever_is_there() =>
        Assert.Equal("it is a rehearsal, of which nothing is ever released", Missing(PlayedBatch.Completed(rehearsal: true).Reviewed().Tested().Result("sterility", words: "no growth")));

    [Fact, Requirement("P211-165", "A11-15")]
    public void Stands_when_everything_is_there()
    {
        var played = Ready().Result("sterility", words: "No growth ");
        Release(played);
        Assert.Equal(DispositionStatus.Released, played.Disposition.Status);
        Assert.Equal(played.Examination.Digest, played.Disposition.Decisions.Single().Digest);
        Try(played, new ReleaseBatch(Id), "release").ThenNothing();
        played.When(new RecordTestResult(Id, "endotoxin", "r", played.Now, 0.1, "[IU]/mL", Reason: "?")).ThenRefused("status", "is released");
        Try(played, new RejectBatch(Id, "?"), "rejection", ReleaseStatements.Rejection(played.Examination, "?")).ThenRefused("status");
    }

    [Fact, Requirement("P11-10g", "A11-15", "P11-70")]
    public void Takes_the_signature_of_somebody_independent_of_quality_on_what_stands()
    {
        var played = Ready().Result("sterility", words: "no growth");
        played.When(new ReleaseBatch(Id), "quirin").ThenRefused("signature");
        Try(played, new ReleaseBatch(Id), "release", "another text").ThenRefused("shown");
        Try(played, new ReleaseBatch(Id), "review").ThenRefused("signature");
        Try(played, new ReleaseBatch(Id), "release", signer: "viktor").ThenRefused("authority");
        var own = PlayedBatch.Completed(meanwhile: batch => batch.Does(new Domain.Execution.Commands.PauseBatch(Id, "Alarm"), "both").Does(new Domain.Execution.Commands.ResumeBatch(Id, "Clear"), "sofia"))
            .Reviewed().Tested().Result("sterility", words: "no growth");
        Try(own, new ReleaseBatch(Id), "release", signer: "both").ThenRefused("independence");
    }

    [Fact, Requirement("P211-165")]
    public void Goes_conditionally_while_what_may_be_pending_is_awaited()
    {
        var played = Ready();
        Try(played, new ReleaseBatch(Id), "release").ThenRefused("not-ready", "Sterility has no result");
        Try(played, new ReleaseBatchConditionally(Id, " "), "conditional release").ThenRefused("reason");
        Conditionally(played);
        var owed = Assert.Single(played.Disposition.Obligations.Values);
        Assert.Equal(("sterility", played.Batch.EndedAt!.Value.AddDays(14)), (owed.Test, owed.Due));
        var notice = played.Disposition.Notice!;
        foreach (var words in new[] { "TREATING PHYSICIAN", "Batch: B-7", "Patient (chain of identity): COI-1", "Sterility: asked for no growth; due", "Endotoxin: 0.1 [IU]/mL" })
            Assert.Contains(words, notice, StringComparison.Ordinal);
        Assert.Contains(played.Disposition.Decisions.Single().Shown, SignedText.Hash(signedText!), StringComparison.Ordinal);
        Assert.Contains(SignedText.Hash(notice), signedText!, StringComparison.Ordinal);
    }

    [Fact, Requirement("P211-165")]
    public void Becomes_final_when_every_obligation_is_fulfilled()
    {
        var played = Conditionally(Ready()).After(60 * 24 * 10).Result("sterility", words: "no growth");
        Assert.NotNull(played.Disposition.Obligations["sterility"].FulfilledAt);
        Release(played);
        Assert.Equal([DispositionStatus.Conditional, DispositionStatus.Released], played.Disposition.Decisions.Select(decision => decision.Status));
    }

    [Fact, Requirement("P211-165", "P211-192")]
    public void Owes_the_physician_a_notice_and_opens_a_deviation_when_a_result_fails_afterwards()
    {
        var played = Conditionally(Ready()).After(60 * 24 * 5).Result("sterility", words: "growth of Staphylococcus");
        Assert.True(played.Disposition.Obligations["sterility"].OwesNotice);
        Assert.Contains("Sterility was growth of Staphylococcus", played.State<Deviation>("B-7-D1").What, StringComparison.Ordinal);
        played.When(new RecordNotice(Id, "sterility", ""), "quirin").ThenRefused("reason");
        played.When(new RecordNotice(Id, "endotoxin", "By telephone"), "quirin").ThenRefused("notice");
        played.Does(new RecordNotice(Id, "sterility", "Told by telephone at 10:05, confirmed in writing"), "quirin");
        Assert.False(played.Disposition.Obligations["sterility"].OwesNotice);
        played.When(new RecordTestResult(Id, "sterility", "r2", played.Now, Words: "no growth", Reason: "Tested again")).ThenRefused("out-of-specification");
        Try(played.Reviewed(), new ReleaseBatch(Id), "release").ThenRefused("not-ready", "Sterility is out of specification");
    }

    [Fact, Requirement("P211-111")]
    public void Says_by_itself_when_an_owed_result_is_overdue()
    {
        var played = Conditionally(Ready());
        played.When(new ExpireObligation(Id, "sterility"), "system").ThenNothing();
        played.After(60 * 24 * 15).Does(new ExpireObligation(Id, "sterility"), "system");
        played.When(new ExpireObligation(Id, "sterility"), "system").ThenNothing();
        Assert.Contains("owed by the conditional release, was due", played.State<Deviation>("B-7-D1").What, StringComparison.Ordinal);
        Assert.Single(played.Review.Left(played.Examination));
    }

    [Fact]
    public void Cannot_wait_for_what_is_overdue_or_not_missing()
    {
        Try(Ready().After(60 * 24 * 15), new ReleaseBatchConditionally(Id, Wait), "conditional release").ThenRefused("not-ready", "cannot be awaited any longer");
        Try(Ready().Result("sterility", words: "no growth"), new ReleaseBatchConditionally(Id, Wait), "conditional release").ThenRefused("nothing-pending");
        Try(PlayedBatch.Completed().Reviewed(), new ReleaseBatchConditionally(Id, Wait), "conditional release").ThenRefused("not-ready", "Endotoxin has no result");
    }

    [Fact, Requirement("P211-165")]
    public void Takes_an_approved_exception_for_a_result_out_of_specification_once_its_deviation_is_closed()
    {
        var played = PlayedBatch.Completed().Tested(endotoxin: 2).Result("sterility", words: "no growth");
        var statement = ReleaseStatements.Approval(Id, played.Batch.Recipe!.Release[1], played.Disposition.Result("endotoxin")!, "Compassionate use");
        var command = new ApproveOutOfSpecification(Id, "endotoxin", "Compassionate use");
        Try(played, command, "approved exception", statement).ThenRefused("deviation", "B-7-D1 is open");
        played.Reviewed();
        Try(played, new ReleaseBatch(Id), "release").ThenRefused("not-ready", "Endotoxin is out of specification: 2");
        Try(played, command with { Justification = "" }, "approved exception", statement).ThenRefused("reason");
        Try(played, command with { Test = "sterility" }, "approved exception", statement).ThenRefused("result");
        Try(played, command, "approved exception", statement).Stands();
        Release(played);
        Assert.Equal(DispositionStatus.Released, played.Disposition.Status);
    }

    [Fact]
    public void Is_refused_once_the_record_changed_after_the_review_was_signed()
    {
        var played = Ready().Result("sterility", words: "no growth").Corrects(5);
        Try(played, new ReleaseBatch(Id), "release").ThenRefused("not-ready", "correction:H1/glucose");
        played.Reviewed();
        Release(played);
    }

    [Fact, Requirement("P211-165")]
    public void Rejects_with_a_reason_what_has_ended()
    {
        var played = PlayedBatch.Completed(glucose: 11);
        Try(new PlayedBatch().Began(), new RejectBatch(Id, "Contaminated"), "rejection").ThenRefused("status", "is being made");
        Try(played, new RejectBatch(Id, ""), "rejection").ThenRefused("reason");
        Try(played, new RejectBatch(Id, "Contaminated"), "rejection", "?").ThenRefused("shown");
        Try(played, new RejectBatch(Id, "Contaminated"), "rejection", ReleaseStatements.Rejection(played.Examination, "Contaminated")).Stands();
        Assert.Equal((DispositionStatus.Rejected, "Contaminated"), (played.Disposition.Status, played.Disposition.Decisions.Single().Reason));
        Try(played, new ReleaseBatch(Id), "release").ThenRefused("status", "is rejected");
    }

    private static string? signedText;

    private static PlayedBatch Ready() => PlayedBatch.Completed(viability: 85).Reviewed().Tested();

    private static string Missing(PlayedBatch played) => string.Join("; ", Domain.Release.Missing.Of(played.Examination, played.Review, played.Disposition, false, played.Now));

    private static void Release(PlayedBatch played) => Try(played, new ReleaseBatch(Id), "release").Stands();

    private static PlayedBatch Conditionally(PlayedBatch played)
    {
        signedText = played.ReleaseStatement(Wait);
        Try(played, new ReleaseBatchConditionally(Id, Wait), "conditional release").Stands();
        Assert.Equal(DispositionStatus.Conditional, played.Disposition.Status);
        return played;
    }

    private static Came<Disposition> Try(PlayedBatch played, Command<Disposition> command, string meaning, string? statement = null, string signer = "quirin") =>
        played.When(command, "quirin", new(played.Who(signer), meaning, SignedText.Hash(statement ?? (played.Batch.EndedAt is null ? "" : played.ReleaseStatement(command is ReleaseBatchConditionally conditional ? conditional.Reason : null)))));
}
