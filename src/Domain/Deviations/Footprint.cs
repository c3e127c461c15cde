using System.Collections.Immutable;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Deviations;

/// <summary>Equipment that a batch had checked in.</summary>
/// <param name="Item">Item.</param>
/// <param name="Role">Equipment role of the recipe.</param>
/// <param name="Step">Step of the check-in.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; null while it still has it.</param>
public sealed record ItemUse(string Item, string Role, string Step, DateTimeOffset From, DateTimeOffset? To);

/// <summary>A lot that went into a batch.</summary>
public sealed record LotUse(string Lot, string Step, DateTimeOffset At);

/// <summary>A step of a batch, and who worked in it.</summary>
public sealed record StepWork(string Phase, string Step, DateTimeOffset From, DateTimeOffset? To, ImmutableHashSet<string> People);

/// <summary>What a batch has touched and who touched it, read from its record: what another batch can share with it.</summary>
public sealed record Footprint(
    string BatchId, string RecipeId, string RecipeHash, ImmutableList<ItemUse> Items, ImmutableList<LotUse> Lots, ImmutableList<StepWork> Steps)
{
    /// <summary>The footprint of an ordered batch. What was under way when it ended, ended with it.</summary>
    public static Footprint Of(Batch batch) => new(
        batch.Id, batch.Recipe!.Id, batch.Recipe.Hash, Uses(batch),
        [.. Done(batch, "material").Select(added => new LotUse(added.Done.What, added.Step.Key, added.Done.At))],
        [.. batch.Steps.Values.Select(step => new StepWork(step.Phase, step.Key, step.StartedAt, step.CompletedAt ?? batch.EndedAt, Circumstances.PeopleIn(batch, step.Key)))]);

    // From check-in to check-out, or to the end of the batch.
    private static ImmutableList<ItemUse> Uses(Batch batch)
    {
        var given = Done(batch, "check-out").ToList();
        return [.. Done(batch, "check-in").Select(taken => new ItemUse(
            taken.Done.What, RoleOf(batch, taken.Step, taken.Done), taken.Step.Key, taken.Done.At,
            given.Where(back => back.Done.What == taken.Done.What && back.Done.At >= taken.Done.At).Select(back => (DateTimeOffset?)back.Done.At).Min() ?? batch.EndedAt))];
    }

    private static string RoleOf(Batch batch, Step step, Done done) =>
        batch.Recipe!.Demands(step.Phase).OfType<CheckInDemand>().FirstOrDefault(demand => demand.Name == done.Demand)?.Role.Name ?? done.Demand;

    private static IEnumerable<(Step Step, Done Done)> Done(Batch batch, string kind) =>
        from step in batch.Steps.Values
        from done in step.Done
        where done.Kind == kind
        select (step, done);
}
