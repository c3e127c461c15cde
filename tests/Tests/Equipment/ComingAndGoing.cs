using Cellwright.Server.Equipment.Connectors;

namespace Cellwright.Tests.Equipment;

public sealed class ComingAndGoing
{
    private static DateTimeOffset Start => Line.Start;

    [Fact]
    public async Task Of_one_device_is_one_event_each()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        await edge.DieAsync("CP-01", Start);
        await edge.DieAsync("CP-01", Start);
        await edge.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        await Eventually.Holds(() => line.Seen.Count >= 3, "the device came, went and came");
        Assert.Equal([true, false, true], line.Seen.Select(s => s.Online));
    }

    [Fact]
    public async Task Of_a_lost_edge_node_takes_each_of_its_devices_along_once()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.BearDeviceAsync("BR-01", Start, ("ph", "[pH]", 1));
        await Eventually.Holds(() => line.Seen.Count == 2, "both devices came");
        edge.Break();
        await Eventually.Holds(() => line.Seen.Count == 4, "both devices went");
        Assert.Equal(["BR-01", "CP-01"], line.Seen.Where(s => !s.Online).Select(s => s.Equipment).Order());
        Assert.True(line.Gateway.IsStale("CP-01", "co2", Start));
    }

    [Fact]
    public async Task Ignores_a_late_death_that_belongs_to_an_earlier_birth()
    {
        await using var line = await Line.StartAsync();
        await using var old = await line.BornAsync();
        await using var anew = new EdgeDouble(line.Port, "PLANT") { Birth = 1 };
        await anew.ConnectAsync(); // the broker closes the old connection and speaks its will, bdSeq 0
        await anew.BearAsync(Start);
        await anew.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        var late = new Cellwright.Sparkplug.Payload { Metrics = { new Cellwright.Sparkplug.Metric { Name = "bdSeq", LongValue = 0 } } };
        await anew.SendRawAsync("NDEATH", null, Google.Protobuf.MessageExtensions.ToByteArray(late));
        await anew.DataAsync("CP-01", "co2", (Start, 5));
        await line.ArriveAsync(1);
        Assert.True(line.Seen[^1].Online);
    }

    [Fact]
    public async Task Of_a_second_edge_node_of_one_device_is_refused_while_the_first_is_alive()
    {
        await using var line = await Line.StartAsync();
        await using var first = await line.BornAsync();
        await using var second = await AnnouncedAsync(line, "SECOND");
        await Eventually.Holds(() => line.Conflicts.Count == 1, "the conflict is said");
        await second.DataAsync("CP-01", "co2", (Start, 99));
        await first.DataAsync("CP-01", "co2", (Start.AddSeconds(1), 5));
        await line.ArriveAsync(1);
        Assert.Equal([5.0], (await line.ReadingsAsync()).Select(r => r.Value));
        await Eventually.Holds(() => line.Refusals.Any(r => r.Rule == Gateway.Claimed), "the second's readings are refused");

        // Commands go to the one that has it.
        await line.Connector.CommandAsync("CP-01", new Dictionary<string, object> { ["Phase/Name"] = "culture" }, TestContext.Current.CancellationToken);
        await Eventually.Holds(() => { lock (first.Commands) return first.Commands.Count == 1; }, "the command arrived");
        Assert.Empty(second.Commands);

        second.Break();
        await Eventually.Holds(() => line.Conflicts.Count == 2, "the conflict is over");
        Assert.Equal([true, false], line.Conflicts.Select(one => one.Stands));
        Assert.Single(line.Seen);
    }

    [Fact]
    public async Task Of_the_first_edge_node_lets_the_second_have_the_device_only_when_it_announces_it_again()
    {
        await using var line = await Line.StartAsync();
        await using var first = await line.BornAsync();
        await using var second = await AnnouncedAsync(line, "SECOND");
        await Eventually.Holds(() => line.Conflicts.Count == 1, "the conflict is said");
        first.Break();
        await Eventually.Holds(() => line.Seen.Count == 2, "the first is gone");
        await second.DataAsync("CP-01", "co2", (Start, 99));
        await second.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        await second.DataAsync("CP-01", "co2", (Start.AddSeconds(1), 6));
        await line.ArriveAsync(1);
        Assert.Equal([6.0], (await line.ReadingsAsync()).Select(r => r.Value));
        Assert.Equal("SECOND", line.Gateway.Find("CP-01")!.Node);
        Assert.Equal([true, false], line.Conflicts.Select(one => one.Stands));
    }

    [Fact]
    public async Task Of_many_nodes_that_make_the_same_claim_says_one_conflict()
    {
        await using var line = await Line.StartAsync();
        await using var first = await line.BornAsync();
        var rogues = new List<EdgeDouble>();
        for (var number = 0; number < 12; number++) rogues.Add(await AnnouncedAsync(line, $"ROGUE-{number}"));
        await Eventually.Holds(() => line.Conflicts.Count == 1, "the conflict is said");
        foreach (var rogue in rogues) await rogue.DataAsync("CP-01", "co2", (Start, 99));
        for (var number = 0; number < 5; number++)
        {
            await rogues[0].DieAsync("CP-01", Start);
            await rogues[0].BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        }

        await first.DataAsync("CP-01", "co2", (Start, 5));
        await line.ArriveAsync(1);
        Assert.Single(line.Conflicts);
        foreach (var rogue in rogues) await rogue.DisposeAsync();
    }

    [Fact]
    public async Task Of_the_server_leaves_the_device_with_the_node_that_had_it()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var folder = new Cellwright.Tests.Readings.TemporaryFolder();
        var line = await Line.StartAsync(broker.Port, folder);
        await using var first = await line.BornAsync();
        await using var second = await AnnouncedAsync(line, "SECOND");
        await Eventually.Holds(() => line.Conflicts.Count == 1, "the conflict is said");
        await line.DisposeAsync();

        await using var again = await Line.StartAsync(broker.Port, folder);
        await second.BearAsync(Start);
        await second.BearDeviceAsync("CP-01", Start, ("co2", "%", 1)); // before the first has said a word
        await second.DataAsync("CP-01", "co2", (Start, 99));
        await Eventually.Holds(() => again.Conflicts.Count == 1, "the conflict is said again");
        await first.DataAsync("CP-01", "co2", (Start.AddSeconds(1), 5));
        await again.ArriveAsync(1);
        Assert.Equal([5.0], (await again.ReadingsAsync()).Select(r => r.Value));
    }

    private static async Task<EdgeDouble> AnnouncedAsync(Line line, string node)
    {
        var edge = new EdgeDouble(line.Port, node);
        await edge.ConnectAsync();
        await edge.BearAsync(Start);
        await edge.BearDeviceAsync("CP-01", Start, ("co2", "%", 1));
        return edge;
    }

    [Fact]
    public async Task After_a_gap_asks_for_rebirth_and_keeps_what_came()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        edge.LoseOne();
        for (var i = 0; i < 5; i++)
        {
            await edge.DataAsync("CP-01", "co2", (Start.AddSeconds(i), 5));
            edge.LoseOne();
        }

        await line.ArriveAsync(5);
        await Eventually.Holds(() => edge.RebirthsAsked > 0, "a rebirth is asked for");
        Assert.Equal(1, edge.RebirthsAsked); // not once for every gap
    }

    [Fact]
    public async Task Before_a_birth_is_seen_asks_for_it()
    {
        await using var line = await Line.StartAsync();
        await using var edge = new EdgeDouble(line.Port);
        await edge.ConnectAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 5));
        await Eventually.Holds(() => edge.RebirthsAsked == 1, "a rebirth is asked for");
        await Eventually.Holds(() => line.Refusals.Any(), "the data that nobody declared are refused");
        Assert.Equal("birth-known", Assert.Single(line.Refusals).Rule);
    }

    [Fact]
    public async Task Commands_reach_the_device_with_their_types()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        var absent = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            line.Connector.CommandAsync("ZZ-01", new Dictionary<string, object>(), TestContext.Current.CancellationToken));
        Assert.Contains("ZZ-01", absent.Message, StringComparison.Ordinal);
        await line.Connector.CommandAsync(
            "CP-01", new Dictionary<string, object> { ["Phase/Name"] = "culture", ["Setpoint/co2"] = 5.0 }, TestContext.Current.CancellationToken);
        await Eventually.Holds(() => { lock (edge.Commands) return edge.Commands.Count == 1; }, "the command arrived");
        Assert.Equal("spBv1.0/cellwright/DCMD/PLANT/CP-01", edge.Commands[0].Topic);
        Assert.Equal(["culture", "5"], edge.Commands[0].Payload.Metrics.Select(m => m.HasStringValue ? m.StringValue : $"{m.DoubleValue}"));
    }

    [Fact]
    public async Task Needs_the_password_where_the_broker_has_one()
    {
        await using var broker = new EmbeddedBroker(user: "plant", password: "open sesame");
        await broker.StartAsync();
        await using var edge = new EdgeDouble(broker.Port);
        await Assert.ThrowsAnyAsync<Exception>(() => edge.ConnectAsync("plant", "wrong"));
        await edge.ConnectAsync("plant", "open sesame");
    }
}
