using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Somebody looked at what was flagged at the door about a person, and says what it was (11.300(d)).</summary>
/// <param name="PersonId">About whom.</param>
/// <param name="Note">What it was, and what was done.</param>
[AllowedTo(Role.Administrator, Role.Supervisor, Role.QA)]
public sealed record ReviewAlerts(string PersonId, string Note) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (state.Alerts.IsEmpty) return Decision<Person>.Nothing;
        if (act.By.Id == PersonId)
            return new Refusal("self", "It is about your own account. Somebody else looks at it.");
        return string.IsNullOrWhiteSpace(Note)
            ? new Refusal("reason", "Say what it was and what was done, e.g. that the person had forgotten the password.")
            : new AlertsReviewed(Note.Trim());
    }
}

/// <summary>The alerts about a person were looked at.</summary>
public sealed record AlertsReviewed(string Note) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state with { Alerts = [] };
}
