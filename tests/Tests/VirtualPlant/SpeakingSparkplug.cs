extern alias plant;

using System.Text;
using Google.Protobuf;
using plant::Cellwright.Sparkplug;
using plant::Cellwright.VirtualPlant.Biology;
using plant::Cellwright.VirtualPlant.Devices;

namespace Cellwright.Tests.VirtualPlant;

public sealed class SpeakingSparkplug
{
    private static readonly DateTimeOffset Start = Rehearsal.Start;

    [Fact]
    public async Task The_node_is_born_first_and_then_every_device_with_every_tag_unit_and_interval()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();

        var heard = broker.Heard;
        Assert.Equal("NBIRTH", heard[0].Type);
        Assert.Equal(0UL, heard[0].Payload.Seq);
        Assert.Equal(0UL, heard[0].Payload.Metrics.Single(m => m.Name == "bdSeq").LongValue);
        Assert.Contains(heard[0].Payload.Metrics, m => m.Name == "Node Control/Rebirth");
        var devices = Inventory.Of(1, new Batches(1, []));
        Assert.Equal(devices.Select(d => d.Id), heard.Skip(1).Take(devices.Count).Select(m => m.Device));
        var aliases = new HashSet<ulong>();
        foreach (var (device, birth) in devices.Zip(heard.Skip(1)))
        {
            Assert.Equal("DBIRTH", birth.Type);
            Assert.Equal(device.Tags.Select(t => t.Name), birth.Payload.Metrics.Select(m => m.Name));
            foreach (var (tag, metric) in device.Tags.Zip(birth.Payload.Metrics))
            {
                Assert.True(aliases.Add(metric.Alias));
                Assert.Equal(10u, metric.Datatype);
                Assert.Equal(["engUnit", "interval", "onEvent"], metric.Properties.Keys);
                Assert.Equal(tag.Unit, metric.Properties.Values[0].StringValue);
                Assert.Equal(tag.Interval, metric.Properties.Values[1].DoubleValue);
                Assert.Equal(tag.OnEvent, metric.Properties.Values[2].BooleanValue);
            }
        }
    }

    [Fact]
    public async Task Sequence_numbers_run_from_0_to_255_and_wrap_without_a_gap()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        for (var i = 0; i <= 40; i++) await broker.ClockAsync(Start.AddMinutes(10 * i));

        var numbers = broker.Heard.Select(m => m.Payload.Seq).ToList();
        Assert.True(numbers.Count > 512);
        for (var i = 0; i < numbers.Count; i++) Assert.Equal((ulong)(i % 256), numbers[i]);
    }

    [Fact]
    public async Task A_rebirth_restarts_the_sequence_and_shows_the_last_values()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        await broker.ClockAsync(Start);
        await broker.SayAsync("spBv1.0/cellwright/NCMD/PLANT",
            new Payload { Metrics = { new Metric { Name = "Node Control/Rebirth", Datatype = 11, BooleanValue = true } } }.ToByteArray());
        await broker.BornAsync(2);

        var again = broker.Heard.Last(m => m.Type == "NBIRTH").Payload;
        Assert.Equal(0UL, again.Seq);
        Assert.Equal(0UL, again.Metrics.Single(m => m.Name == "bdSeq").LongValue);
        var room = broker.Heard.Last(m => m is { Type: "DBIRTH", Device: "EM-01" }).Payload;
        Assert.All(room.Metrics, m => Assert.False(m.IsNull));
    }

    [Fact]
    public async Task After_the_broker_was_away_bdSeq_is_higher_and_what_was_measured_meanwhile_is_historical()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: false);
        await broker.BornAsync();
        await broker.UntilAsync(b => b.Heard.Any(m => m.Type == "DDATA"), "live data");
        Assert.DoesNotContain(broker.Heard, m => m.Type == "DDATA" && m.Payload.Metrics.Any(s => s.IsHistorical));
        await broker.StopBrokerAsync();
        await broker.UntilAsync(b => b.Log.Count(line => line.Contains("trying again", StringComparison.Ordinal)) >= 3, "failed attempts");
        await broker.StartBrokerAsync();
        await broker.UntilAsync(b => b.Heard.Any(m => m.Type == "DDATA" && m.Payload.Metrics.Any(s => s.IsHistorical)), "historical data");

        var births = broker.Heard.Where(m => m.Type == "NBIRTH").Select(m => m.Payload.Metrics.Single(s => s.Name == "bdSeq").LongValue).ToList();
        Assert.True(births.Count == 2 && births[1] > births[0]);
        var speed = broker.Heard.First(m => m is { Type: "DBIRTH", Device: "CP-01" }).Payload.Metrics.Single(s => s.Name == "centrifuge-speed").Alias;
        var seconds = broker.Heard.Where(m => m is { Type: "DDATA", Device: "CP-01" }).SelectMany(m => m.Payload.Metrics)
            .Where(s => s.Alias == speed).Select(s => s.Timestamp / 1000).Order().ToList();
        for (var i = 1; i < seconds.Count; i++) Assert.Equal(seconds[i - 1] + 1, seconds[i]);
    }

    [Fact]
    public async Task Leaving_on_purpose_publishes_the_deaths_with_the_bdSeq_of_the_birth()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        await broker.EndPlantAsync();

        Assert.Equal("NDEATH", broker.Heard[^1].Type);
        Assert.Equal(0UL, broker.Heard[^1].Payload.Metrics.Single().LongValue);
        Assert.False(broker.Heard[^1].Payload.HasSeq);
        Assert.Contains(broker.Heard, m => m is { Type: "DDEATH", Device: "CP-01" });
    }

    [Fact]
    public async Task Malformed_commands_become_a_log_line_and_nothing_is_lost()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(followClock: true);
        await broker.BornAsync();
        await broker.ClockAsync(Start);
        await broker.SayAsync("spBv1.0/cellwright/DCMD/PLANT/CP-01", [0xff, 0x01]);
        await broker.OrderAsync("CP-01", "dance", "B");
        await broker.OrderAsync("XX-99", "seed", "B");
        await broker.OrderAsync("CP-01", "seed", "B", "pause");
        await broker.OrderAsync("CP-01", "seed", "B", "start", ("Setpoint/chamber-volume", double.NaN));
        await broker.SayAsync("cellwright/plant/fault", Encoding.UTF8.GetBytes("{nonsense"));
        await broker.SayAsync("cellwright/plant/fault", Encoding.UTF8.GetBytes("""{"name":"pump-slip","equipment":"EM-01"}"""));
        await broker.SayAsync("cellwright/clock", Encoding.UTF8.GetBytes("""{"to":"tomorrow"}"""));
        await broker.ClockAsync(Start.AddMinutes(1));

        var log = string.Join('\n', broker.Log);
        foreach (var sentence in new[] { "not Sparkplug B", "no phase dance", "no device XX-99", "'pause'", "not a number", "not JSON", "no pump", "the clock is not" })
            Assert.Contains(sentence, log, StringComparison.Ordinal);
        var numbers = broker.Heard.Select(m => m.Payload.Seq).ToList();
        for (var i = 0; i < numbers.Count; i++) Assert.Equal((ulong)(i % 256), numbers[i]);
    }

    [Fact]
    public async Task A_device_that_drops_off_dies_comes_back_and_delivers_what_it_kept_as_historical()
    {
        await using var broker = await BrokerInTest.StartAsync();
        broker.Run(true, 1, "drop-off@IN-01:after=10m,for=20m");
        await broker.BornAsync();
        for (var i = 0; i <= 8; i++) await broker.ClockAsync(Start.AddMinutes(5 * i));

        var incubator = broker.Heard.Where(m => m.Device == "IN-01").ToList();
        Assert.Equal(["DBIRTH", "DDEATH", "DBIRTH"], incubator.Where(m => m.Type != "DDATA").Select(m => m.Type));
        Assert.Contains(incubator, m => m.Type == "DDATA" && m.Payload.Metrics.Any(s => s.IsHistorical));
        var times = incubator.Where(m => m.Type == "DDATA").SelectMany(m => m.Payload.Metrics).GroupBy(m => m.Alias).First().Select(m => m.Timestamp).Distinct().ToList();
        Assert.Equal(41, times.Count);
    }
}
