using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.People;

/// <summary>Records that a person is trained on one version of a recipe, until a day.</summary>
/// <param name="PersonId">Who was trained.</param>
/// <param name="RecipeVersion">On what: <c>id@version</c>.</param>
/// <param name="Until">When the training lapses.</param>
[AllowedTo(Role.Supervisor, Role.QA)]
public sealed record RecordTraining(string PersonId, string RecipeVersion, DateTimeOffset Until) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (act.By.Id == PersonId)
            return new Refusal("self", "Nobody records their own training. Ask the trainer, a supervisor or QA.");
        if (RecipeVersion.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
            return new Refusal("recipe", "Name the recipe with its version, e.g. cart-cd19@1.0: training holds for one version.");
        if (Until <= act.At)
            return new Refusal("training", Invariant($"Training until {Until:yyyy-MM-dd HH:mm zzz} has lapsed already. Give a later day."));
        return state.TrainedUntil.TryGetValue(RecipeVersion, out var until) && until == Until
            ? Decision<Person>.Nothing
            : new TrainingRecorded(RecipeVersion, Until);
    }
}

/// <summary>A person is trained on one version of a recipe.</summary>
public sealed record TrainingRecorded(string RecipeVersion, DateTimeOffset Until) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state with
        {
            TrainedUntil = state.TrainedUntil.SetItem(RecipeVersion, Until),
            TrainedSince = state.TrainedUntil.TryGetValue(RecipeVersion, out var until) && when.At <= until ? state.TrainedSince : state.TrainedSince.SetItem(RecipeVersion, when.At),
        };
}
