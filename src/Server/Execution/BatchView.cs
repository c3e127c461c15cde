using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Execution;

/// <summary>A batch as a client sees it: where it stands, what can be done now, what it waits for.</summary>
public sealed record BatchView(
    string Id, long Version, string Status, string Product, string Recipe, string RecipeHash, string OrderNumber, string? ChainOfIdentity,
    DateTimeOffset OrderedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string Responsible,
    IReadOnlyList<StepView> Open, IReadOnlyList<StepView> Performed, IReadOnlyList<Hold> Holds, IReadOnlyList<DeviationNotice> Deviations,
    IReadOnlyList<RunningClock> Clocks, IReadOnlyDictionary<string, string> Equipment, int PhasesInRecipe, bool Rehearsal = false)
{
    /// <summary>The view of a batch at a version.</summary>
    public static BatchView Of(Batch batch, long version)
    {
        var recipe = batch.Recipe!;
        return new BatchView(
            batch.Id, version, batch.Status.ToString(), recipe.Product, recipe.Name, recipe.Hash, batch.OrderNumber, batch.ChainOfIdentity,
            batch.OrderedAt, batch.StartedAt, batch.EndedAt, batch.Responsible,
            [.. Sequencing.Of(batch).Ready.Select(ready => StepView.Of(batch, ready.Key, ready.Phase))],
            [.. batch.Steps.Values.Where(step => !step.Active).OrderBy(step => step.CompletedAt).ThenBy(step => step.StartedAt).Select(step => StepView.Of(batch, step.Key, recipe.Phase(step.Phase)))],
            [.. batch.Holds.Values], batch.Deviations, [.. Domain.Execution.Clocks.Running(batch)], batch.Equipment, recipe.Phases.Count(), batch.Rehearsal);
    }
}

/// <summary>A step: open (startable or active) or performed.</summary>
public sealed record StepView(
    string Key, string Phase, string Title, string Type, string Instruction, DateTimeOffset? StartedAt, string? StartedBy,
    DateTimeOffset? CompletedAt, DateTimeOffset? NotBefore, Phrase? NotBeforeBecause, string? Signature,
    IReadOnlyList<Phrase> Missing, IReadOnlyList<DemandView> Demands, IReadOnlyList<RecordedValue> Values, IReadOnlyList<Done> Done,
    IReadOnlyList<StepSignature> Signatures)
{
    /// <summary>The view of a step, started or not.</summary>
    public static StepView Of(Batch batch, string key, Phase phase)
    {
        var step = batch.Step(key);
        var earliest = Clocks.NotBefore(batch, key, phase, step is null ? Edge.Start : Edge.End);
        return new StepView(
            key, phase.Id, phase.Title, phase.Type, phase.Instruction, step?.StartedAt, step?.StartedBy, step?.CompletedAt,
            earliest?.At, earliest?.What, phase.Signature, [.. Completeness.Missing(batch, key)],
            [.. phase.Demands.Select(demand => DemandView.Of(step, demand))],
            step?.Values ?? [], step?.Done ?? [], step?.Signatures ?? []);
    }
}

/// <summary>One thing that a step asks for.</summary>
/// <param name="Name">Name that commands refer to.</param>
/// <param name="Kind">Kind of demand, e.g. <c>equipment-value</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">UCUM unit, where a number is asked for.</param>
/// <param name="Target">Set point, or null.</param>
/// <param name="Normal">Normal operating range.</param>
/// <param name="Proven">Proven acceptable range.</param>
/// <param name="Subject">Material, equipment role or tag concerned.</param>
/// <param name="Class">Equipment class asked for at a check-in.</param>
/// <param name="Met">True when it is recorded and verified.</param>
/// <param name="AwaitsVerification">True when it is recorded and a second person must still verify it.</param>
public sealed record DemandView(
    string Name, string Kind, string Title, string? Unit, double? Target, Limits? Normal, Limits? Proven, string? Subject, string? Class,
    bool Met, bool AwaitsVerification)
{
    internal static DemandView Of(Step? step, Demand demand)
    {
        var met = step is not null && Completeness.IsMet(step, demand);
        var awaits = step?.Current(demand.Name)?.AwaitsVerification ?? step?.For(demand.Name)?.AwaitsVerification ?? false;
        return demand switch
        {
            EquipmentValueDemand value => Value("equipment-value", value.Parameter, value.Parameter.Tag),
            HandValueDemand value => Value("hand-value", value.Parameter, null),
            ComputedValueDemand value => Value("computed-value", value.Parameter, value.Formula.Text),
            MaterialDemand material => Value("material", material.Amount, material.Material.Name) with { Name = material.Name, Title = material.Material.Title },
            ConfirmationDemand confirmation => Plain("confirmation", confirmation.Text, null, null),
            SampleDemand sample => Plain("sample", sample.Title, null, null),
            CheckInDemand checkIn => Plain("check-in", checkIn.Role.Name, checkIn.Role.Name, checkIn.Role.Class),
            CheckOutDemand checkOut => Plain("check-out", checkOut.Role.Name, checkOut.Role.Name, checkOut.Role.Class),
            _ => Plain(demand.GetType().Name, demand.Name, null, null),
        };

        DemandView Value(string kind, Parameter parameter, string? of) =>
            new(parameter.Name, kind, parameter.Title, parameter.Unit, parameter.Target, parameter.Normal, parameter.Proven, of, null, met, awaits);

        DemandView Plain(string kind, string title, string? of, string? @class) =>
            new(demand.Name, kind, title, null, null, null, null, of, @class, met, awaits);
    }
}
