extern alias plant;

namespace Cellwright.Tests.VirtualPlant;

public sealed class FollowingTheServersClock
{
    private static readonly DateTimeOffset Start = Rehearsal.Start;

    [Fact]
    public async Task Every_reading_of_a_step_is_published_before_the_clock_is_answered()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        await broker.ClockAsync(Start);
        await broker.ClockAsync(Start.AddSeconds(10));
        await broker.ClockAsync(Start.AddMinutes(10));

        ulong reached = 0;
        foreach (var message in broker.Heard)
        {
            if (message.Type == "DDATA")
                Assert.All(message.Payload.Metrics, m => Assert.True(m.Timestamp >= reached));
            if (message.Type != "NDATA") continue;
            Assert.Equal("Clock/Now", message.Payload.Metrics.Single().Name);
            reached = message.Payload.Metrics.Single().Timestamp;
        }

        Assert.Equal((ulong)Start.AddMinutes(10).ToUnixTimeMilliseconds(), reached);
    }

    [Fact]
    public async Task Two_plants_of_one_seed_say_the_same_bytes()
    {
        var first = await SayAsync(seed: 5);
        var second = await SayAsync(seed: 5);
        var other = await SayAsync(seed: 6);

        Assert.Equal(first.Count, second.Count);
        for (var i = 0; i < first.Count; i++) Assert.Equal(first[i], second[i]);
        Assert.NotEqual(first.SelectMany(b => b), other.SelectMany(b => b));
    }

    [Fact]
    public async Task A_measurement_is_published_within_a_minute_of_its_order()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        await broker.ClockAsync(Start);
        await broker.OrderAsync("CC-01", "measure", "B-1");
        await broker.ClockAsync(Start.AddMinutes(1));

        var counted = broker.Heard.Single(m => m is { Type: "DDATA", Device: "CC-01" }).Payload;
        Assert.Equal(4, counted.Metrics.Count);
        Assert.All(counted.Metrics, m => Assert.False(m.HasName));
    }

    [Fact]
    public void Twelve_days_in_steps_of_five_minutes_take_one_sample_a_minute_and_tag()
    {
        var r = new Rehearsal();
        r.Order("CP-01", "culture");
        r.Live(TimeSpan.FromHours(6), TimeSpan.FromMinutes(5));

        foreach (var device in r.Plant.Devices)
            foreach (var tag in device.Tags.Where(t => !t.OnEvent))
                Assert.True(r.Of(device.Id, tag.Name).Count <= 360);
    }

    private static async Task<List<byte[]>> SayAsync(int seed)
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true, seed);
        await broker.BornAsync();
        await broker.ClockAsync(Start);
        await broker.OrderAsync("CP-01", "seed", "B-1", "start", ("Setpoint/chamber-volume", 70), ("Parameter/cells-seeded", 1e8));
        await broker.ClockAsync(Start.AddSeconds(5));
        await broker.OrderAsync("CC-01", "measure", "B-1");
        await broker.ClockAsync(Start.AddMinutes(10));
        return [.. broker.Heard.SkipWhile(m => m.Type is "NBIRTH" or "DBIRTH").Select(m => m.Bytes)];
    }
}
