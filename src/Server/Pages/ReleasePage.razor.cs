using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Pages.Parts;
using Cellwright.Server.Release;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>What becomes of a batch: its tests, what is missing, the decision by signature, and what a conditional release owes.</summary>
public sealed partial class ReleasePage : LivePage
{
    private Examination? examination;
    private Review review = Review.Empty;
    private Disposition disposition = Disposition.Empty;
    private ReleaseView? view;
    private TestState? recording;
    private Performer? person;
    private int pending;
    private ReasonDialog ask = null!;
    private SignDialog sign = null!;

    /// <summary>The batch.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private ReviewBook Book { get; set; } = null!;

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        person = await Visit.WhoAsync();
        var asked = Book.OfAsync(Id);
        if (!await InTimeAsync(asked)) return;
        examination = await asked;
        if (examination.Batch.Recipe is null) return;
        review = await Desk.StateAsync<Review>(Id);
        disposition = await Desk.StateAsync<Disposition>(Id);
        view = ReleaseView.Of(examination, review, disposition, Desk.Now);
        pending = Missing.Pending(examination.Batch, disposition).Count();
    }

    private bool Decided => disposition.Status is DispositionStatus.Released or DispositionStatus.Rejected;

    private string Shape => disposition.Status switch { DispositionStatus.Released => "done", DispositionStatus.Rejected => "stop", DispositionStatus.Conditional => "alert", _ => "open" };

    private string Asked(TestState test) => test.Specification.Expected ?? Phrases.Range(test.Specification.Limits, test.Specification.Unit!) ?? "";

    private static string ShapeOf(TestState test) => test.Standing switch { TestStanding.Met => "done", TestStanding.Missed => "stop", TestStanding.Approved => "alert", TestStanding.AwaitsReview => "alert", _ => "open" };

    private string Own(params Role[] roles) => person?.Holds(roles) == true ? person.Id : "";

    private async Task<Outcome> SendAsync(Command<Disposition> command, string what, string? token = null)
    {
        var outcome = await Acts.SendAsync(command, what, token);
        await AgainAsync();
        return outcome;
    }

    private async Task<string?> RecordAsync(RecordTestResult command)
    {
        var outcome = await SendAsync(command with { BatchId = Id }, T["recorded", command.Test]);
        if (!outcome.Saved) return outcome.Sentence;
        recording = null;
        StateHasChanged();
        return null;
    }

    private void ReviewResult(TestState test) => sign.Ask(
        T["review-title", test.Specification.Title], ReleaseStatements.Result(Id, test.Specification, test.Result!), "second review",
        test.Result!.By == person?.Id ? "" : Own(Role.Verifier, Role.QA),
        token => SendAsync(new ReviewTestResult(Id, test.Specification.Test), T["reviewed", test.Specification.Test], token));

    private void AskException(TestState test) => ask.Ask(new(
        T["exception-title", test.Specification.Title], T["exception-means"], T["exception-label"], T["go-on-to-sign"], $"{Id} exception {test.Specification.Test}",
        reason => Reasoned(reason, words => sign.Ask(T["exception-title", test.Specification.Title], ReleaseStatements.Approval(Id, test.Specification, test.Result!, words), "approved exception", Own(Role.QA),
            token => SendAsync(new ApproveOutOfSpecification(Id, test.Specification.Test, words), T["exception-approved", test.Specification.Test], token)))));

    private void AskNotice(Obligation owed) => ask.Ask(new(
        T["told-title"], T["told-means"], T["told-label"], T["told-act"], $"{Id} notice {owed.Test}",
        async words => (await SendAsync(new RecordNotice(Id, owed.Test, words), T["notice-recorded", owed.Test])) is { Saved: false } refused ? refused.Sentence : null));

    private void Release() => sign.Ask(T["release-title", Id], ReleaseStatements.Release(examination!, review, disposition, null), "release", Own(Role.QA),
        token => SendAsync(new ReleaseBatch(Id), T["released", Id], token));

    private void AskConditional() => ask.Ask(new(
        T["conditional-title", Id], pending == 1 ? T["conditional-means-one"] : T["conditional-means", pending], T["conditional-label"], T["go-on-to-sign"], $"{Id} conditional",
        reason => Reasoned(reason, words => sign.Ask(T["conditional-title", Id], ReleaseStatements.Release(examination!, review, disposition, words), "conditional release", Own(Role.QA),
            token => SendAsync(new ReleaseBatchConditionally(Id, words), T["released-conditionally", Id], token)))));

    private void AskReject() => ask.Ask(new(
        T["reject-title", Id], T["reject-means"], T["reject-label"], T["go-on-to-sign"], $"{Id} reject",
        reason => Reasoned(reason, words => sign.Ask(T["reject-title", Id], ReleaseStatements.Rejection(examination!, words), "rejection", Own(Role.QA),
            token => SendAsync(new RejectBatch(Id, words), T["rejected", Id], token)))));

    private Task<string?> Reasoned(string reason, Action<string> then)
    {
        if (string.IsNullOrWhiteSpace(reason)) return Task.FromResult<string?>(T["reason-needed"]);
        then(reason.Trim());
        return Task.FromResult<string?>(null);
    }
}
