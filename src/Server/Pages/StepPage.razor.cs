using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>One executed step: its record, corrections, and what must be verified or signed again.</summary>
public sealed partial class StepPage
{
    private SignDialog sign = null!;
    private Batch batch = Batch.Empty;
    private Step? step;
    private Phase? phase;
    private Performer? person;
    private List<(string Entry, string Title)> again = [];
    private List<RecordedValue> correctable = [];
    private List<CorrectionNotice> corrections = [];
    private IReadOnlyList<PhaseRecord.Announced> deviations = [];
    private bool mustSign;

    /// <summary>The batch.</summary>
    [Parameter] public string Id { get; set; } = "";

    /// <summary>Key of the step, e.g. <c>A21#2</c>.</summary>
    [SupplyParameterFromQuery] public string? Key { get; set; }

    /// <summary>Parameter with whose correction to begin, or null.</summary>
    [SupplyParameterFromQuery] public string? Correct { get; set; }

    /// <summary>Address of a step's page.</summary>
    public static string Of(string batch, string step, string? correct = null) =>
        $"/batches/{batch}/step?key={Uri.EscapeDataString(step)}{(correct is null ? "" : $"&correct={Uri.EscapeDataString(correct)}")}";

    private bool May => person is { } who && Authority.RolesFor(typeof(CorrectValue)).Any(role => who.Holds(role));

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        batch = await Desk.StateAsync<Batch>(Id);
        person ??= await Visit.WhoAsync();
        step = Key is null ? null : batch.Step(Key);
        if (step is null) return;
        phase = batch.Recipe!.Phase(step.Phase);
        var demands = batch.Recipe.Demands(step.Phase);
        again = [.. demands.Select(demand => (Entry: DemandWords.ToVerify(step, demand), Title: DemandWords.Title(demand))).Where(one => one.Entry is not null).Select(one => (one.Entry!, one.Title))];
        mustSign = phase.Signature is { } meaning && step.Signatures.Any(signature => signature.Entry is null && signature.Lapsed)
            && !step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed);
        correctable = [.. phase.Parameters.Where(parameter => !demands.Any(demand => demand is ComputedValueDemand && demand.Name == parameter.Name))
            .Select(parameter => step.Current(parameter.Name)).OfType<RecordedValue>()];
        corrections = [.. batch.Corrections.Where(correction => correction.Step == step.Key)];
        deviations = PhaseRecord.Announced.Of(batch, step.Key, (await Site.DeviationsOfAsync(batch)).Select(one => one.Deviation), Now);
    }

    private async Task<Outcome> GiveAsync(CorrectValue command)
    {
        var outcome = await Acts.SendAsync(command, T["corrected", phase!.Parameter(command.Parameter).Title]);
        await AgainAsync();
        return outcome;
    }

    private void Verify(string entry, string title) => sign.Ask(
        T["verify-title", title], Statements.Entry(batch, step!.Key, entry), "verification", "", token => SignedAsync(new VerifyEntry(Id, step!.Key, entry), T["verified", title], token));

    private void Sign() => sign.Ask(
        T["sign-title", $"{step!.Key} {phase!.Title}"], Statements.Step(batch, step.Key), phase.Signature!, person?.Id ?? "", token => SignedAsync(new SignStep(Id, step!.Key), T["signed", phase.Title], token));

    private async Task<Outcome> SignedAsync(Command<Batch> command, string what, string token)
    {
        var outcome = await Acts.SendAsync(command, what, token);
        await AgainAsync();
        return outcome;
    }
}
