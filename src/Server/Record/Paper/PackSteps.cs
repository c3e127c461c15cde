using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Access.Pages;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record.Paper;

/// <summary>Every step that is still to come, with its instruction, limits and times, and a blank for everything that it asks for; decisions with their rule in words.</summary>
internal static class PackSteps
{
    public static Html Of(PackFacts facts)
    {
        var labels = 0;
        var parts = new List<Html>();
        foreach (var coming in StillToCome.Of(facts.Batch)) parts.Add(coming switch
        {
            ComingStep step => Step(facts, step, ref labels),
            ComingSide side => Html.Of($"<h3 class=\"flow\">Side {side.Ordinal} of {side.Of}: these run beside each other, in any order between the sides</h3>\n"),
            ComingBranch { When: { } when } branch => Html.Of($"<h3 class=\"flow\">Decision {branch.Node}: if {Words(facts.Batch.Recipe!, when)} <span class=\"box\"></span> taken</h3>\n"),
            ComingBranch branch => Html.Of($"<h3 class=\"flow\">Decision {branch.Node}: otherwise <span class=\"box\"></span> taken</h3>\n"),
            ComingRound round => Round(facts, round),
            ComingTogether end => Html.Of($"<p class=\"flow end\">{end.What}: go on below.</p>\n"),
            _ => Html.None,
        });
        return Section("to-do", "Still to be done", parts.Count == 0 ? Html.Of($"<p class=\"nothing\">No step is left.</p>") : Html.All(parts));
    }

    private static Html Round(PackFacts facts, ComingRound round) => Html.Of($"""
        <h3 class="flow">After round {round.Iteration}: if {Words(facts.Batch.Recipe!, round.Repeat.Until!)}, go on behind the rounds <span class="box"></span>; otherwise do round {round.Iteration + 1} of at most {round.Repeat.AtMost} <span class="box"></span>{(round.Printed ? "" : ", on a copy of these pages")}</h3>

        """);

    private static Html Step(PackFacts facts, ComingStep coming, ref int labels)
    {
        var (batch, phase) = (facts.Batch, coming.Phase);
        var step = batch.Step(coming.Key);
        var rows = new List<Html>();
        foreach (var demand in batch.Recipe!.Demands(phase.Id)) rows.Add(Line(facts, step, demand, ref labels));
        return Html.Of($"""
            <article class="step" data-step="{coming.Key}">
            <div class="head"><div><h4><span class="key">{coming.Key}</span> {phase.Title}</h4>
            <p class="instruction">{phase.Instruction}</p>
            <dl class="when">{Fact("Type", phase.Type)}{Equipment(batch, phase)}{Times(batch, coming.Key, phase)}</dl></div>
            <div class="code">{new Html(QrCode.Svg($"{facts.Number}/{coming.Key}", $"{facts.Number}/{coming.Key}"))}<small>{facts.Number}/{coming.Key}</small></div></div>
            <p class="start">{(step is null ? Html.Of($"Started: date and time <span class=\"line\"></span> by <span class=\"line short\"></span>") : Html.Of($"Started {Wording.Time(step.StartedAt)} by {PackPaper.Name(facts, step.StartedBy)}"))}</p>
            {(rows.Count == 0 ? Html.None : Html.Of($"<table class=\"demands\"><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Value, lot or label</th><th scope=\"col\">Date and time</th><th scope=\"col\">Done by</th><th scope=\"col\">Verified by</th></tr></thead><tbody>{rows}</tbody></table>"))}
            <p class="start">{(phase.Signature is { } meaning ? Html.Of($"Signature ({meaning}) <span class=\"line\"></span> ") : Html.None)}Completed: date and time <span class="line"></span> by <span class="line short"></span></p>
            </article>

            """);
    }

    private static Html Line(PackFacts facts, Step? step, Demand demand, ref int labels)
    {
        var recipe = facts.Batch.Recipe!;
        var (what, blank, second) = demand switch
        {
            EquipmentValueDemand value => (Value(value.Parameter, "read at the device"), Unit(value.Parameter), true),
            HandValueDemand value => (Value(value.Parameter, null), Unit(value.Parameter), value.SecondPerson),
            ComputedValueDemand value => (Html.Of($"{Value(value.Parameter, null)}<small>compute {Words(recipe, value.Formula)}; the server computes it again</small>"), Unit(value.Parameter), false),
            MaterialDemand material => (Html.Of($"<strong>Add {material.Material.Title}</strong>{(material.Material.Critical ? Html.Of($" <span class=\"badge\">critical</span>") : Html.None)}<br>{Value(material.Amount, null)}"), Html.Of($"lot <span class=\"line\"></span><br>{Unit(material.Amount)}"), material.Material.Critical),
            ConfirmationDemand confirmation => (Html.Of($"{confirmation.Text}"), Html.Of($"<span class=\"box\"></span> it is so"), confirmation.SecondPerson),
            SampleDemand sample => (Html.Of($"Sample: <strong>{sample.Title}</strong>"), Html.Of($"label <strong>{PackNumber.Label(facts.Number, ++labels)}</strong>"), false),
            CheckInDemand checkIn => (Html.Of($"Check in <strong>{checkIn.Role.Name}</strong><small>a {checkIn.Role.Class}{(checkIn.Role.Room is { } room ? $" in {room}" : "")}; look at calibration and cleaning on its label</small>"), Html.Of($"item <span class=\"line\"></span>"), false),
            CheckOutDemand checkOut => (Html.Of($"Check out <strong>{checkOut.Role.Name}</strong>"), Html.Of($"<span class=\"box\"></span> given back"), false),
            _ => (Html.Of($"{demand.Name}"), Html.None, false),
        };
        var parameter = demand switch { EquipmentValueDemand value => value.Parameter, HandValueDemand value => value.Parameter, ComputedValueDemand value => value.Parameter, _ => null };
        if (step is not null && Completeness.IsMet(step, demand)) return Recorded(facts, step, what, parameter, demand);
        return Row(what, blank, Html.None, Html.None, second ? Html.None : Html.Of($"<small>not asked for</small>"));
    }

    private static Html Recorded(PackFacts facts, Step step, Html what, Parameter? parameter, Demand demand)
    {
        if (parameter is not null && step.Current(parameter.Name) is { } value)
            return Row(what, Html.Of($"recorded: {Wording.Number(value.Value, value.Unit)}"), Wording.Time(value.At), Html.Of($"{PackPaper.Name(facts, value.By)}"), Html.None);
        var done = step.For(demand.Name)!;
        return Row(what, Html.Of($"recorded{(done.Kind == "confirmation" ? "" : $": {done.What}")}"), Wording.Time(done.At), Html.Of($"{PackPaper.Name(facts, done.By)}"), Html.Of($"{(done.VerifiedBy is { } second ? PackPaper.Name(facts, second) : "")}"));
    }

    private static Html Value(Parameter parameter, string? how)
    {
        var target = parameter.Target is { } aim ? $"target {Wording.Legible(aim)} {Wording.UnitText(parameter.Unit)}; " : "";
        var limits = parameter is { Normal.IsOpen: true, Proven.IsOpen: true } ? "no limit set" : $"normal {Wording.Range(parameter.Normal, parameter.Unit)}; proven {Wording.Range(parameter.Proven, parameter.Unit)}";
        return Html.Of($"<strong>{parameter.Title}</strong>{(how is null ? "" : $", {how}")}{(parameter.Taking == Taking.Single ? "" : $", over {(parameter.Window is { } window ? Domain.Execution.Words.Of(window) : "the step")}")}{(parameter.Watch ? ", watched during the step" : "")}<small>{target}{limits}</small>");
    }

    private static Html Unit(Parameter parameter) => Html.Of($"<span class=\"line short\"></span> {Wording.UnitText(parameter.Unit)}");

    private static Html Fact(string head, string text) => Html.Of($"<div><dt>{head}</dt><dd>{text}</dd></div>");

    private static Html Equipment(Batch batch, Phase phase) => phase.Equipment is not { } role ? Html.None
        : Fact("Equipment", $"{role}{(batch.Equipment.TryGetValue(role, out var item) ? $": {item}" : "")}{(phase.EquipmentPhase is { } runs ? $"; start and stop {runs} at the device" : "")}");

    private static Html Times(Batch batch, string key, Phase phase)
    {
        var limits = new List<string>();
        if (phase.MinimumDuration is { } least) limits.Add($"lasts at least {Domain.Execution.Words.Of(least)}");
        if (phase.MaximumDuration is { } most) limits.Add($"lasts at most {Domain.Execution.Words.Of(most)}");
        foreach (var window in phase.Windows)
            limits.Add($"its {(window.To == Edge.Start ? "start" : "end")} after the {(window.FromEdge == Edge.Start ? "start" : "end")} of {window.From}:"
                + (window.Minimum is { } minimum ? $" at least {Domain.Execution.Words.Of(minimum)}" : "") + (window.Maximum is { } maximum ? $" at most {Domain.Execution.Words.Of(maximum)}" : ""));
        var edge = batch.Step(key) is null ? Edge.Start : Edge.End;
        if (Clocks.NotBefore(batch, key, phase, edge) is { } earliest) limits.Add($"not before {Wording.Plain(earliest.At)}");
        limits.AddRange(Clocks.Running(batch).Where(clock => clock.Step == key || clock.Step == phase.Id).Select(clock => $"must {(clock.Edge == Edge.Start ? "start" : "end")} until {Wording.Plain(clock.Until)}"));
        return limits.Count == 0 ? Html.None : Fact("Time limits", string.Join("; ", limits));
    }

    // The formula with the titles of what it refers to, which an operator knows, in the place of its references.
    private static string Words(Recipe recipe, Formula formula) => formula.References.Aggregate(formula.Text, (text, reference) =>
    {
        var slash = reference.LastIndexOf('/');
        var phase = recipe.Phases.FirstOrDefault(phase => phase.Id == reference[..slash]);
        var title = phase?.Parameters.FirstOrDefault(parameter => parameter.Name == reference[(slash + 1)..])?.Title ?? reference;
        return text.Replace($"[{reference}]", $"{title} (step {reference[..slash]})", StringComparison.Ordinal);
    });
}
