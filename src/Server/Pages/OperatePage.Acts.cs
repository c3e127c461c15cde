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
        var outcome = await Acts.SendAsync(act, act switch { StartStep start => T["step-started", start.Step], CompleteStep complete => T["step-completed", complete.Step], _ => T["batch-started", Id] });
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
            T["verify-title", DemandWords.Title(demand)], Statements.Entry(batch, key!, entry), "verification", "",
            token => SignedAsync(new VerifyEntry(Id, key!, entry), T["verified", DemandWords.Title(demand)], token));
    }

    private void Sign() => sign.Ask(
        T["sign-title", $"{key} {phase!.Title}"], Statements.Step(batch, key!), phase.Signature!, person?.Id ?? "",
        token => SignedAsync(new SignStep(Id, key!), T["step-signed", phase.Title], token));

    private async Task<Outcome> SignedAsync(Command<Batch> command, string what, string token)
    {
        var outcome = await Acts.SendAsync(command, what, token);
        await AgainAsync();
        return outcome;
    }

    private void Pause() => Reason("pause", T["pause-title"], T["pause-means"], T["why"], T["pause-act"], reason => new PauseBatch(Id, reason));

    private void Resume() => Reason("resume", T["resume-title"], T["resume-means"], T["resume-label"], T["resume-act"], reason => new ResumeBatch(Id, reason));

    private void TakeOver() => Reason("take over", T["take-over-title"], T["take-over-means", Site.NameOf(batch.Responsible)], T["take-over-label"], T["take-over-act"], note => new HandOver(Id, note));

    // The step in hand; else the one that was started last.
    private string? ReportableStep => step?.Key ?? batch.Steps.Values.MaxBy(one => one.StartedAt)?.Key;

    private void Report(bool hold) => Reason(
        hold ? "report and hold" : "report", hold ? T["report-hold-title"] : T["report-title"], hold ? T["report-hold-means", ReportableStep!] : T["report-means", ReportableStep!],
        T["report-label"], T["report-act"], what => new ReportDeviation(Id, ReportableStep!, what, hold));

    private void Abort()
    {
        menus++;
        ask.Ask(new ReasonDialog.Asked(
            T["abort-title"], T["abort-means"], T["why"], T["abort-act"], $"{Id} abort",
            reason =>
            {
                if (string.IsNullOrWhiteSpace(reason)) return Task.FromResult<string?>(T["say-why"]);
                sign.Ask(T["abort-batch", Id], Statements.Abort(batch, reason.Trim()), "abort", person?.Id ?? "",
                    token => SignedAsync(new AbortBatch(Id, reason.Trim()), T["batch-aborted", Id], token));
                return Task.FromResult<string?>(null);
            }));
    }

    private void Reason(string draft, string title, string means, string label, string act, Func<string, Command<Batch>> command)
    {
        menus++;
        ask.Ask(new ReasonDialog.Asked(title, means, label, act, $"{Id} {draft}", reason => GiveAsync(command(reason), title)));
    }

    private async Task<string?> GiveAsync(Command<Batch> command, string what)
    {
        var outcome = await Acts.SendAsync(command, what);
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }
}
