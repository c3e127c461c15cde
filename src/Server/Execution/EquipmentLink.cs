using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Execution;

/// <summary>ISA-88 equipment phases: when a step that names one starts or ends, its device is told, with set points from the recipe.</summary>
/// <param name="desk">Where batches are read.</param>
/// <param name="send">Sends metrics to a device as a Sparkplug DCMD.</param>
/// <param name="log">Where a device that could not be told is noted: the step goes on, the operator works at the device.</param>
public sealed class EquipmentLink(
    Desk.Desk desk, Func<string, IReadOnlyDictionary<string, object>, CancellationToken, Task> send, ILogger<EquipmentLink> log)
{
    /// <summary>Takes in an entry of the record, in order.</summary>
    public async Task SawAsync(Entry entry, CancellationToken ct)
    {
        if (entry.Type is not (nameof(StepStarted) or nameof(StepCompleted) or nameof(AlternativeTaken) or nameof(MeasurementEnded) or nameof(UseEnded))) return;
        var id = entry.Stream[(entry.Stream.IndexOf('/') + 1)..];
        switch (EventCatalogue.Read(entry.Type, entry.Data.Span))
        {
            // Done on paper long ago: the device was started and stopped by hand then.
            case IStored { Late: not null }:
                break;
            case StepStarted started:
                await TellAsync(id, started.Step, true, ct);
                break;
            case StepCompleted completed:
                await TellAsync(id, completed.Step, false, ct);
                break;
            case AlternativeTaken taken:
                await TellAsync(id, taken.Step, false, ct);
                break;

            // A shared instrument is told to measure for the next step once it is free.
            default:
                if ((await desk.StateAsync<EquipmentItem>(id, ct)).Claims is [var turn, ..]) await TellAsync(turn.Batch, turn.Step, true, ct);
                break;
        }
    }

    private async Task TellAsync(string batchId, string key, bool starts, CancellationToken ct)
    {
        var batch = await desk.StateAsync<Batch>(batchId, ct);
        if (batch.Recipe?.Phase(StepKey.Phase(key)) is not { EquipmentPhase: { } name, Equipment: { } role } phase) return;
        if (!batch.Equipment.TryGetValue(role, out var item)) return;

        // The record may be followed again after a crash, or from its beginning: what a device was told stands in it, and is told once.
        var said = await desk.SendAsync(
            new CommandPhase(item, batch.Id, key, name, starts), new Caller(Performer.System, "equipment", Guid.CreateVersion7()), ct);
        if (said.Happened.Count == 0) return;
        try
        {
            await send(item, Metrics(batch, phase, key, name, starts), ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            log.LogError(fault, "{Equipment} could not be told to {State} {Phase}", item, starts ? "start" : "stop", name);
        }
    }

    private static Dictionary<string, object> Metrics(Batch batch, Phase phase, string key, string name, bool starts)
    {
        var metrics = new Dictionary<string, object>
        {
            ["Phase/Name"] = name,
            ["Phase/Batch"] = batch.Id,
            ["Phase/Step"] = key,
            ["Phase/State"] = starts ? "start" : "stop",
        };
        foreach (var parameter in phase.Parameters.Where(parameter => parameter.From is null || parameter.From == phase.Equipment))
        {
            var value = parameter.Target ?? batch.Step(key)?.Current(parameter.Name)?.Value;
            if (value is null) continue;
            metrics[parameter.Tag is { } tag ? $"Setpoint/{tag}" : $"Parameter/{parameter.Name}"] = value.Value;
        }

        return metrics;
    }
}
