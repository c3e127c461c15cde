extern alias plant;

using System.Text.Json;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Microsoft.Extensions.Time.Testing;
using plant::Cellwright.VirtualPlant;
using plant::Cellwright.VirtualPlant.Sparkplug;

namespace Cellwright.Tests.Server;

/// <summary>The virtual plant at a site's own broker; it and the server go forward together, as in a rehearsal.</summary>
internal sealed class PlantInStep : IAsyncDisposable
{
    private readonly RunningSite site;
    private readonly FakeTimeProvider clock;
    private readonly CancellationTokenSource stop = new();
    private readonly plant::Cellwright.VirtualPlant.Sparkplug.EdgeNode node;
    private readonly Task living;

    private PlantInStep(RunningSite site, FakeTimeProvider clock, Plant plant)
    {
        (this.site, this.clock) = (site, clock);
        node = new(plant, new Connection("127.0.0.1", site.BrokerPort, null, null, FollowClock: true), TimeProvider.System, _ => { });
        living = node.RunAsync(stop.Token);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts a plant and waits until its item <paramref name="last"/> has spoken.</summary>
    public static async Task<PlantInStep> StartAsync(RunningSite site, FakeTimeProvider clock, Plant plant, string last)
    {
        var running = new PlantInStep(site, clock, plant);
        await Eventually.Holds(() => site.Get<Gateway>().Find(last) is { Online: true }, "the plant is there", TimeSpan.FromSeconds(60));
        return running;
    }

    /// <summary>Goes forward.</summary>
    public async Task TickAsync(double seconds)
    {
        var to = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds());
        var there = site.Get<Gateway>().WaitForNodeTimeAsync("PLANT", to, Ct);
        await site.Get<SparkplugConnector>().PublishAsync("cellwright/clock", JsonSerializer.SerializeToUtf8Bytes(new { to = to.UtcDateTime }), Ct);
        await there.WaitAsync(TimeSpan.FromSeconds(60), Ct);
        clock.SetUtcNow(to);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await living;
        node.Dispose();
        stop.Dispose();
    }
}
