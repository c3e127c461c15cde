using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Every step in the order of starting, under its unit procedure and operation; then what the master record has and nobody performed.</summary>
internal static class StepsPerformed
{
    public static Html Of(ExecutedRecord record, IReadOnlyList<StepTrend> trends)
    {
        var places = record.Recipe.Procedure
            .SelectMany(unit => unit.Operations.SelectMany(operation => operation.Flow.Phases.Select(phase => (phase.Id, Place: (Unit: unit, Operation: operation)))))
            .ToDictionary(place => place.Id, place => place.Place);
        var parts = new List<Html>();
        (UnitProcedure? Unit, Operation? Operation) under = default;
        foreach (var step in record.Steps)
        {
            var (unit, operation) = places[step.Phase];
            if (unit != under.Unit) parts.Add(Html.Of($"<h3 class=\"unit-procedure\">{unit.Title}</h3>\n"));
            if (unit != under.Unit || operation != under.Operation) parts.Add(Html.Of($"<h4 class=\"operation\">{operation.Title}</h4>\n"));
            under = (unit, operation);
            parts.Add(Step(record, step, trends));
        }

        return Section("steps", "Steps as performed", Html.Of($"""
            <p class="legend">In the pictures: <span class="swatch nor"></span> normal operating range, <span class="swatch proven"></span> proven acceptable range, red line its limits, dashed green the target; a dark mark is a value that the step recorded; a grey dashed line holds readings that were stored at the device and sent later.</p>
            {parts}{NotPerformed(record)}
            """));
    }

    private static Html Step(ExecutedRecord record, Step step, IReadOnlyList<StepTrend> trends)
    {
        var phase = record.Recipe.Phase(step.Phase);
        return Html.Of($"""
            <article class="step" id="step-{step.Key}" data-step="{step.Key}">
            <h5><span class="key">{step.Key}</span> {phase.Title} {Standing(step, phase)}</h5>
            <p class="instruction">{phase.Instruction}</p>
            <dl class="when"><div><dt>Type</dt><dd>{phase.Type}</dd></div>{Equipment(record, phase)}<div><dt>Started</dt><dd>{Wording.Time(step.StartedAt)} by {Wording.Person(record, step.StartedBy)}{Wording.Late(record, step.StartedLate)}</dd></div><div><dt>Completed</dt><dd>{Completed(record, step)}</dd></div>{Limits(phase)}</dl>
            {StepValues.Of(record, step, phase)}
            {StepActs.Of(record, step, phase)}
            {StepActs.Signatures(record, step, phase)}
            {Pictures(record, step, trends)}
            </article>

            """);
    }

    private static Html Standing(Step step, Phase phase)
    {
        var late = step.Late.Any() ? Html.Of($"<span class=\"badge alert\">late entry</span> ") : Html.None;
        var changed = step.Values.Any(value => value.Ordinal > 1) ? Html.Of($"<span class=\"badge alert\">changed after entry</span>") : Html.None;
        changed = Html.Of($"{late}{changed}");
        if (step.Signatures.Any(signature => signature.Lapsed) && phase.Signature is { } meaning)
        {
            var again = step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed);
            return Html.Of($"{changed} <span class=\"badge {(again ? "alert" : "outside")}\">{(again ? "amended, signed again" : "amended and unsigned")}</span>");
        }

        if (step.ReplacedBy is { } instead) return Html.Of($"{changed} <span class=\"badge alert\">ended: {instead} was performed instead</span>");
        return Html.Of($"{changed}{(step.Active ? Html.Of($" <span class=\"badge alert\">not completed</span>") : Html.None)}");
    }

    private static Html Equipment(ExecutedRecord record, Phase phase) => phase.Equipment is { } role
        ? Html.Of($"<div><dt>Equipment</dt><dd>{role}{(phase.EquipmentPhase is { } runs ? $", equipment phase {runs}" : "")}</dd></div>")
        : Html.None;

    private static Html Completed(ExecutedRecord record, Step step) => step.CompletedAt is { } at
        ? Html.Of($"{Wording.Time(at)} by {Wording.Person(record, step.CompletedBy!)}{Wording.Late(record, step.CompletedLate)}")
        : Html.Of($"<span class=\"alert\">not completed</span>");

    private static Html Limits(Phase phase)
    {
        var limits = new List<string>();
        if (phase.MinimumDuration is { } least) limits.Add($"at least {Duration(least)}");
        if (phase.MaximumDuration is { } most) limits.Add($"at most {Duration(most)}");
        foreach (var window in phase.Windows)
            limits.Add($"from the {(window.FromEdge == Edge.Start ? "start" : "end")} of {window.From} to its {(window.To == Edge.Start ? "start" : "end")}"
                + (window.Minimum is { } minimum ? $" at least {Duration(minimum)}" : "") + (window.Maximum is { } maximum ? $" at most {Duration(maximum)}" : ""));
        return limits.Count == 0 ? Html.None : Html.Of($"<div><dt>Time limits</dt><dd>{string.Join("; ", limits)}</dd></div>");
    }

    private static string Duration(TimeSpan time)
    {
        var parts = new List<string>();
        if (time.Days > 0) parts.Add($"{time.Days} d");
        if (time.Hours > 0) parts.Add($"{time.Hours} h");
        if (time.Minutes > 0) parts.Add($"{time.Minutes} min");
        if (time.Seconds > 0 || parts.Count == 0) parts.Add($"{time.Seconds} s");
        return string.Join(' ', parts);
    }

    // One or two readings are told by their value; a line begins with three.
    private static Html Pictures(ExecutedRecord record, Step step, IReadOnlyList<StepTrend> trends) =>
        Html.All(trends.Where(trend => trend.Step == step.Key && trend.Readings.Count >= 3).Select(trend => Html.Of($"""
            <figure>{TrendPicture.Of(trend, record.Offset)}<figcaption>{trend.Parameter.Title} of {trend.Equipment}{(trend.Parameter.Watch ? ", watched during the step" : "")}: {trend.Readings.Count} readings{Limit(trend)}</figcaption></figure>

            """)));

    private static string Limit(StepTrend trend) =>
        trend.Parameter is { Normal.IsOpen: true, Proven.IsOpen: true } ? ""
        : $"; normal {Wording.Range(trend.Parameter.Normal, trend.Parameter.Unit)}, proven {Wording.Range(trend.Parameter.Proven, trend.Parameter.Unit)}";

    private static Html NotPerformed(ExecutedRecord record)
    {
        var performed = record.Steps.Select(step => step.Phase).ToHashSet(StringComparer.Ordinal);
        var passedBy = Sequencing.PassedBy(record.Batch);
        return Html.Of($"""
            <h3>Steps of the master record that were not performed</h3>
            {Tables.Of("Not performed", ["Step", "Title", "Why"],
                record.Recipe.Phases.Where(phase => !performed.Contains(phase.Id)).Select(phase => Row(
                    Html.Of($"{phase.Id}"), Html.Of($"{phase.Title}"),
                    Html.Of($"{(phase.AlternativeTo is { } other ? $"an alternative to {other} that nobody decided on" : record.Batch.Replaced.TryGetValue(phase.Id, out var instead) ? $"{instead} was performed instead" : passedBy.Contains(phase.Id) ? "on a branch that the flow did not take" : record.Batch.Status switch
                    {
                        BatchStatus.Aborted => "the batch was aborted before it",
                        BatchStatus.Completed => "on a branch that the flow did not take",
                        _ => "not reached yet",
                    })}"))),
                "Every step of the master record was performed.")}
            """);
    }
}
