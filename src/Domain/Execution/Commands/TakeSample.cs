using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Takes a sample; its label is given by the server so that it can never be used twice.</summary>
[AllowedTo(Role.Operator)]
public sealed record TakeSample(string BatchId, string Step, string Demand) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<SampleDemand>(state, Step, Demand) is null) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is not null) return Decision<Batch>.Nothing;
        var taken = state.Steps.Values.Sum(step => step.Done.Count(done => done.Kind == "sample"));
        return new SampleTaken(Step, Demand, $"{BatchId}-S{taken + 1}");
    }
}

/// <summary>A sample was taken and labelled.</summary>
public sealed record SampleTaken(string Step, string Demand, string Label) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "sample", Label, when.By, when.At, false, null)),
    });
}
