using System.Diagnostics;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Record.Paper;

/// <summary>Notes every few seconds that the record can be reached; after a time in which it could not, or the server was not there, it records that time.</summary>
public sealed class DowntimeWatch(Desk.Desk desk, IRecord record, string file, ILogger<DowntimeWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>A pause that is longer is no busy moment (ours).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (known, since) = (Kept(), (Stopwatch?)null);
        using var timer = new PeriodicTimer(Beat);
        try
        {
            do
            {
                try
                {
                    await record.CountAsync(stoppingToken);
                    var now = desk.Now;
                    // Measured by a clock of its own: the time of a rehearsal leaps.
                    if (known is { } last && last < now && (since is null || since.Elapsed > Longest))
                        await desk.SendAsync(new RecordDowntime(last, now), new Caller(Performer.System, "downtime", Guid.CreateVersion7()), stoppingToken);
                    (known, since) = (now, Stopwatch.StartNew());
                    Note(now);
                }
                catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException)
                {
                    log.LogDebug(fault, "The record cannot be reached at the moment");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A server that is told to stop was there until now.
            if (since?.Elapsed <= Longest) Note(desk.Now);
        }
    }

    private void Note(DateTimeOffset at)
    {
        try
        {
            File.WriteAllText(file, at.ToString("O", CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that is full is no downtime: the note is older then, and the time that is recorded longer.
            log.LogDebug(fault, "It cannot be noted that the record can be reached");
        }
    }

    private DateTimeOffset? Kept() =>
        File.Exists(file) && DateTimeOffset.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;
}
