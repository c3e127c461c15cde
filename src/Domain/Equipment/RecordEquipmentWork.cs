using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Work on an item that is neither use, cleaning nor calibration.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EquipmentWork>))]
public enum EquipmentWork
{
    /// <summary>Maintenance or repair.</summary>
    Maintenance,

    /// <summary>Set-up: parts, tubing or a programme put in for what comes next.</summary>
    SetUp,

    /// <summary>Qualification, or a check of it.</summary>
    Qualification,
}

/// <summary>Records maintenance, a set-up or a qualification in the item's log (211.182).</summary>
/// <param name="Id">Item.</param>
/// <param name="Work">Which.</param>
/// <param name="What">What was done.</param>
/// <param name="Reference">Report, protocol or set that shows it; may be empty for a set-up.</param>
[AllowedTo(Role.Operator, Role.Supervisor, Role.Engineer)]
public sealed record RecordEquipmentWork(string Id, EquipmentWork Work, string What, string Reference) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(What))
            return new Refusal("work", "Say what was done to the item.");
        if (Work != EquipmentWork.SetUp && string.IsNullOrWhiteSpace(Reference))
            return new Refusal("reference", "Give the report or protocol that shows the work.");
        if (Work == EquipmentWork.Maintenance && !state.Shared && state is { OutOfService: null, InUseBy: { } batch })
            return new Refusal("in-use", $"{Id} is in use by batch {batch}. Check it out, or take it out of service, then maintain it.");
        return new EquipmentWorkRecorded(Work, What.Trim(), Reference.Trim());
    }
}

/// <summary>Work was done on an item.</summary>
public sealed record EquipmentWorkRecorded(EquipmentWork Work, string What, string Reference) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) => state.Logged(
        Work switch { EquipmentWork.SetUp => UseKind.SetUp, EquipmentWork.Maintenance => UseKind.Maintained, _ => UseKind.Qualified },
        when, Reference.Length == 0 ? What : $"{What}, {Reference}");
}
