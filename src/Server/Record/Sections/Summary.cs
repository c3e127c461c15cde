using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Exceptions first, by kind; where a kind has none, that is said.</summary>
internal static class Summary
{
    public static Html Of(ExecutedRecord record) => Section("summary", "Summary, exceptions first", Html.Of($"""
        <p>{Figures(record)}</p>
        {Deviations(record)}
        {Alerts(record)}
        {Excursions(record)}
        {Silences(record)}
        {Fallbacks(record)}
        {OnPaper(record)}
        {Corrections(record)}
        {Open(record)}
        {Interruptions(record)}
        {Refusals(record)}
        """));

    private static string Figures(ExecutedRecord record)
    {
        var values = record.Steps.SelectMany(step => step.Values).ToList();
        return $"{record.Steps.Count} steps, {values.Count} values: {values.Count(value => value.Source == ValueSource.Equipment)} from equipment, "
            + $"{values.Count(value => value.Source == ValueSource.Computed)} computed, {values.Count(value => value.Source == ValueSource.Hand)} by hand, "
            + $"{values.Count(value => value.Source == ValueSource.Fallback)} by hand as a declared fallback. "
            + $"{record.Steps.Sum(step => step.Signatures.Count)} signatures, {record.BatchTrail.Count} entries in the batch's own stream.";
    }

    private static Html Deviations(ExecutedRecord record) => Of("Deviations", ["Number", "Step", "What happened", "Opened", "Standing"],
        record.Deviations.Select(deviation => Row(
            Html.Of($"<a href=\"#deviation-{deviation.Id}\">{deviation.Id}</a>"), StepLink(deviation.Step), Html.Of($"{deviation.What}"),
            Wording.Time(deviation.OpenedAt),
            deviation.IsDecided
                ? Html.Of($"decided by {deviation.DecidedBy}")
                : Html.Of($"<strong class=\"outside\">open</strong>"))),
        "No deviations.");

    private static Html Alerts(ExecutedRecord record) => Of("Values outside the normal operating range", ["Step", "Parameter", "Value", "Normal range", "Assessment", "Recorded"],
        from step in record.Steps
        from value in step.Values
        where value.Assessment != Assessment.Normal
        let parameter = record.Recipe.Phase(step.Phase).Parameters.FirstOrDefault(parameter => parameter.Name == value.Parameter)
        select Row(
            StepLink(step.Key), Html.Of($"{parameter?.Title ?? value.Parameter}"), Wording.Number(value.Value, value.Unit),
            Html.Of($"{Wording.Range(parameter?.Normal ?? Limits.Open, value.Unit)}"), Wording.Assessed(value.Assessment, parameter), Wording.Time(value.At)),
        "No recorded value lies outside its normal operating range.");

    private static Html Excursions(ExecutedRecord record) => Of("Watched values that left their range during a step", ["Step", "Parameter", "Equipment", "Value", "What", "Read at the source"],
        record.BatchTrail.Select(entry => entry.Happened switch
        {
            ExcursionBegan began => Row(StepLink(began.Step), Html.Of($"{began.Parameter}"), Html.Of($"{began.Equipment}"), Wording.Number(began.Value, began.Unit), Html.Of($"left: {Wording.Assessed(began.Assessment, null)}"), Wording.Time(began.ReadAt.ToOffset(record.Offset))),
            ExcursionEnded ended => Row(StepLink(ended.Step), Html.Of($"{ended.Parameter}"), Html.None, Wording.Number(ended.Value, ended.Unit), Html.Of($"back in the normal operating range"), Wording.Time(ended.ReadAt.ToOffset(record.Offset))),
            _ => Html.None,
        }).Where(row => row != Html.None),
        "No watched value left its range.");

    private static Html Silences(ExecutedRecord record) => Of("Watched tags that fell silent during a step", ["Step", "Parameter", "Equipment", "What", "Since or heard", "Deviation"],
        record.BatchTrail.Select(entry => entry.Happened switch
        {
            TagFellSilent silent => Row(StepLink(silent.Step), Html.Of($"{silent.Parameter}"), Html.Of($"{silent.Equipment}"), Html.Of($"nothing usable came; stale after {Words.Of(silent.StaleAfter)}"), Wording.Time(silent.Since.ToOffset(record.Offset)), Html.Of($"<a href=\"#deviation-{silent.DeviationId}\">{silent.DeviationId}</a>")),
            TagReturned back => Row(StepLink(back.Step), Html.Of($"{back.Parameter}"), Html.Of($"{back.Equipment}"), Html.Of($"spoke again: {Wording.Number(back.Value, back.Unit)}"), Wording.Time(back.HeardAt.ToOffset(record.Offset)), Html.None),
            _ => Html.None,
        }).Where(row => row != Html.None),
        "No watched tag fell silent.");

    private static Html Fallbacks(ExecutedRecord record) => Of("Declared fallbacks: entered by hand where equipment is bound", ["Step", "Parameter", "Value", "Reason", "By", "Verified by a second person"],
        from step in record.Steps
        from value in step.Values
        where value.Source == ValueSource.Fallback
        select Row(
            StepLink(step.Key), Html.Of($"{value.Parameter}"), Wording.Number(value.Value, value.Unit), Html.Of($"{value.Reason}"), Wording.Person(record, value.By),
            record.VerificationOf(step.Key, value.Parameter, value.Ordinal) is { } verified ? Html.Of($"{verified.Name} {Wording.Time(verified.At)}") : Html.Of($"<span class=\"alert\">not verified</span>")),
        "No fallbacks: every value bound to equipment came from equipment.");

    private static Html OnPaper(ExecutedRecord record) => Of("Late entries: done on paper while the server was down, and entered afterwards", ["Done on paper", "What", "Entered", "Compared by a second person", "Pack and reason"],
        from line in record.BatchTrail
        let late = (line.Happened as IStored)?.Late
        let words = PaperWords.Of(line.Happened)
        where late is not null && words is not null
        select Row(
            Html.Of($"{Wording.Time(late.At)}<br>{Wording.Person(record, late.By)}"), Html.Of($"{StepLink(words.Value.Step)} {words.Value.What}"),
            Html.Of($"{Wording.Time(line.Entry.At)}<br>{Wording.Person(record, line.Entry.Actor)}"), Html.Of($"{late.VerifierName} ({late.Verifier})"),
            Html.Of($"{late.Pack}<br>{late.Reason}{(late.Doubt is { } doubt ? Html.Of($"<br><span class=\"alert\">▲ {doubt}</span>") : Html.None)}")),
        "No late entries: everything was recorded as it happened.");

    private static Html Corrections(ExecutedRecord record) => Of("Corrections: values changed after entry", ["Step", "Parameter", "Was", "Is", "Reason", "By", "When"],
        from step in record.Steps
        from value in step.Values
        where value.Ordinal > 1
        let before = step.Values.Last(earlier => earlier.Parameter == value.Parameter && earlier.Ordinal == value.Ordinal - 1)
        select Row(
            StepLink(step.Key), Html.Of($"{value.Parameter}"), Html.Of($"<del>{Wording.Number(before.Value, before.Unit)}</del>"), Wording.Number(value.Value, value.Unit),
            Html.Of($"{value.Reason}"), Wording.Person(record, value.By), Wording.Time(value.At)),
        "No value was changed after entry.");

    private static Html Open(ExecutedRecord record) => Of("What is still missing in steps that were started", ["Step", "Missing"],
        from step in record.Steps
        let missing = Completeness.Missing(record.Batch, step.Key).ToList()
        where missing.Count > 0
        select Row(StepLink(step.Key), Html.Of($"{string.Join("; ", missing)}")),
        "Nothing is missing in the steps that were started: every entry and every signature asked for stands.");

    private static Html Interruptions(ExecutedRecord record) => Of("Holds, expired times, pauses, hand-overs and aborts", ["When", "What", "Reason", "By"],
        record.BatchTrail.Select(entry => Interruption(record, entry)).Where(row => row != Html.None),
        "The batch was never held, paused, handed over or aborted, and no time limit ran out.");

    private static Html Interruption(ExecutedRecord record, TrailEntry entry)
    {
        (string What, string Reason)? line = entry.Happened switch
        {
            DeviationAnnounced { Holds: true } held => ($"held by deviation {held.DeviationId}", held.What),
            DeviationExtended { Holds: true } held => ($"held by deviation {held.DeviationId}", held.What),
            HoldPlaced hold => ($"held ({hold.HoldId})", hold.Reason),
            HoldReleased hold => ($"hold {hold.HoldId} released", hold.Reason),
            ClockExpired clock => ($"time limit of step {clock.Step} ran out", $"{clock.ClockId}, until {Wording.Plain(clock.Until)}"),
            BatchPaused paused => ("paused", paused.Reason),
            BatchResumed resumed => ("resumed", resumed.Reason),
            HandedOver handed => ($"handed over from {record.NameOf(handed.From)} to {record.NameOf(handed.To)}", handed.Note),
            BatchAborted aborted => ($"aborted, signed by {aborted.Name}, shown SHA-256 {aborted.Shown}", aborted.Reason),
            _ => null,
        };
        return line is { } known
            ? Row(Wording.Time(entry.Entry.At), Html.Of($"{known.What}"), Html.Of($"{known.Reason}"), Wording.Person(record, entry.Entry.Actor))
            : Html.None;
    }

    private static Html Refusals(ExecutedRecord record) => Of("Refused acts", ["When", "Act", "Rule", "What the person was told", "Terminal", "By"],
        record.Refusals.Select(refused => Row(
            Wording.Time(refused.Entry.Entry.At), Html.Of($"{refused.Act.Command}"), Html.Of($"{refused.Act.Rule}"), Html.Of($"{refused.Act.Sentence}"),
            Html.Of($"{refused.Act.Terminal}"), Wording.Person(record, refused.Entry.Entry.Actor))),
        "No act was refused.");

    private static Html Of(string caption, IReadOnlyList<string> heads, IEnumerable<Html> rows, string nothing) => Tables.Of(caption, heads, rows, nothing);
}
