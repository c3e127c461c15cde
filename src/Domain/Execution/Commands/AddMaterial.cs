using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Adds a scanned lot of a material. A critical addition waits for an independent second person (211.101(d)).</summary>
/// <param name="LotId">The code that was scanned.</param>
/// <param name="Amount">Amount added, in the unit of the demand's amount parameter.</param>
[AllowedTo(Role.Operator)]
public sealed record AddMaterial(string BatchId, string Step, string Demand, string LotId, double Amount, string Unit) : Command<Batch>, IOnPaper
{
    // Lots are counted in decimals, which end at 7.9e28; no lot holds so much of anything.
    private const double Most = 1e20;

    /// <summary>True for an amount that a lot can count.</summary>
    internal static bool IsAmount(double amount) => amount is >= 0 and <= Most;

    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, {Demand}: {Recording.Number(Amount)} {Unit} of lot {LotId} added";

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) => [new StateOf<Lot>(LotId)];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<MaterialDemand>(state, Step, Demand) is not { } demand) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is { } done)
            return new Refusal("recorded", Invariant($"{demand.Material.Title} was added at {done.At:yyyy-MM-dd HH:mm:ss zzz}, lot {done.What}. It is asked for once. To change the amount, correct it with a reason."));
        if (Unit != demand.Amount.Unit || !IsAmount(Amount))
            return new Refusal("unit", $"Give the amount of {demand.Material.Title} in {UnitPrint.Named(demand.Amount.Unit)}, as a number not below zero that a lot can hold.");
        if (act.Facts.Of(new StateOf<Lot>(LotId)).RefusalFor(demand.Material.Name, act.At, (decimal)Amount, Unit) is { } unfit) return unfit;

        var recorded = Recording.Of(state, new ValueRecorded
        {
            Step = Step,
            Parameter = demand.Amount.Name,
            Value = Amount,
            Unit = Unit,
            Assessment = demand.Amount.Assess(Amount),
            Source = ValueSource.Hand,
            SourceAt = act.At,
        }, demand.Amount);
        return recorded.Prepend(new MaterialAdded(Step, Demand, demand.Material.Name, LotId, Amount, Unit, demand.Material.Critical)).ToList();
    }
}

/// <summary>A lot went into the batch.</summary>
public sealed record MaterialAdded(
    string Step, string Demand, string Material, string LotId, double Amount, string Unit, bool AwaitsVerification) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "material", LotId, when.By, when.At, AwaitsVerification, null) { Late = when.Late }),
    });
}
