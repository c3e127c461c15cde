using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Takes a sample; its label is given by the server so that it can never be used twice.</summary>
/// <param name="Label">Label of a paper pack that the sample bears already; null where the server gives one.</param>
[AllowedTo(Role.Operator)]
public sealed record TakeSample(string BatchId, string Step, string Demand, string? Label = null) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, sample {Demand} taken{(Label is null ? "" : $", label {Label}")}";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<SampleDemand>(state, Step, Demand) is null) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is not null) return Decision<Batch>.Nothing;
        if (Label is not null && act.Pack is null)
            return new Refusal("label", "The server gives the label. Leave it out: only a sample that was taken on paper brings one of its own.");
        if (Label is not null && !PackNumber.IsLabel(BatchId, Label))
            return new Refusal("label", $"{Label} is no label of a paper pack of batch {BatchId}. Type it as the pack prints it, e.g. {PackNumber.Of(BatchId, state.Version)}-S1.");
        if (Label is not null && state.Steps.Values.Any(step => step.Done.Any(done => done.Kind == "sample" && done.What == Label)))
            return new Refusal("label", $"The label {Label} is on another sample already. Look at the tube and at the paper.");
        var taken = state.Steps.Values.Sum(step => step.Done.Count(done => done.Kind == "sample"));
        return new SampleTaken(Step, Demand, Label ?? $"{BatchId}-S{taken + 1}");
    }
}

/// <summary>A sample was taken and labelled.</summary>
public sealed record SampleTaken(string Step, string Demand, string Label) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "sample", Label, when.By, when.At, false, null) { Late = when.Late }),
    });
}
