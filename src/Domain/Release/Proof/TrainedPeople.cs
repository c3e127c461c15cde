using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Whoever performed, verified or signed was trained on this version of the recipe at that moment (11.10(i), 211.25).</summary>
internal sealed class TrainedPeople : ProofRule
{
    public override string Name => "training";

    public override string Title => "Everybody trained on this version when they acted";

    public override string Basis => "11.10(i), 211.25(a)";

    public override IEnumerable<Check> At(Moment moment)
    {
        var (subject, who) = moment.Line.Happened switch
        {
            StepStarted started => (started.Step, moment.Line.DoneBy),
            StepCompleted completed => (completed.Step, moment.Line.DoneBy),
            ValueRecorded value => ($"{value.Step}/{value.Parameter}", moment.Line.DoneBy),
            Confirmed confirmed => ($"{confirmed.Step}/{confirmed.Demand}", moment.Line.DoneBy),
            MaterialAdded added => ($"{added.Step}/{added.Demand}", moment.Line.DoneBy),
            SampleTaken taken => ($"{taken.Step}/{taken.Demand}", moment.Line.DoneBy),
            EquipmentCheckedIn used => ($"{used.Step}/{used.Demand}", moment.Line.DoneBy),
            EquipmentCheckedOut given => ($"{given.Step}/{given.Demand}", moment.Line.DoneBy),
            EntryVerified verified => ($"{verified.Step}/{verified.Entry}", verified.Verifier),
            StepSigned signed => (signed.Step, signed.Signer),
            _ => ("", ""),
        };
        if (subject.Length == 0 || who == Performer.System.Id || moment.Batch.Recipe is not { } recipe) yield break;
        var person = moment.Before.Person(who);
        var until = person.TrainedUntil.TryGetValue(recipe.Name, out var day) ? Invariant($"trained until {day:yyyy-MM-dd}") : "no training on record";
        yield return Of(moment, subject, $"{person.Name} ({who}), {until}", person.ToPerformer().IsTrained(recipe.Name, moment.Line.DoneAt) ? null : $"no training on {recipe.Name} in force");
    }
}
