using System.Globalization;
using Cellwright.Ledger;

namespace Cellwright.Server.Notices;

/// <summary>How a channel stands.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Position">Entry of the record up to which everything was delivered.</param>
/// <param name="Waiting">Notices that wait.</param>
/// <param name="Fault">Why the first of them could not be delivered yet, or null.</param>
/// <param name="Undeliverable">Notices that the receiver refused for good since the start.</param>
public sealed record ChannelStanding(string Channel, long Position, int Waiting, string? Fault, int Undeliverable);

/// <summary>
/// Sends the notices of the book through one channel, in order, each once: its checkpoint is written after each delivery, so that a
/// restart neither loses nor doubles one. A kill between the receiver's answer and the checkpoint sends one again, under the same id.
/// </summary>
public sealed class Courier(IChannel channel, NoticeBook book, IRecord record, string positionFile, TimeProvider clock, ILogger<Courier> log) : BackgroundService
{
    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public static TimeSpan FirstPause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two tries.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim signal = new(0);
    private long position;
    private string? fault;
    private int undeliverable;

    /// <summary>Name of its channel.</summary>
    public string Channel => channel.Name;

    /// <summary>How it stands now.</summary>
    public ChannelStanding Standing =>
        new(channel.Name, Interlocked.Read(ref position), book.From(Interlocked.Read(ref position), int.MaxValue).Count, fault, undeliverable);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Changed += () => signal.Release();
        await BeginAsync(stoppingToken);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = book.From(position, 1);
            if (next.Count == 0)
            {
                await signal.WaitAsync(stoppingToken);
                continue;
            }

            try
            {
                await DeliverAsync(next[0], stoppingToken);
                (failures, fault) = (0, null);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                fault = failed.Message;
                var pause = LongestPause < FirstPause * Math.Pow(2, failures) ? LongestPause : FirstPause * Math.Pow(2, failures);
                failures = Math.Min(failures + 1, 20);
                log.LogError("Notice {Id} could not be delivered by {Channel}: {Fault} It is tried again in {Pause} s", next[0].Id, channel.Name, failed.Message, pause.TotalSeconds);
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    private async Task DeliverAsync(Told told, CancellationToken ct)
    {
        try
        {
            await channel.DeliverAsync(told, ct);
        }
        catch (UndeliverableException refused)
        {
            undeliverable++;
            log.LogError("Notice {Id} cannot be delivered by {Channel} and is left out: {Fault}", told.Id, channel.Name, refused.Message);
        }

        await KeepAsync(told.Index + 1);
    }

    // A channel that is set up today does not send what happened yesterday.
    private async Task BeginAsync(CancellationToken ct)
    {
        if (File.Exists(positionFile) && long.TryParse(await File.ReadAllTextAsync(positionFile, ct), CultureInfo.InvariantCulture, out var kept))
        {
            Interlocked.Exchange(ref position, kept);
            return;
        }

        while (true)
        {
            try
            {
                await KeepAsync(await record.CountAsync(ct));
                return;
            }
            catch (RecordUnavailableException)
            {
                await Task.Delay(FirstPause, clock, ct);
            }
        }
    }

    // Not stopped half way: a delivery that was made is remembered.
    private async Task KeepAsync(long next)
    {
        var beside = positionFile + ".next";
        await File.WriteAllTextAsync(beside, next.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        File.Move(beside, positionFile, overwrite: true);
        Interlocked.Exchange(ref position, next);
    }
}
