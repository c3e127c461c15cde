using Cellwright.Domain.Release;
using Cellwright.Server.Release;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Who looked at what, what stands for the rest, and what became of the batch, with every signature (211.192, 211.165, 11.50).</summary>
internal static class ReviewAndRelease
{
    public static Html Of(ExecutedRecord record) => Section("review", "Review and release", Html.Of($"""
        {Exceptions(record)}
        {Rules(record)}
        {Trail(record)}
        {Reviews(record)}
        {Results(record)}
        {Obligations(record)}
        {Decisions(record)}
        {Notice(record)}
        """));

    private static Html Exceptions(ExecutedRecord record) => Tables.Of("Exceptions, and what was said of each", ["Exception", "What happened", "Stands", "Said"],
        record.Examination.Exceptions.Select(exception => ExceptionView.Of(exception, record.Review)).Select(view => Row(
            Html.Of($"<code>{view.Exception.Id}</code>"), Html.Of($"{view.Exception.Print}"),
            view.Left ? Html.Of($"<span class=\"alert\">{(view.Standing == "open" ? "not looked at" : view.Standing)}</span>") : Html.Of($"accepted"),
            Html.All(record.Review.Opinions.Where(opinion => opinion.Exception == view.Exception.Id).Select(opinion =>
                Html.Of($"<p>{opinion.Verdict.ToString().ToLowerInvariant()} by {Wording.Person(record, opinion.By)} {Wording.Time(opinion.At)}{(opinion.Words.Length > 0 ? $": {opinion.Words}" : "")}</p>"))))),
        "No exceptions.");

    private static Html Rules(ExecutedRecord record) => Tables.Of("Not looked at by a person: rules that ran again over this record when this copy was made", ["Rule", "Basis", "Checks", "Outcome"],
        record.Examination.Rules.Select(rule => Row(
            Html.Of($"{rule.Title}"), Html.Of($"{rule.Basis}"), Html.Of($"{rule.Checks.Count}"),
            rule.Kept ? Html.Of($"all kept") : Html.Of($"<span class=\"outside\">{rule.Checks.Count(check => !check.Kept)} not kept</span>"))),
        "No rule ran.");

    private static Html Trail(ExecutedRecord record) => Tables.Of("Critical entries of the audit trail beside the exceptions", ["Entry", "When", "By", "What"],
        record.Examination.OwnTrail.Select(item => Row(Html.Of($"<code>{item.Entry}</code>"), Wording.Time(item.At), Wording.Person(record, item.By), Html.Of($"{item.What}"))),
        "No critical entries beside the exceptions.");

    private static Html Reviews(ExecutedRecord record) => Tables.Of("Signatures under the review", ["Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer", "Stands"],
        record.Review.Signatures.Select(signature => Row(
            Html.Of($"{signature.Name}<br><small>{signature.Signer}</small>"), Html.Of($"review"), Wording.Time(signature.At), Html.Of($"<span class=\"hash\">{signature.Shown}</span>"),
            signature == record.Review.Standing(record.Examination) ? Html.Of($"on exactly what stands") : Html.Of($"<span class=\"alert\">on an earlier state</span>"))),
        "The review is not signed.");

    private static Html Results(ExecutedRecord record) => Tables.Of("Release specification", ["Test", "Asked for", "Result", "Raw data", "By", "Second review", "Stands"],
        Testing.Of(record.Batch, record.Disposition).SelectMany(test => Earlier(record, test).Append(Row(
            Html.Of($"{test.Specification.Title}"), Html.Of($"{test.Asked}"), Html.Of($"{test.Print}"),
            Html.Of($"{test.Result?.Reference ?? (test.Specification.From is { } from ? $"{from} of this record" : "")}"),
            test.Result is { } result ? Html.Of($"{Wording.Person(record, result.By)} {Wording.Time(result.At)}") : Html.None,
            test.Result is { ReviewedAt: { } reviewed } second ? Html.Of($"{second.ReviewedBy} {Wording.Time(reviewed)}") : Html.None, Standing(test)))),
        "The master record asks for no release tests.");

    private static IEnumerable<Html> Earlier(ExecutedRecord record, TestState test) =>
        record.Disposition.Results.Where(result => result.Test == test.Specification.Test && result != test.Result).Select(result => Row(
            Html.Of($"{test.Specification.Title}"), Html.Of($"{test.Asked}"), Html.Of($"<del>{(test with { Value = result.Value, Words = result.Words }).Print}</del>"), Html.Of($"{result.Reference}"),
            Html.Of($"{Wording.Person(record, result.By)} {Wording.Time(result.At)}"), Html.None, Html.Of($"another stands in its place")));

    private static Html Standing(TestState test) => test.Standing switch
    {
        TestStanding.Met => Html.Of($"within specification"),
        TestStanding.Missed => Html.Of($"<span class=\"outside\">■ out of specification</span>"),
        TestStanding.Approved => Html.Of($"<span class=\"alert\">▲ out of specification, exception approved: {test.Result!.ApprovedBecause}</span>"),
        TestStanding.AwaitsReview => Html.Of($"<span class=\"alert\">not reviewed</span>"),
        _ => Html.Of($"<span class=\"alert\">awaited</span>"),
    };

    private static Html Obligations(ExecutedRecord record) => Tables.Of("Owed by the conditional release", ["Result", "Due", "Stands", "Notice to the physician"],
        record.Disposition.Obligations.Values.OrderBy(owed => owed.Due).ThenBy(owed => owed.Test, StringComparer.Ordinal).Select(owed => Row(
            Html.Of($"{owed.Test}"), Wording.Time(owed.Due),
            owed.FulfilledAt is { } there ? Html.Of($"fulfilled {Wording.Time(there)}")
            : owed.MissedAt is { } missed ? Html.Of($"<span class=\"outside\">out of specification {Wording.Time(missed)}</span>")
            : owed.OverdueAt is { } overdue ? Html.Of($"<span class=\"outside\">overdue {Wording.Time(overdue)}</span>") : Html.Of($"awaited"),
            Html.Of($"{owed.Notice ?? (owed.OwesNotice ? "owed" : "none owed")}"))),
        "Nothing is owed: the batch was not released conditionally.");

    private static Html Decisions(ExecutedRecord record) => Tables.Of("Decisions on the batch", ["Decision", "Reason", "Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer"],
        record.Disposition.Decisions.Select(decision => Row(
            Html.Of($"<strong>{Word(decision.Status)}</strong>"), Html.Of($"{decision.Reason}"), Html.Of($"{decision.Name}<br><small>{decision.Signer}</small>"), Html.Of($"{Meaning(decision.Status)}"),
            Wording.Time(decision.At), Html.Of($"<span class=\"hash\">{decision.Shown}</span>"))),
        "Nobody has decided on this batch yet.");

    private static Html Notice(ExecutedRecord record) => record.Disposition.Notice is { } notice
        ? Html.Of($"<h3>Physician's notice, as signed</h3><pre class=\"note\">{notice}</pre><p>SHA-256 of this text: <span class=\"hash\">{Domain.Basics.SignedText.Hash(notice)}</span></p>")
        : Html.None;

    private static string Word(DispositionStatus status) => status == DispositionStatus.Conditional ? "released conditionally" : status.ToString().ToLowerInvariant();

    private static string Meaning(DispositionStatus status) => status switch
    {
        DispositionStatus.Conditional => "conditional release",
        DispositionStatus.Released => "release",
        _ => "rejection",
    };
}
