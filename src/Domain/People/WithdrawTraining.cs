using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Takes a training back before it lapses, e.g. because it was recorded for the wrong person.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="RecipeVersion">On what: <c>id@version</c>.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.Supervisor, Role.QA)]
public sealed record WithdrawTraining(string PersonId, string RecipeVersion, string Reason) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for taking the training back.");
        return state.TrainedUntil.ContainsKey(RecipeVersion)
            ? new TrainingWithdrawn(RecipeVersion, Reason.Trim())
            : Decision<Person>.Nothing;
    }
}

/// <summary>A training no longer counts.</summary>
public sealed record TrainingWithdrawn(string RecipeVersion, string Reason) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) => state with { TrainedUntil = state.TrainedUntil.Remove(RecipeVersion), TrainedSince = state.TrainedSince.Remove(RecipeVersion) };
}
