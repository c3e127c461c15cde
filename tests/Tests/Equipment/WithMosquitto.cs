using Cellwright.Tests.Readings;

namespace Cellwright.Tests.Equipment;

public sealed class WithMosquitto
{
    private static DateTimeOffset Start => Line.Start;

    [Fact]
    public async Task Readings_arrive_as_with_the_broker_within()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var line = await Line.StartAsync(broker.Port);
        await using var edge = await line.BornAsync();
        for (var i = 0; i < 200; i++) await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(i / 10.0), i));
        await line.ArriveAsync(200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (double)i), (await line.ReadingsAsync()).Select(r => r.Value));
        edge.Break();
        await Eventually.Holds(() => line.Seen.Any(s => !s.Online), "the will was spoken");
    }

    [Fact]
    public async Task A_restart_of_the_broker_loses_nothing_that_it_acknowledged()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var line = await Line.StartAsync(broker.Port);
        var edge = await line.BornAsync();
        var acknowledged = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                var value = round * 100 + i;
                await edge.DataAsync("CP-01", "co2", (Start.AddMilliseconds(value), value)); // returns with the broker's acknowledgement
                acknowledged.Add(value);
            }

            await broker.StopAsync();
            await edge.DisposeAsync();
            await broker.StartAsync();
            await Eventually.Holds(() => line.Connector.IsConnected, "the connector is back", TimeSpan.FromSeconds(30));
            edge = new EdgeDouble(broker.Port) { Birth = (ulong)round + 1 };
            await edge.ConnectAsync();
            await edge.BearAsync(Start);
            await edge.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        }

        await line.ArriveAsync(acknowledged.Count);
        Assert.Equal(acknowledged, (await line.ReadingsAsync()).Select(r => r.Value));
        await edge.DisposeAsync();
    }

    [Fact]
    public async Task A_restart_of_the_server_reads_what_the_broker_held_back()
    {
        using var broker = new Mosquitto();
        using var folder = new TemporaryFolder();
        await broker.StartAsync();
        var line = await Line.StartAsync(broker.Port, folder);
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 1));
        await line.ArriveAsync(1);
        await line.DisposeAsync();
        await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(1), 2), (Start.AddSeconds(2), 3)); // by alias only

        await using var again = await Line.StartAsync(broker.Port, folder);
        await again.ArriveAsync(3);
        Assert.Equal([1, 2, 3], (await again.ReadingsAsync()).Select(r => r.Value));
        await Eventually.Holds(() => edge.RebirthsAsked > 0, "the node is asked whether its devices are still there");
        Assert.Empty(again.Refusals);
    }
}
