using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>Plans what is done about a deviation: by whom, until when. An action is never changed: it is withdrawn, and another is planned.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Kind">Corrective actions are completed before the deviation is closed; preventive ones may be due later.</param>
/// <param name="What">What is to be done.</param>
/// <param name="OwnerId">User id of whoever does it.</param>
/// <param name="Due">Until when.</param>
[AllowedTo(Role.QA, Role.Supervisor, Role.Engineer)]
public sealed record PlanCorrectiveAction(string DeviationId, ActionKind Kind, string What, string OwnerId, DateTimeOffset Due) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Person>(OwnerId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (!Enum.IsDefined(Kind)) return new Refusal("kind", "An action is corrective or preventive. Choose one of the two.");
        if (string.IsNullOrWhiteSpace(What)) return new Refusal("action", "Say what is to be done.");
        var owner = act.Facts.Of(new StateOf<Person>(OwnerId));
        if (Workers.RefusalFor(owner, OwnerId) is { } unfit) return unfit;
        if (Due <= act.At) return new Refusal("due", Invariant($"{Due:yyyy-MM-dd HH:mm zzz} has passed. Give a day by which it can be done."));
        return new CorrectiveActionPlanned(state.Actions.Count + 1, Kind, What.Trim(), OwnerId, owner.Name, Due);
    }
}

/// <summary>An action is planned.</summary>
public sealed record CorrectiveActionPlanned(int Number, ActionKind Kind, string What, string OwnerId, string OwnerName, DateTimeOffset Due) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with { Actions = state.Actions.Add(new CorrectiveAction(Number, Kind, What, OwnerId, OwnerName, Due, when.By, when.At)) };
}
