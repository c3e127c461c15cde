using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Orders a batch by an approved master record, which the executed record carries word for word from then on.</summary>
/// <param name="BatchId">Batch number, never used before.</param>
/// <param name="RecipeId">Recipe.</param>
/// <param name="RecipeVersion">Its version in force.</param>
/// <param name="OrderNumber">Order.</param>
/// <param name="ChainOfIdentity">Pseudonymous patient number, or null for a batch that is nobody's own.</param>
/// <param name="Rehearsal">True for a batch that only rehearses the recipe: marked everywhere, and never releasable.</param>
[AllowedTo(Role.Supervisor)]
public sealed record OrderBatch(
    string BatchId, string RecipeId, string RecipeVersion, string OrderNumber, string? ChainOfIdentity, bool Rehearsal = false) : Command<Batch>
{
    // All versions, because a newer one that came into force supersedes the one that is named.
    private StatesOf<Master> Versions => new($"{RecipeId}@");

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) => [Versions];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status != BatchStatus.None)
            return new Refusal("batch", $"Batch number {BatchId} exists already. Batch numbers are never used twice. Choose another.");
        if (!Names.IsBatchNumber(BatchId))
            return new Refusal("batch", $"'{BatchId}' is not a batch number: use 3 to 40 letters, digits and hyphens.");
        if (string.IsNullOrWhiteSpace(OrderNumber))
            return new Refusal("order", "An order number is missing. Give it as it stands on the order.");

        var versions = act.Facts.Of(Versions);
        var master = versions.FirstOrDefault(version => version.Version == RecipeVersion) ?? Master.Empty;
        return master.RefusalFor(act.At, versions) is { } refusal
            ? refusal
            : new BatchOrdered(BatchId, master.ContentHash, master.Content, OrderNumber, ChainOfIdentity, Rehearsal ? true : null);
    }
}

/// <summary>An executed batch record was opened on a master record.</summary>
/// <param name="BatchId">Batch number.</param>
/// <param name="RecipeHash">SHA-256 of <paramref name="RecipeText"/>: identifies the master.</param>
/// <param name="RecipeText">The master record, word for word (211.188(a)).</param>
/// <param name="OrderNumber">Order.</param>
/// <param name="ChainOfIdentity">Pseudonymous patient number, or null.</param>
/// <param name="Rehearsal">True for a batch that only rehearses a recipe: it is marked everywhere, and no product of it is ever released.</param>
public sealed record BatchOrdered(
    string BatchId, string RecipeHash, string RecipeText, string OrderNumber, string? ChainOfIdentity, bool? Rehearsal = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with
    {
        Id = BatchId,
        Status = BatchStatus.Ordered,
        Recipe = ParsedRecipes.Of(RecipeHash, RecipeText),
        OrderNumber = OrderNumber,
        ChainOfIdentity = ChainOfIdentity,
        Rehearsal = Rehearsal == true,
        OrderedAt = when.At,
    };
}
