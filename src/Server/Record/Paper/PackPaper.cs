using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Paper;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record.Paper;

/// <summary>The paper on which work goes on while the server is down: one HTML file that needs nothing else, for A4. Pure.</summary>
public static class PackPaper
{
    /// <summary>Writes the pack.</summary>
    public static string Write(PackFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return PrintedPage.Of(
            $"Paper pack {facts.Number}", "pack.css",
            new PrintedPage.Margins(
                $"Paper pack {facts.Number}, batch {facts.Batch.Id}",
                $"order {facts.Batch.OrderNumber}, patient {facts.Batch.ChainOfIdentity ?? "none"}",
                $"{facts.Batch.Recipe!.Name}, record version {facts.Batch.Version} of {Wording.Plain(facts.RecordedAt)}"),
            PackCover.Of(facts),
            Html.Of($"""
            {Done(facts)}
            {PackSteps.Of(facts)}
            {Section("deviations", "Deviations seen while working on paper", Html.Of($"<p>Write down what was out of order, in which step, and what was done about it at once. Every line is entered as a deviation.</p>{Blank(["Step", "What happened, and what was done", "Date and time", "By"], 8, "deviations")}"))}
            """));
    }

    /// <summary>A table of empty lines.</summary>
    internal static Html Blank(IReadOnlyList<string> heads, int lines, string kind) => Html.Of($"""
        <table class="blank {kind}"><thead><tr>{heads.Select(head => Html.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead><tbody>
        {Enumerable.Repeat(Html.Of($"<tr>{heads.Select(_ => Html.Of($"<td></td>"))}</tr>\n"), lines)}</tbody></table>
        """);

    /// <summary>Printed name and user id.</summary>
    internal static string Name(PackFacts facts, string id) => facts.Names.TryGetValue(id, out var name) ? $"{name} ({id})" : id;

    private static Html Done(PackFacts facts) => Section("done", "Done so far, as the record has it", Tables.Of(
        "Steps that are completed", ["Step", "Started", "Completed", "Recorded"],
        facts.Batch.Steps.Values.Where(step => !step.Active).OrderBy(step => step.Number).Select(step => Row(
            Html.Of($"<strong>{step.Key}</strong> {facts.Batch.Recipe!.Phase(step.Phase).Title}"),
            Html.Of($"{Wording.Time(step.StartedAt)}<br>{Name(facts, step.StartedBy)}"),
            Html.Of($"{Wording.Time(step.CompletedAt!.Value)}<br>{Name(facts, step.CompletedBy!)}{(step.ReplacedBy is { } instead ? $"; {instead} is performed instead" : "")}"),
            Recorded(facts.Batch, step))),
        "No step is completed yet."));

    private static Html Recorded(Batch batch, Step step)
    {
        var phase = batch.Recipe!.Phase(step.Phase);
        return Html.Join("<br>", step.Values.Where(value => step.Current(value.Parameter) == value)
            .Select(value => Html.Of($"{phase.Parameters.FirstOrDefault(parameter => parameter.Name == value.Parameter)?.Title ?? value.Parameter}: {Wording.Number(value.Value, value.Unit)}"))
            .Concat(step.Done.Where(done => done.Kind != "confirmation").Select(done => Html.Of($"{done.Kind}: {done.What}"))));
    }
}
