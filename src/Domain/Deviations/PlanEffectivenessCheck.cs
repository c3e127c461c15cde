using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// Plans how it will be seen that an action has worked (ICH Q10, 3.2.2: the effectiveness of the action is evaluated). Also after the
/// closure of its deviation, because an effect takes time to show. Planned again it supersedes the check before, for a reason.
/// </summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Number">Number of the action.</param>
/// <param name="Criterion">What will be looked at, and what shows that the action has worked.</param>
/// <param name="PersonId">User id of whoever of the quality unit makes the check.</param>
/// <param name="Due">Until when.</param>
/// <param name="Reason">Why it supersedes the check that was planned before; null for the first.</param>
[AllowedTo(Role.QA)]
public sealed record PlanEffectivenessCheck(string DeviationId, int Number, string Criterion, string PersonId, DateTimeOffset Due, string? Reason = null) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Person>(PersonId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessExists(DeviationId) is { } refusal) return refusal;
        if (state.RefusalUnlessStands(Number) is { } none) return none;
        var action = state.Actions[Number - 1];
        if (string.IsNullOrWhiteSpace(Criterion)) return new Refusal("criterion", "Say what will be looked at, and what shows that the action has worked.");
        var person = act.Facts.Of(new StateOf<Person>(PersonId));
        if (Workers.RefusalFor(person, PersonId) is { } unfit) return unfit;
        if (!person.Roles.Contains(Role.QA)) return new Refusal("role", $"{person.Name} is not of the quality unit, which checks whether an action has worked. Choose somebody of it.");
        if (PersonId == action.Owner) return new Refusal("independence", $"{person.Name} does action {Number}. Choose somebody else of the quality unit to check whether it has worked.");
        var earliest = action.Status == ActionStatus.Planned && action.Due > act.At ? action.Due : act.At;
        if (Due <= earliest) return new Refusal("due", Invariant($"An effect shows after the action: give a day later than {earliest:yyyy-MM-dd HH:mm zzz}."));
        if (action.OpenCheck is { } before && string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", Invariant($"A check of action {Number} by {before.Name} is planned, due {before.Due:yyyy-MM-dd HH:mm zzz}. Say why another takes its place; it stays readable."));
        return new EffectivenessCheckPlanned(Number, Criterion.Trim(), PersonId, person.Name, Due, action.OpenCheck is null ? null : Reason!.Trim());
    }
}

/// <summary>It is planned how the effect of an action is looked at.</summary>
public sealed record EffectivenessCheckPlanned(int Number, string Criterion, string PersonId, string Name, DateTimeOffset Due, string? Reason = null) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state.Change(Number, action => action with { Checks = action.Checks.Add(new EffectivenessCheck(Criterion, PersonId, Name, Due, when.By, when.At, Reason)) });
}
