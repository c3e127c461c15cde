using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Pages.Parts;
using Microsoft.JSInterop;

namespace Cellwright.Server.Pages;

/// <summary>What is pressed: the one act, the demand in hand, signatures, and what is done with the batch as a whole.</summary>
public sealed partial class OperatePage
{
    private SignDialog sign = null!;
    private ReasonDialog ask = null!;

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

    private void Verify(Demand demand)
    {
        var entry = DemandWords.ToVerify(step!, demand)!;
        sign.Ask(
            $"Verify: {DemandWords.Title(demand)}", Statements.Entry(batch, key!, entry), "verification", "",
            token => SignedAsync(new VerifyEntry(Id, key!, entry), $"{DemandWords.Title(demand)} verified", token));
    }

    private void Sign() => sign.Ask(
        $"Sign {key} {phase!.Title}", Statements.Step(batch, key!), phase.Signature!, person?.Id ?? "",
        token => SignedAsync(new SignStep(Id, key!), $"{phase.Title} signed", token));

    private async Task<Outcome> SignedAsync(Command<Batch> command, string what, string token)
    {
        var outcome = await Acts.SendAsync(command, what, token);
        await AgainAsync();
        return outcome;
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
            reason =>
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
        ask.Ask(new ReasonDialog.Asked(title, means, label, act, $"{Id} {title}", reason => GiveAsync(command(reason), title)));
    }

    private async Task<string?> GiveAsync(Command<Batch> command, string what)
    {
        var outcome = await Acts.SendAsync(command, what);
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }
}
