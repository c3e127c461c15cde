using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;

namespace Cellwright.Server.Record;

/// <summary>Finds every stream that the record of a batch rests on, each whole, so that nothing can be left out of its middle unseen.</summary>
internal static class BatchStreams
{
    /// <summary>The entries of all of them; empty for an unknown batch.</summary>
    public static async Task<IReadOnlyList<Entry>> ReadAsync(IRecord record, string batchId, CancellationToken ct)
    {
        var read = new Dictionary<string, IReadOnlyList<Entry>>(StringComparer.Ordinal);
        async Task TakeAsync(string stream)
        {
            if (!read.ContainsKey(stream)) read[stream] = await record.ReadStreamAsync(stream, 0, ct);
        }

        await TakeAsync($"batch/{batchId}");
        if (read[$"batch/{batchId}"].Count == 0) return [];
        foreach (var category in new[] { Review.Category, Disposition.Category }) await TakeAsync($"{category}/{batchId}");
        foreach (var category in new[] { "batch", Review.Category, Disposition.Category }) await TakeAsync($"refused/{category}/{batchId}");
        foreach (var prefix in new[] { $"deviation/{batchId}-D", $"refused/deviation/{batchId}-D" })
            foreach (var stream in await record.StreamsAsync(prefix, ct))
                if (stream[prefix.Length..].All(char.IsAsciiDigit)) await TakeAsync(stream); // not those of a batch B-1-DX
        foreach (var stream in read.Values.SelectMany(entries => entries).Select(TrailEntry.Of).SelectMany(ReferredTo).ToHashSet(StringComparer.Ordinal)) await TakeAsync(stream);
        foreach (var person in read.Values.SelectMany(entries => entries).Select(TrailEntry.Of).SelectMany(People).ToHashSet(StringComparer.Ordinal)) await TakeAsync($"{Person.Category}/{person}");
        return [.. read.Values.SelectMany(entries => entries)];
    }

    private static IEnumerable<string> ReferredTo(TrailEntry entry) => entry.Happened switch
    {
        BatchOrdered ordered => Masters(RecipeReader.Read(ordered.RecipeText)),
        EquipmentCheckedIn used => [$"equipment/{used.EquipmentId}"],
        MaterialAdded added => [$"lot/{added.LotId}"],
        _ => [],
    };

    // A variant rests on its bases and on their approvals.
    private static IEnumerable<string> Masters(Recipe recipe) =>
        recipe.ResolvedFrom.Select(from => from.Name).Append(recipe.Name).Select(name => $"{Master.Category}/{name}");

    private static IEnumerable<string> People(TrailEntry entry)
    {
        IEnumerable<string> signers = entry.Happened switch
        {
            EntryVerified verified => [verified.Verifier],
            StepSigned signed => [signed.Signer],
            BatchAborted aborted => [aborted.Signer],
            ContinuationDecided decided => [decided.Signer],
            AlternativeDecided decided => [decided.Signer],
            AbortDecided decided => [decided.Signer],
            DeviationAssigned assigned => [assigned.PersonId],
            CorrectiveActionPlanned planned => [planned.OwnerId],
            DeviationClosed closed => [closed.Signer],
            RecipeApproved approved => [approved.Signature.By],
            RecipeRetired retired => [retired.Signature.By],
            ReviewSigned signed => [signed.Signer],
            TestResultReviewed reviewed => [reviewed.Signer],
            BatchReleased released => [released.Signer],
            BatchReleasedConditionally released => [released.Signer],
            BatchRejected rejected => [rejected.Signer],
            OutOfSpecificationApproved approved => [approved.Signer],
            _ => [],
        };
        return signers.Append(entry.Entry.Actor).Where(person => person != Performer.System.Id);
    }
}
