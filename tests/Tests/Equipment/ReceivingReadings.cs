using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

public sealed class ReceivingReadings
{
    private static DateTimeOffset Start => Line.Start;

    [Fact]
    public async Task Stores_what_a_device_sends_after_its_birth()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 5.0), (Start.AddSeconds(1), 5.1));
        await line.ArriveAsync(2);
        var latest = line.Store.Latest("CP-01", "co2")!;
        Assert.Equal((5.1, "%", Quality.Good, Start.AddSeconds(1), false), (latest.Value, latest.Unit, latest.Quality, latest.At, latest.Historical));
        Assert.Equal(latest, await line.Store.AtAddressAsync(latest.Address));
    }

    [Fact]
    [Requirement("P11-10h")]
    public async Task Refuses_an_unregistered_device_and_says_so_once_a_minute()
    {
        await using var line = await Line.StartAsync();
        await using var stranger = await line.BornAsync("XX-99");
        await using var edge = new EdgeDouble(line.Port, "OTHER");
        for (var i = 0; i < 3; i++) await stranger.DataAsync("XX-99", "co2", (Start.AddSeconds(i), 5));
        await edge.ConnectAsync();
        await edge.BearAsync(Start);
        await edge.BearDeviceAsync("BR-01", Start, ("ph", "[pH]", 1));
        await edge.DataAsync("BR-01", "ph", (Start, 7.2));
        await line.ArriveAsync(1, "BR-01", "ph");
        Assert.Empty(await line.ReadingsAsync("XX-99"));
        Assert.Equal("XX-99", Assert.Single(line.Refusals, r => r.Rule == "equipment-registered").Source);
        line.Clock.Advance(TimeSpan.FromMinutes(1));
        await stranger.DataAsync("XX-99", "co2", (Start.AddMinutes(1), 5));
        await Eventually.Holds(() => line.Refusals.Count(r => r.Rule == "equipment-registered") == 2, "the refusal is reported again");
    }

    [Fact]
    public async Task Drops_a_sample_that_comes_twice_and_flags_one_that_contradicts()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 5.0), (Start, 5.0));
        await edge.DataAsync("CP-01", "co2", (Start, 5.0), (Start, 6.0), (Start.AddSeconds(1), 5.0));
        await line.ArriveAsync(3);
        Assert.Equal(
            [(5.0, Quality.Good), (6.0, Quality.Uncertain), (5.0, Quality.Good)],
            (await line.ReadingsAsync()).Select(r => (r.Value, r.Quality)));
    }

    [Fact]
    public async Task Puts_samples_that_come_out_of_order_into_the_order_of_their_source_times()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        foreach (var second in new[] { 2, 0, 3, 1 }) await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(second), second));
        await line.ArriveAsync(4);
        Assert.Equal([0, 1, 2, 3], (await line.ReadingsAsync()).Select(r => r.Value));
        Assert.Equal(3, line.Store.Latest("CP-01", "co2")!.Value);
    }

    [Fact]
    public async Task Never_takes_a_historical_sample_for_live()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 5.0));
        line.Clock.Advance(TimeSpan.FromSeconds(2));
        await edge.DataAsync("CP-01", "co2", historical: true, (Start.AddHours(-3), 4.0), (Start.AddSeconds(1), 4.5));
        await line.ArriveAsync(3);
        Assert.Equal(5.0, line.Store.Latest("CP-01", "co2")!.Value);
        Assert.Equal([true, false, true], (await line.ReadingsAsync()).Select(r => r.Historical));
        Assert.Empty(line.Clocks);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Marks_readings_uncertain_while_the_clock_of_the_device_is_off(int minutes)
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start.AddMinutes(minutes), 5.0));
        await edge.DataAsync("CP-01", "co2", (Start.AddMinutes(minutes).AddSeconds(1), 5.0));
        await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(2), 5.2));
        await line.ArriveAsync(3);
        Assert.Equal([true, false], line.Clocks.Select(c => c.Off));
        Assert.Equal(minutes, line.Clocks[0].Offset.TotalMinutes);
        var readings = await line.ReadingsAsync();
        Assert.Equal(2, readings.Count(r => r.Quality == Quality.Uncertain));
        Assert.Contains(readings, r => r.At == Start.AddMinutes(minutes)); // as the device sent it
        Assert.Equal(5.2, line.Store.Latest("CP-01", "co2")!.Value);
    }

    [Fact, Requirement("P11-10h")]
    public async Task Takes_for_which_batch_and_step_a_device_says_that_it_measured()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync(interval: 0);
        await edge.ResultAsync("CP-01", "co2", Start, 5, "B-1", "A05c");
        await edge.ResultAsync("CP-01", "co2", Start.AddSeconds(1), 6, "B-2", null);
        await edge.ResultAsync("CP-01", "co2", Start.AddSeconds(2), 7, "B-3", "A12", asMetrics: true);
        await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(3), 8));
        await edge.ResultAsync("CP-01", "co2", Start.AddSeconds(4), 9, new string('B', 65), "A12");
        await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(5), 10));
        await line.ArriveAsync(5);
        Assert.Equal(
            [(5.0, new MeasuredFor("B-1", "A05c")), (6.0, new MeasuredFor("B-2", "")), (7.0, new MeasuredFor("B-3", "A12")), (8.0, null), (10.0, null)],
            (await line.ReadingsAsync()).Select(r => (r.Value, r.For)));
        Assert.Equal("measured-for", Assert.Single(line.Refusals).Rule);
        Assert.Equal(0, edge.RebirthsAsked);
    }

    [Fact]
    public async Task Refuses_what_is_no_finite_number_or_has_no_unit()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync(unit: null);
        await edge.DataAsync("CP-01", "co2", (Start, 5.0));
        await edge.BearDeviceAsync("CP-01", Start, ("gas-flow", "L/min", 1));
        await edge.DataAsync("CP-01", "gas-flow", (Start, double.NaN), (Start, double.PositiveInfinity), (Start, 0.4));
        await line.ArriveAsync(1, tag: "gas-flow");
        Assert.Empty(await line.ReadingsAsync());
        Assert.Equal(["unit-declared", "value-finite"], line.Refusals.Select(r => r.Rule));
    }

    [Fact]
    public async Task Refuses_a_malformed_and_an_oversized_payload_and_goes_on()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.SendRawAsync("DDATA", "CP-01", [0xFF, 0xFF, 0xFF, 0x01, 0x02]);
        await edge.SendRawAsync("DDATA", "CP-01", new byte[1024 * 1024 + 1]);
        await edge.DataAsync("CP-01", "co2", (Start, 5.0));
        await line.ArriveAsync(1);
        Assert.Equal(["payload-readable", "payload-size"], line.Refusals.Select(r => r.Rule));
    }

    [Fact]
    public async Task Calls_a_tag_stale_once_it_is_silent_for_longer_than_declared()
    {
        await using var line = await Line.StartAsync();
        Assert.True(line.Gateway.IsStale("CP-01", "co2", Start));
        await using var edge = await line.BornAsync(interval: 10);
        await edge.DataAsync("CP-01", "co2", (Start, 5.0));
        await line.ArriveAsync(1);
        Assert.False(line.Gateway.IsStale("CP-01", "co2", Start.AddSeconds(30)));
        Assert.True(line.Gateway.IsStale("CP-01", "co2", Start.AddSeconds(31)));
        line.Gateway.LimitSilence("CP-01", "co2", TimeSpan.FromSeconds(60));
        Assert.False(line.Gateway.IsStale("CP-01", "co2", Start.AddSeconds(31)));
    }

    [Fact]
    public async Task Follows_a_plant_that_lives_in_simulated_time()
    {
        await using var line = await Line.StartAsync();
        await using var edge = new EdgeDouble(line.Port);
        await edge.ConnectAsync();
        await edge.BearAsync(Start, followsClock: true);
        await edge.BearDeviceAsync("CP-01", Start, ("co2", "%", 60));
        var to = Start.AddMinutes(10);
        var reached = line.Gateway.WaitForNodeTimeAsync("PLANT", to, TestContext.Current.CancellationToken);
        await edge.DataAsync("CP-01", "co2", [.. Enumerable.Range(1, 10).Select(m => (Start.AddMinutes(m), 5.0))]);
        await line.ArriveAsync(10);
        Assert.False(reached.IsCompleted); // the message bears the instant, but the step is complete only with the clock
        await edge.ClockAsync(to);
        await reached.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(to, line.Gateway.NodeTime("PLANT"));
        Assert.Empty(line.Clocks);
        Assert.False(line.Gateway.IsStale("CP-01", "co2", to.AddMinutes(10))); // the plant has not lived through that step yet
        await edge.ClockAsync(to.AddMinutes(10));
        await line.Gateway.WaitForNodeTimeAsync("PLANT", to.AddMinutes(10), TestContext.Current.CancellationToken);
        Assert.True(line.Gateway.IsStale("CP-01", "co2", to.AddMinutes(10)));
    }
}
