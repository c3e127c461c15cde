using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Records that an item was cleaned.</summary>
/// <param name="Id">Item.</param>
/// <param name="Procedure">Agent and procedure.</param>
/// <param name="ValidUntil">When the cleaning lapses.</param>
[AllowedTo(Role.Operator, Role.Supervisor, Role.Engineer)]
public sealed record RecordCleaning(string Id, string Procedure, DateTimeOffset ValidUntil) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (!state.Shared && state.InUseBy is { } batch)
            return new Refusal("in-use", $"{Id} is in use by batch {batch}. Check it out, then clean it.");
        if (string.IsNullOrWhiteSpace(Procedure))
            return new Refusal("procedure", "Give the agent and the procedure by which it was cleaned.");
        if (ValidUntil <= act.At)
            return new Refusal("cleaning", "The cleaning must hold beyond this moment. Check until when it is valid.");
        return new CleaningRecorded(Procedure.Trim(), ValidUntil);
    }
}

/// <summary>An item was cleaned.</summary>
public sealed record CleaningRecorded(string Procedure, DateTimeOffset ValidUntil) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { Cleanliness = Cleanliness.Clean, CleanUntil = ValidUntil })
        .Logged(UseKind.Cleaned, when, Procedure);
}
