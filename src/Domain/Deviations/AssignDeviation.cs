using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Deviations;

/// <summary>Gives the work on a deviation to a person.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="PersonId">User id.</param>
/// <param name="Note">What is asked of them, or nothing.</param>
[AllowedTo(Role.QA, Role.Supervisor)]
public sealed record AssignDeviation(string DeviationId, string PersonId, string? Note = null) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Person>(PersonId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (Workers.RefusalFor(act.Facts.Of(new StateOf<Person>(PersonId)), PersonId) is { } unfit) return unfit;
        var note = Note?.Trim() ?? "";
        return state.Assignments.LastOrDefault() is { } last && last.Person == PersonId && (note.Length == 0 || last.Note == note)
            ? Decision<Deviation>.Nothing
            : new DeviationAssigned(PersonId, act.Facts.Of(new StateOf<Person>(PersonId)).Name, note);
    }
}

/// <summary>Somebody works on the deviation.</summary>
public sealed record DeviationAssigned(string PersonId, string Name, string Note) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with { Assignments = state.Assignments.Add(new Assignment(PersonId, Name, Note, when.By, when.At)) };
}

/// <summary>Who can be given work.</summary>
internal static class Workers
{
    /// <summary>Somebody who can sign in and act, or why not.</summary>
    public static Refusal? RefusalFor(Person person, string id) =>
        !person.Registered ? new("person", $"Nobody is registered as {id}. Check the user id.")
        : person.Disabled ? new("person", $"{person.Name} has no access any more. Choose somebody else.")
        : person.Roles.All(role => role is Role.Viewer or Role.Administrator) ? new("person", $"{person.Name} may not act in batches. Choose somebody of the floor, of engineering or of the quality unit.")
        : null;
}
