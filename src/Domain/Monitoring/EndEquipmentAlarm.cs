using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Monitoring;

/// <summary>A room or utility is back, as the model in force says; or nothing follows it any more that could say so.</summary>
/// <param name="Equipment">The item.</param>
/// <param name="Said">What the model in force says; null where there is none.</param>
[AllowedTo(Role.System)]
public sealed record EndEquipmentAlarm(string Equipment, EquipmentVerdict? Said) : Command<EquipmentMonitoring>
{
    private static readonly StatesOf<MonitoringModel> Models = new("");

    /// <inheritdoc />
    public override string StreamId => Equipment;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(EquipmentMonitoring state, Performer by, DateTimeOffset at) => [Models];

    /// <inheritdoc />
    public override Decision<EquipmentMonitoring> Decide(EquipmentMonitoring state, Act act)
    {
        if (state.Open is not { } open) return Decision<EquipmentMonitoring>.Nothing;
        var model = ModelLifecycle.InForce(act.Facts.Of(Models), Equipment);
        if (Said is null)
            return model is null ? new EquipmentAlarmEnded(null, $"{open.Began.Model} was retired, and no model follows {Equipment} any more.") : Decision<EquipmentMonitoring>.Nothing;
        return model?.Name == Said.Model && model.Hash == Said.ModelHash && !Said.IsOutside && Said.Through > state.Through
            ? new EquipmentAlarmEnded(Said, Said.Sentence)
            : Decision<EquipmentMonitoring>.Nothing;
    }
}

/// <summary>The alarm of a room or utility is over.</summary>
/// <param name="Said">What the model says; null where none follows it any more.</param>
/// <param name="Because">Why.</param>
public sealed record EquipmentAlarmEnded(EquipmentVerdict? Said, string Because) : Event<EquipmentMonitoring>
{
    /// <inheritdoc />
    public override EquipmentMonitoring Apply(EquipmentMonitoring state, Happened when) => state.Open is { } open
        ? state with { Alarms = state.Alarms.SetItem(open.Ordinal - 1, open with { EndedAt = when.At, Ended = Said, Because = Because }) }
        : state;
}
