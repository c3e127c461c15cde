using Cellwright.Domain.Monitoring;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Monitoring;

/// <summary>Judges again and again what is under way by the models on record, one round at a time; a round that fails is tried again.</summary>
/// <param name="desk">Where models are read, and what they say is reported.</param>
/// <param name="reactor">Tells of new models.</param>
/// <param name="log">Where faults are noted.</param>
public abstract class ModelWatch(Desk.Desk desk, Reactor reactor, ILogger log) : BackgroundService
{
    private static readonly string Models = $"{MonitoringModel.Category}/";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim one = new(1, 1);
    private IReadOnlyList<MonitoringModel> models = [];
    private int changes, read = -1;

    /// <summary>Where models are read, and what they say is reported.</summary>
    protected Desk.Desk AtDesk { get; } = desk;

    /// <summary>Where faults are noted.</summary>
    protected ILogger Log { get; } = log;

    /// <summary>What is judged, for the log.</summary>
    protected abstract string What { get; }

    /// <summary>Judges what came in until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            // Counted before the reading: what changes meanwhile is read the next time.
            if (Volatile.Read(ref changes) is var counted && counted != read) (models, read) = (await AtDesk.StatesAsync<MonitoringModel>("", ct), counted);
            await JudgeAsync(models, ct);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        one.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One round.</summary>
    /// <param name="all">Every model on record; another list once one of them changed.</param>
    /// <param name="ct">Ends the round.</param>
    protected abstract Task JudgeAsync(IReadOnlyList<MonitoringModel> all, CancellationToken ct);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += entry =>
        {
            if (entry.Stream.StartsWith(Models, StringComparison.Ordinal)) Interlocked.Increment(ref changes);
        };
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (RecordUnavailableException fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.LogError(fault, "What models say of {What} could not be recorded yet", What);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.LogError(fault, "What models say of {What} could not be judged; trying again", What);
            }
        }
    }
}
