using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Each deviation with the readings around it, what was decided in the run, and the work until its closure.</summary>
internal static class DeviationReports
{
    public static Html Of(ExecutedRecord record) => Section("deviations", "Deviations", record.Deviations.Count == 0
        ? Html.Of($"<p class=\"nothing\">No deviations.</p>")
        : Html.All(record.Deviations.Select(deviation => Report(record, deviation))));

    private static Html Report(ExecutedRecord record, Deviation deviation) => Html.Of($"""
        <article class="deviation" id="deviation-{deviation.Id}"><h3>{deviation.Id}</h3>
        <p><strong>{deviation.What}</strong></p>
        <dl class="when"><div><dt>Step</dt><dd>{StepLink(deviation.Step)}{string.Concat(deviation.Parameters.Select(parameter => $", {parameter}"))}</dd></div><div><dt>Opened</dt><dd>{Wording.Time(deviation.OpenedAt)}</dd></div><div><dt>Effect</dt><dd>{(deviation.Holds ? "the batch was held until it was decided" : "the batch was not held")}</dd></div><div><dt>Stands</dt><dd>{(deviation.IsClosed ? Html.Of($"closed") : Html.Of($"<span class=\"outside\">not closed</span>"))}</dd></div></dl>
        {Decisions(record, deviation)}
        {DeviationWork.Of(record, deviation)}
        {Of("Readings around it", ["At the source", "Value", "Address"],
            deviation.Evidence.Select(reading => Row(Wording.Time(reading.At.ToOffset(record.Offset)), Html.Of($"<data value=\"{Wording.Exact(reading.Value)}\">{Wording.Exact(reading.Value)}</data>"), Html.Of($"<code>{reading.Address}</code>"))),
            "It rests on no readings.")}
        {Widenings(record, deviation)}
        </article>

        """);

    private static Html Widenings(ExecutedRecord record, Deviation deviation) => deviation.Widenings.IsEmpty ? Html.None : Of("What came to it", ["Date and time", "Parameter", "Effect", "Readings around it"],
        deviation.Widenings.Select(one => Row(Wording.Time(one.At), Html.Of($"{one.Parameter}"), Html.Of($"{(one.Holds ? "the batch was held from then on" : "none of its own")}"), Readings(record, one.Evidence))), "");

    private static Html Readings(ExecutedRecord record, IReadOnlyList<EvidenceReading> readings) => readings.Count == 0 ? Html.Of($"none") : Html.All(readings.Select(reading =>
        Html.Of($"{Wording.Time(reading.At.ToOffset(record.Offset))} <data value=\"{Wording.Exact(reading.Value)}\">{Wording.Exact(reading.Value)}</data> <code>{reading.Address}</code><br>")));

    private static Html Decisions(ExecutedRecord record, Deviation deviation)
    {
        var open = deviation.IsDecided ? Html.None : Html.Of($"<p class=\"outside\"><strong>Open: nobody has decided how the batch goes on.</strong></p>");
        return deviation.Decisions.IsEmpty ? open : Html.Of($"""
            {Of("How the batch goes on", ["Decision", "Why", "Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer"], Decided(record, deviation), "")}
            {open}
            """);
    }

    private static IEnumerable<Html> Decided(ExecutedRecord record, Deviation deviation) =>
        from line in record.Trail
        where line.Category == Deviation.Category && line.StreamId == deviation.Id
        let row = line.Happened switch
        {
            ContinuationDecided e => Row(Html.Of($"continue"), Html.Of($"{e.Justification}"), Signer(e.Name, e.Signer), Html.Of($"approval"), Wording.Time(line.Entry.At), Shown(e.Shown)),
            AlternativeDecided e => Row(Html.Of($"{e.Alternative} instead of {e.Step}"), Html.Of($"{e.Justification}"), Signer(e.Name, e.Signer), Html.Of($"approval"), Wording.Time(line.Entry.At), Shown(e.Shown)),
            AbortDecided e => Row(Html.Of($"abort"), Html.Of($"{e.Reason}"), Signer(e.Name, e.Signer), Html.Of($"abort"), Wording.Time(line.Entry.At), Shown(e.Shown)),
            HoldDecided e => Row(Html.Of($"hold"), Html.Of($"{e.Reason}"), Wording.Person(record, line.Entry.Actor), Html.Of($"not signed"), Wording.Time(line.Entry.At), Html.None),
            _ => Html.None,
        }
        where row != Html.None
        select row;

    internal static Html Signer(string name, string id) => Html.Of($"{name}<br><small>{id}</small>");

    internal static Html Shown(string hash) => Html.Of($"<span class=\"hash\">{hash}</span>");

    private static Html Of(string caption, IReadOnlyList<string> heads, IEnumerable<Html> rows, string nothing) => Tables.Of(caption, heads, rows, nothing);
}
