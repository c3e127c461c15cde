using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Records a value that a person read. Where a tag is bound it is a declared fallback: a reason, and a second person.</summary>
/// <param name="FallbackReason">Why the tag cannot give it; required where a tag is bound, refused elsewhere.</param>
[AllowedTo(Role.Operator)]
public sealed record RecordByHand(
    string BatchId, string Step, string Parameter, double Value, string Unit, string? FallbackReason) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, {Parameter}: {Recording.Number(Value)} {Unit}{(FallbackReason is null ? "" : $", in place of equipment: {FallbackReason}")}";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        var byHand = Rules.Demand<HandValueDemand>(state, Step, Parameter);
        var bound = Rules.Demand<EquipmentValueDemand>(state, Step, Parameter);
        if ((byHand?.Parameter ?? bound?.Parameter) is not { } parameter) return Rules.NotAsked(Step, Parameter);
        if (state.Step(Step)!.Current(Parameter) is not null)
            return new Refusal("recorded", $"{parameter.Title} is recorded already. To change it, correct it with a reason.");
        if (!double.IsFinite(Value))
            return new Refusal("value", $"{parameter.Title} needs a number. Type it as you read it.");
        if (Unit != parameter.Unit)
            return new Refusal("unit", $"{parameter.Title} is recorded in {parameter.Unit}, not in {Unit}. Convert it, or read it again.");
        if (bound is not null && string.IsNullOrWhiteSpace(FallbackReason))
            return new Refusal("fallback", $"{parameter.Title} comes from equipment. To enter it by hand, give the reason; a second person must verify it.");

        if (bound is null && !string.IsNullOrWhiteSpace(FallbackReason))
            return new Refusal("fallback", $"{parameter.Title} is entered by hand as the master record says: it falls back on nothing. Leave the reason out.");

        return Recording.Of(state, new ValueRecorded
        {
            Step = Step,
            Parameter = Parameter,
            Value = Value,
            Unit = Unit,
            Assessment = parameter.Assess(Value),
            Source = bound is null ? ValueSource.Hand : ValueSource.Fallback,
            Reason = bound is null ? null : FallbackReason!.Trim(),
            SourceAt = act.At,
            // What a display showed then nobody can verify now; that the paper says so, the second person of the transcription has verified.
            AwaitsVerification = bound is not null ? act.Pack is null : byHand!.SecondPerson,
        }, parameter);
    }
}
