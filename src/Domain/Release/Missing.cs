using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release;

/// <summary>What stands between a batch and its release: the page's list, and the server's refusal (211.192, 211.165, PI 041 p. 46).</summary>
public static class Missing
{
    /// <summary>One sentence fragment for each thing that is missing.</summary>
    /// <param name="examination">What the record comes to.</param>
    /// <param name="review">The review.</param>
    /// <param name="disposition">Results and decisions.</param>
    /// <param name="conditional">True for a release with results pending.</param>
    /// <param name="at">Now.</param>
    public static IEnumerable<Phrase> Of(Examination examination, Review review, Disposition disposition, bool conditional, DateTimeOffset at)
    {
        var batch = examination.Batch;
        if (batch.Rehearsal) yield return new("rehearsal", "it is a rehearsal, of which nothing is ever released");
        if (batch.Status != BatchStatus.Completed) yield return new("not-completed", "the batch is {0} and not completed", Word(batch.Status));
        foreach (var missing in Completeness.MissingAnywhere(batch)) yield return missing;
        foreach (var open in examination.Exceptions.Where(exception => exception.Awaits is not null)) yield return Phrase.Verbatim(open.Awaits!.TrimEnd('.'));
        var left = review.Left(examination).Where(exception => exception.Awaits is null).ToList();
        foreach (var exception in left) yield return new("not-reviewed", "not reviewed: {0} ({1})", exception.What.TrimEnd('.'), exception.Id);
        if (Trail(examination, review) is > 0 and var unread) yield return new("trail", "{0} critical entries of the audit trail are not reviewed", unread);
        if (review.Signatures.IsEmpty) yield return new("not-signed", "the review is not signed");
        else if (left.Count == 0 && review.Standing(examination) is null) yield return new("changed-since", "the record has changed since the review was signed; it must be signed again");
        foreach (var test in Testing.Of(batch, disposition).Where(test => !test.IsGood))
            if (Hinders(batch, test, conditional, at) is { } hinders) yield return hinders;
    }

    /// <summary>Tests that a conditional release would leave open.</summary>
    public static IEnumerable<TestState> Pending(Batch batch, Disposition disposition) =>
        Testing.Of(batch, disposition).Where(test => test is { Specification.MayBePending: true, Standing: TestStanding.Awaited or TestStanding.AwaitsReview });

    /// <summary>When the result of a test that may be pending is due.</summary>
    public static DateTimeOffset Due(Batch batch, TestState test) => batch.EndedAt!.Value + test.Specification.Due!.Value;

    private static int Trail(Examination examination, Review review)
    {
        var read = review.Signatures.LastOrDefault()?.Trail;
        return examination.OwnTrail.Count(item => read?.Contains(item.Entry) != true);
    }

    private static Phrase? Hinders(Batch batch, TestState test, bool conditional, DateTimeOffset at)
    {
        var title = test.Specification.Title;
        if (test.Standing == TestStanding.Missed) return new("out-of-specification", "{0} is out of specification: {1}, asked for {2}", title, test.Print, test.Asked);
        if (conditional && test.Specification.MayBePending && batch.EndedAt is not null)
            return at <= Due(batch, test) ? null : new("was-due", "{0} was due on {1:yyyy-MM-dd HH:mm zzz}, so it cannot be awaited any longer", title, Due(batch, test));
        return test.Standing == TestStanding.AwaitsReview ? new("not-reviewed-by-second", "the result of {0} is not reviewed by a second person", title) : new("no-result", "{0} has no result", title);
    }

    private static Phrase Word(BatchStatus status) => status switch
    {
        BatchStatus.Ordered => new("ordered", "ordered"),
        BatchStatus.Running => new("running", "running"),
        BatchStatus.Paused => new("paused", "paused"),
        _ => new("aborted", "aborted"),
    };
}
