using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Readings;
using Cellwright.Tests.Equipment;

namespace Cellwright.Tests.Server;

/// <summary>Devices at the site's own broker: what is right becomes a value, what is not gets a sentence.</summary>
[Requirement("P211-68b1", "P11-10h")]
public sealed class EquipmentAtTheDoor(SharedSite shared)
{
    private const string Tag = "chamber-temperature";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_cannot_be_read_is_refused_and_stands_in_the_log_of_the_item()
    {
        var (site, item, edge) = await ConnectedAsync();
        await using var connection = edge;
        await edge.SendRawAsync("DDATA", item, [0xFF, 0x00, 0x13, 0x37]);
        var said = await SaidAsync(site, item, DeviceEventKind.PayloadRefused);
        Assert.Contains("no Sparkplug B payload", said, StringComparison.Ordinal);
        await StillSpeaksAsync(site, item, edge);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_stands_in_the_log_of_the_item()
    {
        var (site, item, edge) = await ConnectedAsync();
        await using var connection = edge;
        await edge.SendRawAsync("DDATA", item, new byte[3 * 1024 * 1024]);
        var said = await SaidAsync(site, item, DeviceEventKind.PayloadRefused);
        Assert.Contains("send fewer samples at a time", said, StringComparison.Ordinal);
        await StillSpeaksAsync(site, item, edge);
    }

    [Fact]
    public async Task Readings_of_an_item_that_nobody_registered_are_refused_which_the_record_says_once()
    {
        var site = await shared.AskAsync();
        var item = shared.Name("GHOST");
        await using (var edge = await BornAsync(site, item))
        {
            for (var value = 0; value < 20; value++) await edge.DataAsync(item, Tag, (DateTimeOffset.UtcNow, value));
            var said = await SaidAsync(site, item, DeviceEventKind.Unregistered);
            Assert.Contains($"through edge node NODE-{item}", said, StringComparison.Ordinal);
            Assert.Contains("register the equipment first", said, StringComparison.Ordinal);
        }

        await Eventually.Holds(() => site.Get<Gateway>().Find(item) is { Online: false }, "it is gone", TimeSpan.FromSeconds(60));
        await using var again = await BornAsync(site, item);
        await again.DataAsync(item, Tag, (DateTimeOffset.UtcNow, 37));
        Assert.Null(site.Get<ReadingStore>().Latest(item, Tag));
        Assert.Single(await site.StreamAsync($"equipment/{item}"));

        await site.EquipAsync(item, "cell-processor");
        await SpeakAsync(site, again, item, DateTimeOffset.UtcNow, 37.5);
        Assert.Null((await site.Desk.StateAsync<EquipmentItem>(item, Ct)).Device);
    }

    [Fact]
    public async Task Made_up_ids_do_not_fill_the_record()
    {
        await using var site = await (await RunningSite.OpenAsync()).EmployAsync();
        await using var edge = new EdgeDouble(site.BrokerPort, "ROGUE");
        await edge.ConnectAsync();
        await edge.BearAsync(DateTimeOffset.UtcNow);
        for (var number = 0; number < RegisteredEquipment.MostStrangers + 40; number++)
        {
            await edge.BearDeviceAsync($"X-{number:D4}", DateTimeOffset.UtcNow, (Tag, "Cel", 1));
            await edge.BearDeviceAsync($"no id {number}", DateTimeOffset.UtcNow, (Tag, "Cel", 1));
        }

        await Eventually.Holds(() => Strangers() == RegisteredEquipment.MostStrangers, "as many are on record as it takes", TimeSpan.FromSeconds(60));
        await Eventually.Holds(() => site.Get<Gateway>().Find($"no id {RegisteredEquipment.MostStrangers + 39}") is not null, "all were seen", TimeSpan.FromSeconds(60));
        await site.EquipAsync("CP-01", "cell-processor"); // recorded after whatever the strangers brought
        Assert.Equal(RegisteredEquipment.MostStrangers + 1, Strangers());

        int Strangers() => site.Record.StreamsAsync("equipment/", Ct).Result.Count;
    }

    [Fact, Requirement("P11-10h")]
    public async Task A_device_that_a_second_edge_node_announces_stays_with_the_first_and_the_conflict_is_recorded()
    {
        var (site, item, first) = await ConnectedAsync();
        await using var connection = first;
        await SpeakAsync(site, first, item, DateTimeOffset.UtcNow, 37);
        await using var second = new EdgeDouble(site.BrokerPort, $"OTHER-{item}");
        await second.ConnectAsync();
        await second.BearAsync(DateTimeOffset.UtcNow);
        await second.BearDeviceAsync(item, DateTimeOffset.UtcNow, (Tag, "Cel", 1));
        for (var value = 0; value < 20; value++) await second.DataAsync(item, Tag, (DateTimeOffset.UtcNow, 99));
        var said = await SaidAsync(site, item, DeviceEventKind.Contested);
        Assert.Contains($"Edge node OTHER-{item} announces {item} too, which edge node NODE-{item} has", said, StringComparison.Ordinal);
        await SpeakAsync(site, first, item, DateTimeOffset.UtcNow, 37.5);
        Assert.DoesNotContain(await site.Get<ReadingStore>().WindowAsync(item, Tag, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1)), reading => reading.Value == 99);
        Assert.Single(Events(site, item), one => one.Kind == DeviceEventKind.Contested);
        Assert.DoesNotContain(Events(site, item), one => one.Kind == DeviceEventKind.PayloadRefused);
        Assert.NotNull((await site.Desk.StateAsync<EquipmentItem>(item, Ct)).Contested);

        // Moved on purpose: it ends at the one, then it starts at the other.
        await first.DieAsync(item, DateTimeOffset.UtcNow);
        await Eventually.Holds(() => site.Get<Gateway>().Find(item) is { Online: false }, "the first has ended it", TimeSpan.FromSeconds(60));
        await second.BearDeviceAsync(item, DateTimeOffset.UtcNow, (Tag, "Cel", 1));
        await SpeakAsync(site, second, item, DateTimeOffset.UtcNow, 36.8);
        await SaidAsync(site, item, DeviceEventKind.Uncontested);
        Assert.Null((await site.Desk.StateAsync<EquipmentItem>(item, Ct)).Contested);
    }

    [Fact, Requirement("P211-105")]
    public async Task An_item_whose_calibration_failed_gives_no_value()
    {
        var (site, item, edge) = await ConnectedAsync();
        await using var connection = edge;
        var batch = await IncubatingAsync(site, item);
        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow, 37);
        await site.Team.Engineer.MustAsync(new RecordCalibration(item, site.Desk.Now, site.Desk.Now.AddDays(1), false, "drifted"), Ct);
        await RefusesValueAsync(site, batch, "calibration", "calibrat");
    }

    [Theory]
    [InlineData(10, "stale")]
    [InlineData(-10, "stale")]
    public async Task A_clock_that_is_minutes_off_gives_no_value_and_no_deviation(int minutes, string rule)
    {
        var (site, item, edge) = await ConnectedAsync();
        await using var connection = edge;
        var batch = await IncubatingAsync(site, item);
        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow.AddMinutes(minutes), 37);
        Assert.Contains(minutes > 0 ? "ahead" : "behind", await SaidAsync(site, item, DeviceEventKind.ClockOff), StringComparison.Ordinal);
        await RefusesValueAsync(site, batch, rule, "device");
        Assert.Empty((await site.Desk.StateAsync<Batch>(batch, Ct)).Deviations);

        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow, 37.1);
        await site.DoAsync(new RecordFromEquipment(batch, "S4", "temperature"));
        Assert.Equal(37.1, (await site.Desk.StateAsync<Batch>(batch, Ct)).Step("S4")!.Current("temperature")!.Value);
    }

    [Fact, Requirement("P211-100", "P211-111")]
    public async Task A_reading_outside_its_limit_opens_a_deviation_with_its_readings_and_holds_the_batch()
    {
        var (site, item, edge) = await ConnectedAsync();
        await using var connection = edge;
        var batch = await IncubatingAsync(site, item);
        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow, 37);
        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow, 39.5);
        await Eventually.Holds(() => !site.Desk.StateAsync<Batch>(batch, Ct).Result.Holds.IsEmpty, "the batch is on hold", TimeSpan.FromSeconds(60));
        var notice = Assert.Single((await site.Desk.StateAsync<Batch>(batch, Ct)).Deviations);
        await Eventually.Holds(() => site.Desk.StateAsync<Deviation>(notice.Id, Ct).Result.Status == DeviationStatus.Open, "the deviation is open", TimeSpan.FromSeconds(60));
        using var terminal = await site.SignInAsync(site.Team.Operator);
        Assert.Equal("hold", (await terminal.GiveAsync("RecordFromEquipment", new { batchId = batch, step = "S4", parameter = "temperature" })).Refusal?.Rule);
    }

    private async Task<(RunningSite Site, string Item, EdgeDouble Edge)> ConnectedAsync()
    {
        var site = await shared.AskAsync();
        var item = shared.Name("CP");
        await site.EquipAsync(item, "cell-processor");
        return (site, item, await BornAsync(site, item));
    }

    private static async Task<EdgeDouble> BornAsync(RunningSite site, string item)
    {
        var edge = new EdgeDouble(site.BrokerPort, $"NODE-{item}");
        await edge.ConnectAsync();
        await edge.BearAsync(DateTimeOffset.UtcNow);
        await edge.BearDeviceAsync(item, DateTimeOffset.UtcNow, (Tag, "Cel", 1));
        await Eventually.Holds(() => site.Get<Gateway>().Devices.Any(device => device.Equipment == item && device.Online), "the device is seen", TimeSpan.FromSeconds(60));
        return edge;
    }

    /// <summary>A batch in its watched step with the item checked in.</summary>
    private async Task<string> IncubatingAsync(RunningSite site, string item)
    {
        var batch = await shared.BatchAsync();
        await site.DoAsync(
        [
            new StartStep(batch, "S1"), new Confirm(batch, "S1", "statement-1"), new Confirm(batch, "S1", "statement-2"),
            new Confirm(batch, "S1", "statement-3"), new CompleteStep(batch, "S1"),
            new StartStep(batch, "S2"), new RecordByHand(batch, "S2", "glucose", 2.5, "g/L", null), new CompleteStep(batch, "S2"),
            new StartStep(batch, "S3"), new CheckInEquipment(batch, "S3", "processor", item), new CompleteStep(batch, "S3"),
            new StartStep(batch, "S4"),
        ]);
        return batch;
    }

    private static async Task SpeakAsync(RunningSite site, EdgeDouble edge, string item, DateTimeOffset at, double value)
    {
        await edge.DataAsync(item, Tag, (at, value));
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        await Eventually.Holds(
            () => site.Get<ReadingStore>().WindowAsync(item, Tag, sent, sent).Result.Any(reading => reading.Value == value), "the reading is stored", TimeSpan.FromSeconds(60));
    }

    private static async Task StillSpeaksAsync(RunningSite site, string item, EdgeDouble edge) =>
        await SpeakAsync(site, edge, item, DateTimeOffset.UtcNow, 36.9);

    private static async Task<string> SaidAsync(RunningSite site, string item, DeviceEventKind kind)
    {
        await Eventually.Holds(() => Events(site, item).Any(said => said.Kind == kind), $"{kind} stands in the log of the item", TimeSpan.FromSeconds(60));
        return Events(site, item).Last(said => said.Kind == kind).Sentence;
    }

    private static IEnumerable<DeviceEventRecorded> Events(RunningSite site, string item) =>
        site.StreamAsync($"equipment/{item}").Result.Where(entry => entry.Type == nameof(DeviceEventRecorded))
            .Select(entry => (DeviceEventRecorded)EventCatalogue.Read(entry.Type, entry.Data.Span));

    private static async Task RefusesValueAsync(RunningSite site, string batch, string rule, string words)
    {
        using var terminal = await site.SignInAsync(site.Team.Operator);
        var (status, refusal) = await terminal.GiveAsync("RecordFromEquipment", new { batchId = batch, step = "S4", parameter = "temperature" });
        Assert.Equal((409, rule), (status, refusal?.Rule));
        Assert.Contains(words, refusal!.Sentence, StringComparison.OrdinalIgnoreCase);
        var recorded = JsonSerializer.Deserialize<ActRefused>((await site.StreamAsync($"refused/batch/{batch}"))[^1].Data.Span, EventCatalogue.Options)!;
        Assert.Equal(rule, recorded.Rule);
    }
}
