using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cellwright.Server.Pages;

/// <summary>The operator's page: one step, one thing in hand, one large act. It sends commands and shows refusals; it decides nothing.</summary>
public sealed partial class OperatePage : LivePage
{
    private Performer? person;
    private Batch batch = Batch.Empty;
    private Where? row;
    private ImmutableList<(string Key, Phase Phase)> ready = [];
    private List<RunningClock> clocks = [];
    private List<(Parameter Parameter, LiveValue? Value)> watched = [];
    private List<Phase> coming = [];
    private List<Deviation> undecided = [];
    private string? chosen, chosenDemand, key, main, why;
    private bool choosing;
    private int menus;
    private Phase? phase;
    private Step? step;
    private Demand? open;
    private Command<Batch>? mainAct;
    private (DateTimeOffset At, Phrase What)? earliest;

    /// <summary>The batch.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    [Inject] private Live Live { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        person = await Visit.WhoAsync();
        // All of it is read before any of it is shown.
        var read = await Desk.StateAsync<Batch>(Id);
        var announced = await Site.DeviationsOfAsync(read);
        (batch, undecided) = (read, [.. announced.Select(one => one.Deviation).Where(deviation => deviation.Status == DeviationStatus.Open)]);
        if (batch.Recipe is null) return;
        row = Where.Of(batch, undecided.Count, [.. undecided.Where(deviation => deviation.Shelved)]);
        ready = batch.Status == BatchStatus.Running ? Sequencing.Of(batch).Ready : [];
        if (chosen is not null && ready.All(one => one.Key != chosen)) chosen = null;
        var active = ready.Where(one => batch.Step(one.Key) is not null).ToList();
        key = chosen ?? (active.Count == 1 ? active[0].Key : ready.Count == 1 ? ready[0].Key : null);
        choosing = key is null && ready.Count > 0;
        phase = key is null ? null : batch.Recipe.Phase(StepKey.Phase(key));
        step = key is null ? null : batch.Step(key);
        open = step is null ? null : Open(step, phase!);
        watched = [.. (step is null ? [] : phase!.Parameters).Where(parameter => parameter.Watch).Select(parameter => (parameter, LiveOf(parameter)))];
        clocks = [.. Clocks.Running(batch).OrderBy(clock => clock.Step != key).Take(3)];
        earliest = phase is null ? null : Clocks.NotBefore(batch, key!, phase, step is null ? Edge.Start : Edge.End);
        coming = Coming();
        (mainAct, main) = MainAct();
        why = mainAct is null || person is null ? null : WhyNot(mainAct);
    }

    private string UnitTitle => batch.Recipe!.Procedure.First(unit => unit.Operations.Any(operation => operation.Flow.Phases.Contains(phase))).Title;

    private string TitleOf(string excursion) =>
        batch.Recipe!.Phase(StepKey.Phase(excursion[..excursion.IndexOf('/')])).Parameter(excursion[(excursion.IndexOf('/') + 1)..]).Title;

    private bool Unsigned => phase?.Signature is { } meaning && step is { } now
        && !now.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed);

    private string StatusTitle => batch.Status switch
    {
        BatchStatus.Ordered => batch.Recipe!.Title,
        BatchStatus.Paused => T["paused-title"],
        BatchStatus.Completed => T["completed-title"],
        BatchStatus.Aborted => T["aborted-title"],
        _ => T["no-step-title"],
    };

    private string StatusWords => batch.Status switch
    {
        BatchStatus.Ordered => T["ordered-words"],
        BatchStatus.Paused => T["paused-words"],
        BatchStatus.Completed => T["completed-words"],
        BatchStatus.Aborted => T["aborted-words"],
        _ => T["no-step-words"],
    };

    // What the record has, until somebody does something on this page.
    private string? Stands => (batch.Status, step) switch
    {
        (BatchStatus.Ordered, _) => T["not-started"],
        (BatchStatus.Running, { } now) => Recorded([.. phase!.Demands.Select(demand => DemandWords.Entry(now, demand)?.At).OfType<DateTimeOffset>()]),
        (BatchStatus.Running, null) => key is null ? null : T["step-not-started"].Value,
        _ => StatusTitle,
    };

    private string Recorded(List<DateTimeOffset> entries) => entries.Count switch
    {
        0 => T["none-recorded"],
        1 => T["one-recorded", Say.Time(entries[0], Now)],
        _ => T["recorded", entries.Count, Say.Time(entries.Max(), Now)],
    };

    // What is in hand: what was chosen, else the first thing that is not there yet.
    private Demand? Open(Step now, Phase of)
    {
        var todo = of.Demands.Where(demand => !Completeness.IsMet(now, demand) && !DemandWords.AwaitsVerification(now, demand)).ToList();
        return todo.FirstOrDefault(demand => demand.Name == chosenDemand) ?? todo.FirstOrDefault();
    }

    private List<Phase> Coming()
    {
        var passed = Sequencing.PassedBy(batch);
        var all = batch.Recipe!.Phases.ToList();
        var here = phase is null ? -1 : all.IndexOf(phase);
        return [.. all.Skip(here + 1).Where(next => !passed.Contains(next.Id) && ready.All(one => one.Phase.Id != next.Id)
            && !batch.Steps.Values.Any(done => done.Phase == next.Id)).Take(4)];
    }

    private (Command<Batch>?, string?) MainAct() => (batch.Status, key, step) switch
    {
        (BatchStatus.Ordered, _, _) => (new StartBatch(Id), T["start-batch"]),
        (BatchStatus.Running, { } at, null) => (new StartStep(Id, at), T["start-step"]),
        (BatchStatus.Running, { } at, { }) => (new CompleteStep(Id, at), T["complete-step"]),
        _ => (null, null),
    };

    // The server's own sentence, by its own rule, before anybody presses.
    private string? WhyNot(Command<Batch> command) =>
        (Authority.RefusalFor(command, person!)
            ?? command.Decide(batch, new Act(person!, Desk.Now, "page", Guid.Empty, null, Facts.None)).Refusal)?.Sentence;

    private LiveValue? LiveOf(Demand demand) => demand is EquipmentValueDemand value ? LiveOf(value.Parameter) : null;

    private LiveValue? LiveOf(Parameter parameter) =>
        parameter.Tag is { } tag && batch.Equipment.TryGetValue(parameter.From ?? phase?.Equipment ?? "", out var item)
            ? Live.Latest(item, tag)
            : null;
}
