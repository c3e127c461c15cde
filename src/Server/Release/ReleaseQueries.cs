using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Release;

/// <summary>What clients read of reviews and releases: the same figures that the pages show.</summary>
internal static class ReleaseQueries
{
    public static void MapRelease(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/batches/{id}").WithTags("Release");
        api.MapGet("/review", (string id, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, review, _) => Results.Ok(ReviewView.Of(examination, review)), ct))
            .Produces<ReviewView>().WithSummary("A batch for its reviewer: exceptions with their evidence, the proof for the rest, the critical audit trail.");
        api.MapGet("/review/statement", (string id, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, review, _) => Shown(review.Statement(examination)), ct))
            .Produces<Statement>().WithSummary("What a person who signs the review is shown.");
        api.MapGet("/release", (string id, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, review, disposition) => Results.Ok(ReleaseView.Of(examination, review, disposition, desk.Now)), ct))
            .Produces<ReleaseView>().WithSummary("What becomes of a batch: tests, what is missing, decisions, obligations.");
        api.MapGet("/release/statement", (string id, string? conditional, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, review, disposition) => Shown(ReleaseStatements.Release(examination, review, disposition, conditional?.Trim())), ct))
            .Produces<Statement>().WithSummary("What a person who releases the batch is shown; with the reason in 'conditional', for a release with results pending.");
        api.MapGet("/release/rejection-statement", (string id, string reason, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, _, _) => Shown(ReleaseStatements.Rejection(examination, reason.Trim())), ct))
            .Produces<Statement>().WithSummary("What a person who rejects the batch is shown.");
        api.MapGet("/release/results/{test}/statement", (string id, string test, string? exception, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, _, disposition) => OfResult(examination, disposition, test, exception?.Trim()), ct))
            .Produces<Statement>().WithSummary("What a person who reviews a result is shown; with the reason in 'exception', who approves one out of specification.");
        api.MapGet("/release/notice", (string id, ReviewBook book, Desk.Desk desk, CancellationToken ct) =>
                AnswerAsync(id, book, desk, (examination, _, disposition) => disposition.Notice is { } signed ? Shown(signed)
                    : examination.Batch.EndedAt is null ? NotFound($"Batch {id} is being made. Wait for its notice until it is completed.")
                    : Shown(PhysiciansNotice.Of(examination.Batch, disposition)), ct))
            .Produces<Statement>().WithSummary("The physician's notice: as signed, or as it would be now.");
    }

    private static async Task<IResult> AnswerAsync(string id, ReviewBook book, Desk.Desk desk, Func<Examination, Review, Disposition, IResult> answer, CancellationToken ct)
    {
        var examination = await book.OfAsync(id, ct);
        return examination.Batch.Recipe is null
            ? NotFound($"There is no batch {id}. Check its number.")
            : answer(examination, await desk.StateAsync<Review>(id, ct), await desk.StateAsync<Disposition>(id, ct));
    }

    private static IResult OfResult(Examination examination, Disposition disposition, string test, string? exception)
    {
        var specification = examination.Batch.Recipe!.Release.FirstOrDefault(one => one.Test == test);
        if (specification is null || disposition.Result(test) is not { } result) return NotFound($"Batch {examination.Batch.Id} has no result of {test}. Record the result first.");
        return Shown(exception is null
            ? ReleaseStatements.Result(examination.Batch.Id, specification, result)
            : ReleaseStatements.Approval(examination.Batch.Id, specification, result, exception));
    }

    private static IResult Shown(string text) => Results.Ok(new Statement(text, SignedText.Hash(text)));

    private static IResult NotFound(string sentence) => Results.NotFound(new Refusal("not-found", sentence));
}
