using Cellwright.Domain.Deviations;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>The work on a deviation: every assignment, shelving of its alarm, classification, investigation, judgement, action, closure and reopening, superseded ones too.</summary>
internal static class DeviationWork
{
    public static Html Of(ExecutedRecord record, Deviation deviation) => Html.All(
    [
        Table("Assigned to", ["Person", "What was asked", "By", "Date and time"], deviation.Assignments.Select(one =>
            Row(DeviationReports.Signer(one.Name, one.Person), Html.Of($"{one.Note}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Alarm shelved", ["Until", "Why", "By", "Date and time"], deviation.Shelvings.Select(one =>
            Row(one.Until > one.At ? Wording.Time(one.Until.ToOffset(record.Offset)) : Html.Of($"taken off the shelf"), Html.Of($"{one.Reason}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Severity and class", ["Severity", "Class", "Why", "By", "Date and time"], deviation.Classifications.Select(one =>
            Row(Word(one.Severity), Word(one.Class), Html.Of($"{one.Reason}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Investigation", ["Findings", "Root cause", "Why it supersedes the one before", "By", "Date and time"], deviation.Investigations.Select(one =>
            Row(Html.Of($"{one.Findings}"), Html.Of($"{one.RootCause}"), Html.Of($"{one.Reason ?? ""}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Other batches", ["Batch", "Affected", "Why", "By", "Date and time"], deviation.Judgements.Select(one =>
            Row(Html.Of($"{one.BatchId}"), Html.Of($"{(one.Affected ? "yes" : "no")}"), Html.Of($"{one.Reason}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Corrective and preventive actions", ["Number", "Kind", "What", "Owner", "Due", "Stands", "Evidence or reason"], deviation.Actions.Select(one =>
            Row(Html.Of($"{one.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}"), Word(one.Kind), Html.Of($"{one.What}"), DeviationReports.Signer(one.OwnerName, one.Owner), Wording.Time(one.Due), Ended(record, one), Html.Of($"{one.Outcome ?? ""}")))),
        Table("Checks of effect", ["Action", "What is looked at", "By", "Due", "Found", "Signed by", "Date and time", "SHA-256 of what was shown to the signer"], deviation.Actions.SelectMany(action => action.Checks.Select(one =>
            Row(Html.Of($"{action.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}"), Html.Of($"{one.Criterion}"), DeviationReports.Signer(one.Name, one.Person), Wording.Time(one.Due),
                one.Result is { } result ? Html.Of($"{(result.Effective ? "effective" : "not effective")}: {result.Findings}") : Html.Of($"{(one == action.OpenCheck ? "awaited" : "superseded")}"),
                one.Result is { } by ? DeviationReports.Signer(by.Name, by.Signer) : Html.None, one.Result is { } at ? Wording.Time(at.At) : Html.None, one.Result is { } signed ? DeviationReports.Shown(signed.Shown) : Html.None)))),
        Table("Reopened", ["Why", "By", "Date and time"], deviation.Reopenings.Select(one =>
            Row(Html.Of($"{one.Reason}"), Wording.Person(record, one.By), Wording.Time(one.At)))),
        Table("Closed", ["Conclusion", "Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer"], deviation.Closures.Select(one =>
            Row(Html.Of($"{one.Conclusion}"), DeviationReports.Signer(one.Name, one.Signer), Html.Of($"closure"), Wording.Time(one.At), DeviationReports.Shown(one.Shown)))),
    ]);

    private static Html Ended(ExecutedRecord record, CorrectiveAction action) => action.EndedAt is { } at
        ? Html.Of($"{Word(action.Status)} by {Wording.Person(record, action.EndedBy!)}, {Wording.Time(at)}")
        : Word(action.Status);

    private static Html Word(Enum member) => Html.Of($"{member.ToString().ToLowerInvariant()}");

    // What was not done yet is not said seven times: that it is not closed stands at its head.
    private static Html Table(string caption, IReadOnlyList<string> heads, IEnumerable<Html> rows)
    {
        var lines = rows.ToList();
        return lines.Count == 0 ? Html.None : Tables.Of(caption, heads, lines, "");
    }
}
