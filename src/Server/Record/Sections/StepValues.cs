using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Record;

/// <summary>The values of one step: each with unit, limits, assessment, source and people; superseded ones struck through and readable.</summary>
internal static class StepValues
{
    public static Html Of(ExecutedRecord record, Step step, Phase phase)
    {
        if (step.Values.IsEmpty) return Html.None;
        var order = phase.Parameters.Select((parameter, index) => (parameter.Name, index)).ToDictionary(place => place.Name, place => place.index);
        var rows = step.Values
            .OrderBy(value => order.GetValueOrDefault(value.Parameter, int.MaxValue)).ThenBy(value => value.Ordinal)
            .Select(value => Row(record, step, phase, value));
        return Html.Of($"""
            <table class="values"><caption>Values of step {step.Key}</caption><thead><tr>{Heads.Select(head => Html.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead>
            {rows}</table>
            """);
    }

    private static readonly string[] Heads = ["Parameter", "Value", "Limits", "Assessment", "Source", "Recorded", "Verified by a second person"];

    private static Html Row(ExecutedRecord record, Step step, Phase phase, RecordedValue value)
    {
        var parameter = phase.Parameters.FirstOrDefault(parameter => parameter.Name == value.Parameter);
        var superseded = value.Ordinal < step.Count(value.Parameter);
        var number = Wording.Number(value.Value, value.Unit);
        var mark = value.Ordinal > 1 ? Html.Of($"<br><span class=\"badge alert\">changed after entry</span>") : Html.None;
        return Html.Of($"""
            <tbody class="value{(superseded ? " superseded" : "")}" data-value="{step.Key}/{value.Parameter}/{value.Ordinal}"><tr>
            <th scope="row">{parameter?.Title ?? value.Parameter}<br><small>{value.Parameter}{Class(parameter)}{(step.Count(value.Parameter) > 1 ? $", entry {value.Ordinal}" : "")}</small></th>
            <td class="number">{(superseded ? Html.Of($"<del>{number}</del><br><small>superseded</small>") : number)}{mark}</td>
            <td>{RangeBar.Of(parameter, value.Value)}<small>{Limits(parameter)}</small></td>
            <td>{Wording.Assessed(value.Assessment, parameter)}</td>
            <td>{Source(value)}</td>
            <td>{Wording.Time(value.At)}<br>{Wording.Person(record, value.By)}{Wording.Late(record, value.Late)}{(value.SourceAt == value.At ? Html.None : Html.Of($"<br><small>true at the source {Wording.Time(value.SourceAt.ToOffset(record.Offset))}</small>"))}</td>
            <td>{Verified(record, step, value)}</td>
            </tr>{Detail(value)}</tbody>

            """);
    }

    private static string Class(Parameter? parameter) =>
        parameter is null ? "" : $", {parameter.Class}, {parameter.Observation.ToString().ToLowerInvariant()}{(parameter.Measurand is { } measurand ? $", {Measurands.Words(measurand)}" : "")}";

    private static Html Limits(Parameter? parameter)
    {
        if (parameter is null) return Html.None;
        var target = parameter.Target is { } aim ? Html.Of($"target {Wording.Legible(aim)} {Wording.UnitText(parameter.Unit)}<br>") : Html.None;
        return Html.Of($"{target}normal {Wording.Range(parameter.Normal, parameter.Unit)}<br>proven {Wording.Range(parameter.Proven, parameter.Unit)}{Estimated(parameter)}");
    }

    // Where a limit comes from, with its data (211.110(b)).
    private static Html Estimated(Parameter parameter) => parameter.Estimate is not { } estimate ? Html.None : Html.Of(
        $"<br>estimated from average {Wording.Legible(estimate.Average)}, variability {Wording.Legible(estimate.Variability)} {Wording.UnitText(parameter.Unit)}, data {estimate.Data}{(estimate.Batches is { } batches ? $", {batches} batches" : "")}{(estimate.Method is { } method ? $", {method}" : "")}");

    private static Html Source(RecordedValue value) => Html.Of($"""
        <span class="{(value.Source == ValueSource.Fallback ? "alert" : "source")}">{(value.Ordinal > 1 ? "correction, " : "")}{Wording.Source(value.Source)}</span>{(value.Equipment is { } item ? Html.Of($" <strong>{item}</strong>") : Html.None)}
        """);

    // How the value came about needs the width of the page.
    private static Html Detail(RecordedValue value)
    {
        var parts = new List<Html>();
        if (value.Reason is { } reason) parts.Add(Html.Of($"reason: <q>{reason}</q>"));
        if (value.Computation is { } computation) parts.Add(Html.Of($"<span class=\"computation\">{computation}</span>"));
        if (!value.Readings.IsEmpty)
            parts.Add(Html.Of($"<small>rests on the readings {Html.Join(" ", value.Readings.Select(address => Html.Of($"<code>{address}</code>")))}</small>"));
        return parts.Count == 0 ? Html.None : Html.Of($"<tr class=\"detail\"><td colspan=\"7\">{Html.Join("<br>", parts)}</td></tr>");
    }

    private static Html Verified(ExecutedRecord record, Step step, RecordedValue value) =>
        record.VerificationOf(step.Key, value.Parameter, value.Ordinal) is { } verified
            ? Html.Of($"{Wording.Time(verified.At)}<br>{verified.Name} <small>({verified.By})</small>")
            : value.AwaitsVerification ? Html.Of($"<span class=\"alert\">not verified</span>")
            : Html.Of($"<small>not asked for</small>");
}
