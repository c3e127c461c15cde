using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
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
    public static Task<IReadOnlyList<Entry>> ReadAsync(IRecord record, string batchId, CancellationToken ct) =>
        CollectAsync(record, batchId, stream => record.ReadStreamAsync(stream, 0, ct), entry => (TrailEntry.Of(entry).Happened, entry.Actor), ct);

    /// <summary>The same of whatever is made of an entry.</summary>
    /// <param name="record">The record.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="read">Reads a whole stream.</param>
    /// <param name="says">The event of an entry, and who acted.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<T>> CollectAsync<T>(
        IRecord record, string batchId, Func<string, Task<IReadOnlyList<T>>> read, Func<T, (object? Happened, string By)> says, CancellationToken ct)
    {
        var taken = new Dictionary<string, IReadOnlyList<T>>(StringComparer.Ordinal);
        async Task TakeAsync(string stream)
        {
            if (!taken.ContainsKey(stream)) taken[stream] = await read(stream);
        }

        await TakeAsync($"batch/{batchId}");
        if (taken[$"batch/{batchId}"].Count == 0) return [];
        foreach (var category in new[] { BatchMonitoring.Category, Review.Category, Disposition.Category }) await TakeAsync($"{category}/{batchId}");
        foreach (var category in new[] { "batch", Review.Category, Disposition.Category }) await TakeAsync($"refused/{category}/{batchId}");
        foreach (var prefix in new[] { $"deviation/{batchId}-D", $"refused/deviation/{batchId}-D" })
            foreach (var stream in await record.StreamsAsync(prefix, ct))
                if (stream[prefix.Length..].All(char.IsAsciiDigit)) await TakeAsync(stream); // not those of a batch B-1-DX
        if (taken[$"batch/{batchId}"].Any(entry => says(entry).Happened is DeviationAnnounced { Drift: true }))
        {
            var prefix = $"{EquipmentMonitoring.Category}/";
            foreach (var stream in await record.StreamsAsync(prefix, ct))
            {
                var room = await read(stream);
                if (!room.Any(entry => says(entry).Happened is EquipmentAlarmBegan began && began.Steps.Exists(there => there.Batch == batchId))) continue;
                taken[stream] = room;
                await TakeAsync($"{EquipmentItem.Category}/{stream[prefix.Length..]}");
            }
        }

        foreach (var stream in taken.Values.SelectMany(entries => entries).SelectMany(entry => ReferredTo(says(entry).Happened)).ToHashSet(StringComparer.Ordinal)) await TakeAsync(stream);
        foreach (var person in taken.Values.SelectMany(entries => entries).Select(says).SelectMany(said => People(said.Happened, said.By)).ToHashSet(StringComparer.Ordinal)) await TakeAsync($"{Person.Category}/{person}");
        return [.. taken.Values.SelectMany(entries => entries)];
    }

    private static IEnumerable<string> ReferredTo(object? happened) => happened switch
    {
        BatchOrdered ordered => Masters(RecipeReader.Read(ordered.RecipeText)),
        EquipmentCheckedIn used => [$"equipment/{used.EquipmentId}"],
        MaterialAdded added => [$"lot/{added.LotId}"],
        VerdictReached reached => [$"{MonitoringModel.Category}/{reached.Said.Model}"],
        EquipmentAlarmBegan began => [$"{MonitoringModel.Category}/{began.Said.Model}"],
        _ => [],
    };

    // A variant rests on its bases and on their approvals.
    private static IEnumerable<string> Masters(Recipe recipe) =>
        recipe.ResolvedFrom.Select(from => from.Name).Append(recipe.Name).Select(name => $"{Master.Category}/{name}");

    private static IEnumerable<string> People(object? happened, string by)
    {
        IEnumerable<string> signers = happened switch
        {
            EntryVerified verified => [verified.Verifier],
            StepSigned signed => [signed.Signer],
            BatchAborted aborted => [aborted.Signer],
            ContinuationDecided decided => [decided.Signer],
            AlternativeDecided decided => [decided.Signer],
            AbortDecided decided => [decided.Signer],
            DeviationAssigned assigned => [assigned.PersonId],
            CorrectiveActionPlanned planned => [planned.OwnerId],
            EffectivenessCheckPlanned planned => [planned.PersonId],
            EffectivenessChecked seen => [seen.Signer],
            DeviationClosed closed => [closed.Signer],
            RecipeApproved approved => [approved.Signature.By],
            RecipeRetired retired => [retired.Signature.By],
            ModelApproved approved => [approved.Signature.By],
            ModelRetired retired => [retired.Signature.By],
            ReviewSigned signed => [signed.Signer],
            TestResultReviewed reviewed => [reviewed.Signer],
            BatchReleased released => [released.Signer],
            BatchReleasedConditionally released => [released.Signer],
            BatchRejected rejected => [rejected.Signer],
            OutOfSpecificationApproved approved => [approved.Signer],
            _ => [],
        };
        if ((happened as IStored)?.Late is { } late) signers = signers.Append(late.By).Append(late.Verifier);
        return signers.Append(by).Where(person => person != Performer.System.Id);
    }
}
