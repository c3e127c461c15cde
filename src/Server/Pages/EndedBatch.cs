using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Pages;

/// <summary>An ended batch as a line of a list: what remains in memory of each of many thousands.</summary>
/// <param name="Id">Batch.</param>
/// <param name="Recipe">The master record that it executed; one in memory for all its batches.</param>
/// <param name="OrderNumber">Order.</param>
/// <param name="ChainOfIdentity">Pseudonymous number of the patient, or null.</param>
/// <param name="Status">Completed or aborted.</param>
/// <param name="OrderedAt">When it was ordered.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Steps">Steps performed.</param>
/// <param name="Deviations">Deviations of it.</param>
/// <param name="Undecided">Those of them that nobody has decided.</param>
/// <param name="Rehearsal">True when it only rehearsed its recipe.</param>
public sealed record EndedBatch(
    string Id, Recipe Recipe, string OrderNumber, string? ChainOfIdentity, BatchStatus Status, DateTimeOffset OrderedAt, DateTimeOffset EndedAt,
    int Steps, int Deviations, int Undecided, bool Rehearsal)
{
    /// <summary>The line of a batch that is over.</summary>
    public static EndedBatch Of(Batch batch, int undecided) => new(
        batch.Id, batch.Recipe!, batch.OrderNumber, batch.ChainOfIdentity, batch.Status, batch.OrderedAt, batch.EndedAt!.Value,
        batch.Steps.Values.Count(step => !step.Active), batch.Deviations.Count, undecided, batch.Rehearsal);

    /// <summary>True when what somebody looks for stands in its number, its order, its patient's number or its product.</summary>
    public bool Has(string words) =>
        Id.Contains(words, StringComparison.OrdinalIgnoreCase) || OrderNumber.Contains(words, StringComparison.OrdinalIgnoreCase)
        || ChainOfIdentity?.Contains(words, StringComparison.OrdinalIgnoreCase) == true || Recipe.Product.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The newest decision on a batch, by signature.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Status">What was decided.</param>
/// <param name="Name">Printed name of who decided.</param>
/// <param name="At">When.</param>
public sealed record DecidedBatch(string Batch, Domain.Release.DispositionStatus Status, string Name, DateTimeOffset At);

/// <summary>Part of a list that is too long to be shown: the first lines, and how many there are.</summary>
/// <param name="Rows">The lines.</param>
/// <param name="Total">How many there are with those that are not shown.</param>
public sealed record Cut<TRow>(IReadOnlyList<TRow> Rows, int Total)
{
    /// <summary>True when some are not shown.</summary>
    public bool IsCut => Rows.Count < Total;

    /// <summary>The first of a list.</summary>
    public static Cut<TRow> Of(IEnumerable<TRow> all, int most)
    {
        var rows = new List<TRow>(most);
        var total = 0;
        foreach (var row in all)
            if (total++ < most) rows.Add(row);
        return new(rows, total);
    }
}
