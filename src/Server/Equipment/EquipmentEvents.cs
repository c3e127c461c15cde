using System.Threading.Channels;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Execution;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Equipment;

/// <summary>Brings what the gateway notices where it belongs: readings to the limit watch, devices' comings and goings into the record.</summary>
public sealed class EquipmentEvents(
    Gateway gateway, ReadingStore store, LimitWatch limits, AdviceWatch advice, Reactor reactor, EquipmentLink link, SegmentSeals seals, IRecord record,
    Desk.Desk desk, RegisteredEquipment registered, IHostApplicationLifetime lifetime, ILogger<EquipmentEvents> log)
{
    private readonly Channel<Func<CancellationToken, Task>> work = Channel.CreateUnbounded<Func<CancellationToken, Task>>();

    /// <summary>Subscribes; from here on everything is brought in order, one after the other.</summary>
    public void Follow()
    {
        seals.Use(record, desk);
        store.Arrived += limits.Saw;
        store.Arrived += advice.Saw;
        gateway.Trouble += sentence => log.LogWarning("{Sentence}", sentence);
        store.Trouble += sentence => log.LogWarning("{Sentence}", sentence);
        gateway.DeviceSeen += seen => Record(seen.Equipment, seen.Online ? DeviceEventKind.Online : DeviceEventKind.Offline, seen.Reason);
        gateway.ClockOff += clock => Record(clock.Equipment, DeviceEventKind.ClockOff, clock.Sentence);
        gateway.Contested += conflict =>
        {
            log.LogWarning("{Equipment}: {Sentence}", conflict.Equipment, conflict.Sentence);
            Record(conflict.Equipment, conflict.Stands ? DeviceEventKind.Contested : DeviceEventKind.Uncontested, conflict.Sentence);
        };
        gateway.Refused += refusal =>
        {
            log.LogWarning("{Source}: {Sentence}", refusal.Source, refusal.Sentence);
            if (refusal.Rule == Gateway.Claimed) return; // recorded once, when the conflict began
            if (refusal.Rule == Gateway.NotRegistered && registered.AdmitStranger(refusal.Source)) Give(refusal.Source, DeviceEventKind.Unregistered, refusal.Sentence);
            else Record(refusal.Source, DeviceEventKind.PayloadRefused, refusal.Sentence);
        };
        reactor.Followed += entry => work.Writer.TryWrite(ct => link.SawAsync(entry, ct));
        _ = Task.Run(() => RunAsync(lifetime.ApplicationStopping));
    }

    // Of a device that nobody registered the record says once that it talks; all else that it does is said on the console.
    private void Record(string equipment, DeviceEventKind kind, string sentence)
    {
        if (registered.Contains(equipment)) Give(equipment, kind, sentence);
    }

    private void Give(string equipment, DeviceEventKind kind, string sentence)
    {
        var id = Guid.CreateVersion7();
        work.Writer.TryWrite(ct => desk.SendAsync(new RecordDeviceEvent(equipment, kind, sentence), new Caller(Performer.System, "gateway", id), ct));
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var act in work.Reader.ReadAllAsync(ct))
                for (var done = false; !done;)
                    done = await TryAsync(act, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops; what was not recorded yet is said again by the devices when it starts.
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> act, CancellationToken ct)
    {
        try
        {
            await act(ct);
            return true;
        }
        catch (RecordUnavailableException fault)
        {
            log.LogError(fault, "What a device did could not be recorded yet");
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
            return false;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            // One act that cannot be done does not stop those that follow.
            log.LogError(fault, "What a device did, or was to be told, could not be handled");
            return true;
        }
    }
}
