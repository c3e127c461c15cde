using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Confirms one sentence of a step: each act by itself, at its own time (PI 041).</summary>
[AllowedTo(Role.Operator)]
public sealed record Confirm(string BatchId, string Step, string Demand) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, {Demand} confirmed";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<ConfirmationDemand>(state, Step, Demand) is not { } demand) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is not null) return Decision<Batch>.Nothing;
        return new Confirmed(Step, Demand, demand.Text, demand.SecondPerson);
    }
}

/// <summary>A sentence was confirmed.</summary>
public sealed record Confirmed(string Step, string Demand, string Text, bool AwaitsVerification) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "confirmation", Text, when.By, when.At, AwaitsVerification, null) { Late = when.Late }),
    });
}
