using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Monitoring;

/// <summary>
/// A room or utility leaves the course that its model learned. Decided again here from where the model stands: only the one in force is heard, and one alarm lasts until it
/// is over. It is told to people, and announces a deviation of each batch that is there; it holds nothing.
/// </summary>
/// <param name="Equipment">The item.</param>
/// <param name="Said">What the model says.</param>
/// <param name="Steps">Steps at which the batches in the room stand (<see cref="StepThere.Of"/>).</param>
[AllowedTo(Role.System)]
public sealed record BeginEquipmentAlarm(string Equipment, EquipmentVerdict Said, ImmutableList<StepThere> Steps) : Command<EquipmentMonitoring>
{
    private static readonly StatesOf<MonitoringModel> Models = new("");

    /// <inheritdoc />
    public override string StreamId => Equipment;

    private ReadingsOf? Around => Said.TopTags is [var tag, ..] ? new(Equipment, tag, (Said.OnsetLow ?? Said.Since) - ProcessDrift.Before, Said.Through) : null;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(EquipmentMonitoring state, Performer by, DateTimeOffset at)
    {
        yield return Models;
        foreach (var there in Steps) yield return new StateOf<Batch>(there.Batch);
        if (Around is { } around) yield return around;
    }

    /// <inheritdoc />
    public override Decision<EquipmentMonitoring> Decide(EquipmentMonitoring state, Act act)
    {
        if (ModelLifecycle.InForce(act.Facts.Of(Models), Equipment) is not { } model || model.Name != Said.Model || model.Hash != Said.ModelHash) return Decision<EquipmentMonitoring>.Nothing;
        if (!Said.IsOutside || state.Open is not null || Said.Through <= state.Through) return Decision<EquipmentMonitoring>.Nothing;
        ImmutableList<StepThere> steps = [.. Steps.Where(there => StepThere.Of(act.Facts.Of(new StateOf<Batch>(there.Batch))) == there)];
        return new EquipmentAlarmBegan(Said, new ProcessDrift(What(act.At.Offset), ProcessDrift.EvidenceOf(Around, act)), steps);
    }

    private string What(TimeSpan offset) =>
        Invariant($"{Equipment} left the course that monitoring model {Said.Model} knows, since {Said.Since.ToOffset(offset):yyyy-MM-dd HH:mm zzz}{(Said.TopTags is [var tag, ..] ? $"; most of it in {tag}" : "")}. {Said.Sentence.TrimEnd('.')}");
}

/// <summary>A room or utility alarms.</summary>
/// <param name="Said">What its model says, and what that rests on.</param>
/// <param name="Drift">The deviation of each batch that is there.</param>
/// <param name="Steps">Those steps.</param>
public sealed record EquipmentAlarmBegan(EquipmentVerdict Said, ProcessDrift Drift, ImmutableList<StepThere> Steps) : Event<EquipmentMonitoring>
{
    /// <summary>Who is told: whoever looks after it, the floor and the quality unit.</summary>
    /// <param name="equipment">The item.</param>
    /// <param name="offset">Of the site, from UTC.</param>
    public Notice Notice(string equipment, TimeSpan offset) => new(NoticeKind.EquipmentAlarmed, null, null,
        Invariant($"{equipment} left the course that its monitoring model knows, since {Said.Since.ToOffset(offset):yyyy-MM-dd HH:mm zzz}{(Said.TopTags is [var tag, ..] ? $"; most of it in {tag}" : "")}. Look at it, and at what runs there."),
        [Role.Engineer, Role.Supervisor, Role.QA], Equipment: equipment);

    /// <inheritdoc />
    public override EquipmentMonitoring Apply(EquipmentMonitoring state, Happened when) => state with { Alarms = state.Alarms.Add(new(state.Alarms.Count + 1, when.At, Said, Steps)) };
}
