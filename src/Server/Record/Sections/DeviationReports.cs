using Cellwright.Domain.Deviations;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Each deviation with the readings around it and what was decided.</summary>
internal static class DeviationReports
{
    public static Html Of(ExecutedRecord record) => Section("deviations", "Deviations", record.Deviations.Count == 0
        ? Html.Of($"<p class=\"nothing\">No deviations.</p>")
        : Html.All(record.Deviations.Select(deviation => Report(record, deviation))));

    private static Html Report(ExecutedRecord record, Deviation deviation) => Html.Of($"""
        <article class="deviation" id="deviation-{deviation.Id}"><h3>{deviation.Id}</h3>
        <p><strong>{deviation.What}</strong></p>
        <dl class="when"><div><dt>Step</dt><dd>{StepLink(deviation.Step)}{(deviation.Parameter is { } parameter ? $", {parameter}" : "")}</dd></div><div><dt>Opened</dt><dd>{Wording.Time(deviation.OpenedAt)}</dd></div><div><dt>Effect</dt><dd>{(deviation.Holds ? "the batch was held until it was decided" : "the batch was not held")}</dd></div></dl>
        {Decision(record, deviation)}
        {Of("Readings around it", ["At the source", "Value", "Address"],
            deviation.Evidence.Select(reading => Row(Wording.Time(reading.At.ToOffset(record.Offset)), Html.Of($"<data value=\"{Wording.Exact(reading.Value)}\">{Wording.Exact(reading.Value)}</data>"), Html.Of($"<code>{reading.Address}</code>"))),
            "It rests on no readings.")}
        </article>

        """);

    private static Html Decision(ExecutedRecord record, Deviation deviation)
    {
        if (!deviation.IsDecided) return Html.Of($"<p class=\"outside\"><strong>Open: nobody has decided how the batch goes on.</strong></p>");
        var entry = record.Trail.Last(entry => entry.Happened is ContinuationDecided && entry.StreamId == deviation.Id);
        var decided = (ContinuationDecided)entry.Happened!;
        return Tables.Of("Decision to continue", ["Justification", "Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer"],
            [Row(Html.Of($"{decided.Justification}"), Html.Of($"{decided.Name}<br><small>{decided.Signer}</small>"), Html.Of($"approval"), Wording.Time(entry.Entry.At), Html.Of($"<span class=\"hash\">{decided.Shown}</span>"))], "");
    }

    private static Html Of(string caption, IReadOnlyList<string> heads, IEnumerable<Html> rows, string nothing) => Tables.Of(caption, heads, rows, nothing);
}
