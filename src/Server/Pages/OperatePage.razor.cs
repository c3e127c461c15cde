using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cellwright.Server.Pages;

/// <summary>The operator's page: one step, one thing in hand, one large act. It sends commands and shows refusals; it decides nothing.</summary>
public sealed partial class OperatePage : LivePage
{
    private sealed record Loud(string Title, string Sentence, string Expected, string Read);

    private readonly Dictionary<string, string> codes = [];
    private DotNetObjectReference<OperatePage>? self;
    private SignDialog sign = null!;
    private ReasonDialog ask = null!;
    private Performer? person;
    private Batch batch = Batch.Empty;
    private Where? row;
    private ImmutableList<(string Key, Phase Phase)> ready = [];
    private List<RunningClock> clocks = [];
    private List<(Parameter Parameter, LiveValue? Value)> watched = [];
    private List<Phase> coming = [];
    private string? chosen, chosenDemand, key, main, why;
    private bool choosing;
    private int menus;
    private Phase? phase;
    private Step? step;
    private Demand? open;
    private Command<Batch>? mainAct;
    private (DateTimeOffset At, string What)? earliest;
    private Loud? loud;

    /// <summary>The batch.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    [Inject] private Live Live { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <summary>A code was scanned anywhere on the page.</summary>
    [JSInvokable]
    public Task Scanned(string code) => InvokeAsync(async () =>
    {
        try
        {
            await ScannedAsync(code.Trim());
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            Acts.Tell(new Outcome(false, Now, "The record cannot be read at the moment. Scan again in a moment."));
        }

        await AgainAsync();
    });

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        person = await Visit.WhoAsync();
        batch = await Desk.StateAsync<Batch>(Id);
        if (batch.Recipe is null) return;
        row = Where.Of(batch, 0);
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

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // It hears a scanner once it knows the batch, which may be after the first picture.
        if (self is not null || batch.Recipe is null) return;
        self = DotNetObjectReference.Create(this);
        await Script.InvokeVoidAsync("cellwright.hear", self);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        self?.Dispose();
        base.Dispose();
    }

    private string UnitTitle => batch.Recipe!.Procedure.First(unit => unit.Operations.Any(operation => operation.Flow.Phases.Contains(phase))).Title;

    private string TitleOf(string excursion) =>
        batch.Recipe!.Phase(StepKey.Phase(excursion[..excursion.IndexOf('/')])).Parameter(excursion[(excursion.IndexOf('/') + 1)..]).Title;

    private bool Unsigned => phase?.Signature is { } meaning && step is { } now
        && !now.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed);

    private string StatusTitle => batch.Status switch
    {
        BatchStatus.Ordered => batch.Recipe!.Title,
        BatchStatus.Paused => "The batch is paused",
        BatchStatus.Completed => "Every step is done",
        BatchStatus.Aborted => "The batch was aborted",
        _ => "No step is open",
    };

    private string StatusWords => batch.Status switch
    {
        BatchStatus.Ordered => "The batch is ordered and waits for a supervisor to start it.",
        BatchStatus.Paused => "A supervisor resumes it, with a reason. Its time limits go on: cells do not pause.",
        BatchStatus.Completed => "The record is complete. Nothing more can be done here but corrections, on the timeline.",
        BatchStatus.Aborted => "What was recorded stays. Nothing more can be done in it.",
        _ => "The recipe waits for a decision. Look at the timeline.",
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
        (BatchStatus.Ordered, _, _) => (new StartBatch(Id), "Start the batch"),
        (BatchStatus.Running, { } at, null) => (new StartStep(Id, at), "Start this step"),
        (BatchStatus.Running, { } at, { }) => (new CompleteStep(Id, at), "Complete this step"),
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

    private Task Choose(string other)
    {
        (chosen, chosenDemand, loud) = (other, null, null);
        return AgainAsync();
    }

    private Task Take(Demand demand)
    {
        chosenDemand = demand.Name;
        return AgainAsync();
    }

    private async Task MainAsync(Command<Batch> act)
    {
        var outcome = await Acts.SendAsync(act, act switch { StartStep start => $"{start.Step} started", CompleteStep complete => $"{complete.Step} completed", _ => $"Batch {Id} started" });
        if (outcome.Saved && act is CompleteStep) (chosen, chosenDemand) = (null, null);
        await AgainAsync();
    }

    private async Task DoAsync(Command<Batch> command, string what)
    {
        var about = $"{Id} {key} ";
        var outcome = await Acts.SendAsync(command, what);
        if (outcome.Saved)
        {
            (chosenDemand, loud) = (null, null);
            codes.Clear();
            await Script.InvokeVoidAsync("cellwright.drop", about);
        }

        await AgainAsync();
    }

    private async Task ScannedAsync(string code)
    {
        if (code == batch.Id || code == batch.ChainOfIdentity || code == batch.OrderNumber)
        {
            Acts.Tell(new Outcome(true, Now, $"{code} is this batch. Reading it again changes nothing."));
            return;
        }

        var wanted = step is null ? [] : phase!.Demands
            .Where(demand => demand is CheckInDemand or MaterialDemand && step.For(demand.Name) is null)
            .OrderBy(demand => demand != open).ToList();
        if (wanted.Count == 0)
        {
            await Alarm(new Loud("Wrong scan", step is null ? "No step is under way that asks for a scan." : "This step asks for no scan now.", "nothing", code));
            return;
        }

        // Several may be open: the one that the code fits is meant, else the one in hand says what is wrong.
        foreach (var demand in wanted)
            if (await FitsAsync(demand, code) is null)
            {
                await Read(demand, code);
                return;
            }

        await Read(wanted[0], code);
    }

    private async Task Read(Demand demand, string code)
    {
        codes.Remove(demand.Name);
        chosenDemand = demand.Name;
        if (code.Length > 0)
        {
            if (demand is CheckInDemand)
            {
                var outcome = await Acts.SendAsync(new CheckInEquipment(Id, key!, demand.Name, code), $"{code} checked in");
                if (outcome.Saved) (loud, chosenDemand) = (null, null);
                else await Alarm(new Loud("Wrong scan", outcome.Sentence, Expected(demand), code));
            }
            else if (await FitsAsync(demand, code) is { } wrong) await Alarm(new Loud("Wrong scan", wrong.Sentence, Expected(demand), code));
            else (codes[demand.Name], loud) = (code, null);
        }

        await AgainAsync();
    }

    private async Task<Refusal?> FitsAsync(Demand demand, string code) => demand switch
    {
        CheckInDemand checkIn => (await Desk.StateAsync<EquipmentItem>(code)).RefusalFor(checkIn.Role.Class, checkIn.Role.Room, Id, Now),
        MaterialDemand material => (await Desk.StateAsync<Lot>(code)).RefusalFor(material.Material.Name, Now, 0, material.Amount.Unit),
        _ => null,
    };

    private static string Expected(Demand demand) => demand switch
    {
        CheckInDemand checkIn => $"a {checkIn.Role.Class}{(checkIn.Role.Room is { } room ? $" in {room}" : "")}, for {checkIn.Role.Name}",
        MaterialDemand material => $"a released lot of {material.Material.Title} ({material.Material.Name})",
        _ => demand.Name,
    };

    private async Task Alarm(Loud what)
    {
        loud = what;
        await Script.InvokeVoidAsync("cellwright.alarm");
    }

    private void Verify(Demand demand) => sign.Ask(
        $"Verify: {DemandWords.Title(demand)}", Statements.Entry(batch, key!, demand.Name), "verification", "",
        token => SignedAsync(new VerifyEntry(Id, key!, demand.Name), $"{DemandWords.Title(demand)} verified", token));

    private void Sign() => sign.Ask(
        $"Sign {key} {phase!.Title}", Statements.Step(batch, key!), phase.Signature!, person?.Id ?? "",
        token => SignedAsync(new SignStep(Id, key!), $"{phase.Title} signed", token));

    private async Task<Outcome> SignedAsync(Command<Batch> command, string what, string token)
    {
        var outcome = await Acts.SendAsync(command, what, token);
        await AgainAsync();
        return outcome;
    }

    private void Correct(Demand demand)
    {
        var value = DemandWords.ValueOf(step!, demand)!;
        ask.Ask(new ReasonDialog.Asked(
            $"Correct {DemandWords.Title(demand)}", $"{Say.Value(value.Value, value.Unit)} stays readable; the new value supersedes it, and a second person verifies it.",
            "Why is it wrong, and how is the right value known?", "Correct it", $"{Id} {key} {value.Parameter} correct",
            (reason, number) => GiveAsync(new CorrectValue(Id, key!, value.Parameter, number, value.Unit, reason), $"{DemandWords.Title(demand)} corrected"), Say.Unit(value.Unit)));
    }

    private void Pause() => Reason("Pause the batch", "Work stops until a supervisor resumes it. Time limits go on.", "Why?", "Pause", reason => new PauseBatch(Id, reason));

    private void Resume() => Reason("Resume the batch", "Work may go on.", "Why may work go on?", "Resume", reason => new ResumeBatch(Id, reason));

    private void TakeOver() => Reason("Take over the batch", $"You become responsible for it, in place of {Site.NameOf(batch.Responsible)}.", "What must the next shift know?", "Take over", note => new HandOver(Id, note));

    // The step in hand; else the one that was started last.
    private string? ReportableStep => step?.Key ?? batch.Steps.Values.MaxBy(one => one.StartedAt)?.Key;

    private void Report(bool hold) => Reason(
        hold ? "Report a deviation and hold the batch" : "Report a deviation", $"The quality unit is told at once{(hold ? ", and nothing goes on until it decides" : "")}. It is recorded for step {ReportableStep}.",
        "What happened, in one sentence?", "Report it", what => new ReportDeviation(Id, ReportableStep!, what, hold));

    private void Abort()
    {
        menus++;
        ask.Ask(new ReasonDialog.Asked(
            "Abort the batch", "The batch ends here for good. What was recorded stays. A supervisor or QA signs.", "Why?", "Go on to sign", $"{Id} abort",
            (reason, _) =>
            {
                if (string.IsNullOrWhiteSpace(reason)) return Task.FromResult<string?>("Say why the batch is aborted.");
                sign.Ask($"Abort batch {Id}", Statements.Abort(batch, reason.Trim()), "abort", person?.Id ?? "",
                    token => SignedAsync(new AbortBatch(Id, reason.Trim()), $"Batch {Id} aborted", token));
                return Task.FromResult<string?>(null);
            }));
    }

    private void Reason(string title, string means, string label, string act, Func<string, Command<Batch>> command)
    {
        menus++;
        ask.Ask(new ReasonDialog.Asked(title, means, label, act, $"{Id} {title}", (reason, _) => GiveAsync(command(reason), title)));
    }

    private async Task<string?> GiveAsync(Command<Batch> command, string what)
    {
        var outcome = await Acts.SendAsync(command, what);
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }
}
