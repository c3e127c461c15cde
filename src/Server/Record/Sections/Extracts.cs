using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.StepTypes;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>What the rule asks to find in one place: line clearance, yields, samples; and how the flow was decided.</summary>
internal static class Extracts
{
    public static Html LineClearance(ExecutedRecord record) => Section("clearance", "Line clearance", Tables.Of(
        "Points checked before use", ["Step", "Point", "Checked", "Verified by a second person"],
        from step in record.Steps
        where record.Recipe.Phase(step.Phase) is LineClearance
        from done in step.Done
        select Row(StepLink(step.Key), Html.Of($"{done.What}"), Html.Of($"{Wording.Time(done.At)}<br>{Wording.Person(record, done.By)}"), Checked(record, step, done)),
        "The steps performed include no line clearance."));

    public static Html Yields(ExecutedRecord record) => Section("yields", "Yields", Tables.Of(
        "Actual against theoretical yield", ["Step", "Actual", "Theoretical", "Per cent of theoretical", "Proven range", "Assessment"],
        from step in record.Steps
        let phase = record.Recipe.Phase(step.Phase) as Yield
        where phase is not null
        let percent = step.Current(phase.Percent)
        select Row(
            StepLink(step.Key), Figure(step, phase.Actual.Parameter), Figure(step, phase.Theoretical.Parameter), Figure(step, phase.Percent),
            Html.Of($"{Wording.Range(phase.Parameter(phase.Percent).Proven, "%")}"),
            percent is null ? Html.None : Wording.Assessed(percent.Assessment, phase.Parameter(phase.Percent))),
        "The steps performed include no yield."));

    public static Html Samples(ExecutedRecord record) => Section("samples", "Samples", Tables.Of(
        "Samples taken", ["Step", "Sample", "Label", "Taken"],
        record.Of<SampleTaken>().Select(taken => Row(
            StepLink(taken.Event.Step),
            Html.Of($"{(record.Recipe.Phase(StepKey.Phase(taken.Event.Step)) as Sample)?.Samples.FirstOrDefault(sample => sample.Name == taken.Event.Demand)?.Title ?? taken.Event.Demand}"),
            Html.Of($"<strong>{taken.Event.Label}</strong>"),
            Wording.Done(record, taken.Entry, taken.Event))),
        "No sample was taken."));

    public static Html Decisions(ExecutedRecord record) => Section("decisions", "Decisions of the flow", Tables.Of(
        "Branches and repetitions, decided on recorded values", ["When", "Node", "Decision", "Because"],
        record.Of<FlowDecided>().Select(decided => Row(
            Wording.Time(decided.Event.Late?.At ?? decided.Entry.At), Html.Of($"{decided.Event.Node}"), Html.Of($"{Branch(record.Recipe, decided.Event)}"), Html.Of($"{decided.Event.Because}"))),
        "The flow had nothing to decide."));

    private static Html Figure(Step step, string parameter) =>
        step.Current(parameter) is { } value ? Wording.Number(value.Value, value.Unit) : Html.Of($"not recorded");

    private static Html Checked(ExecutedRecord record, Step step, Done done) =>
        record.VerificationOf(step.Key, done.Demand) is { } verified
            ? Html.Of($"{Wording.Time(verified.At)}<br>{verified.Name} <small>({verified.By})</small>")
            : Html.Of($"<span class=\"alert\">not verified yet</span>");

    private static string Branch(Recipe recipe, FlowDecided decided)
    {
        var id = StepKey.Phase(decided.Node);
        var choice = recipe.Procedure.SelectMany(unit => unit.Operations).SelectMany(operation => Choices(operation.Flow)).FirstOrDefault(choice => choice.Id == id);
        return choice is null ? (decided.Branch == 1 ? "again" : "done")
            : decided.Branch < choice.Cases.Count ? $"case {decided.Branch + 1}: {choice.Cases[decided.Branch].When.Text}"
            : "otherwise";
    }

    private static IEnumerable<Choice> Choices(FlowNode node) => node switch
    {
        Sequence sequence => sequence.Nodes.SelectMany(Choices),
        Domain.Recipes.Parallel parallel => parallel.Branches.SelectMany(Choices),
        Repeat repeat => Choices(repeat.Body),
        Choice choice => choice.Cases.SelectMany(each => Choices(each.Do)).Concat(Choices(choice.Else)).Prepend(choice),
        _ => [],
    };
}
