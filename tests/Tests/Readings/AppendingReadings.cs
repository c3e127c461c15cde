using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;

namespace Cellwright.Tests.Readings;

public sealed class AppendingReadings : Storing
{
    [Fact]
    public async Task Gives_addresses_that_stay_across_a_restart()
    {
        IReadOnlyList<Reading> kept;
        await using (var store = await OpenAsync()) kept = await store.AppendAsync([Sample(1), Sample(2, 1)]);
        Assert.Equal(["r/000001/0", "r/000001/1"], kept.Select(r => r.Address));
        await using (var store = await OpenAsync())
        {
            Assert.Equal(kept[1], store.Latest("CP-01", "co2"));
            Assert.Equal("r/000001/2", Assert.Single(await store.AppendAsync([Sample(3, 2)])).Address);
            Assert.Null(await store.AtAddressAsync("r/000001/3"));
            Assert.Null(await store.AtAddressAsync("r/000009/0"));
            Assert.Null(await store.AtAddressAsync("nonsense"));
        }
    }

    [Fact]
    public async Task Tells_listeners_once_the_readings_are_durable()
    {
        await using var store = await OpenAsync();
        var heard = new List<Reading>();
        store.Arrived += readings => heard.AddRange(readings);
        var kept = await store.AppendAsync([Sample(1), Sample(1), Sample(2, 1)]);
        Assert.Equal(kept, heard);
        Assert.Equal(2, heard.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task Cuts_a_torn_tail_and_says_so(int torn)
    {
        await using (var store = await OpenAsync()) await store.AppendAsync([Sample(1)]);
        var file = Path.Combine(Wal, "000001.wal");
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await using (var store = await OpenAsync()) await store.AppendAsync([Sample(2, 1)]);
        var longer = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, longer[..(whole.Length + torn)], TestContext.Current.CancellationToken);
        await using (var store = await OpenAsync())
        {
            Assert.Contains($"{torn} bytes", Assert.Single(store.Recovered), StringComparison.Ordinal);
            Assert.Equal(1, store.Latest("CP-01", "co2")!.Value);
            await store.AppendAsync([Sample(3, 2)]);
        }

        await using (var store = await OpenAsync())
            Assert.Equal([1, 3], (await store.WindowAsync("CP-01", "co2", Start, Start.AddDays(1))).Select(r => r.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fails_with_a_sentence_while_the_disk_is_full_and_goes_on_afterwards(bool inFlush)
    {
        var disk = new FullDisk(inFlush);
        var options = new ReadingStoreOptions(Root) { OpenFile = disk.Open };
        var retry = new ReadingBatch();
        await using (var store = await OpenAsync(options))
        {
            await store.AppendAsync([Sample(1)]);
            disk.Full = true;
            retry.Add(store.Series("CP-01", "co2", "%"), 2, Quality.Good, Start.AddSeconds(1), Start, false);
            retry.Add(store.Series("CP-01", "gas-flow", "L/min"), 3, Quality.Good, Start.AddSeconds(1), Start, false);
            var fault = await Assert.ThrowsAsync<ReadingsNotStoredException>(() => store.AppendAsync(retry));
            Assert.Contains("Free space", fault.Message, StringComparison.Ordinal);
            Assert.Equal(1, store.Latest("CP-01", "co2")!.Value);
            disk.Full = false;
            Assert.Equal(new Appended(2, 0, 0), await store.AppendAsync(retry));
        }

        await using (var store = await OpenAsync())
        {
            Assert.Empty(store.Recovered);
            Assert.Equal([1, 2], (await store.WindowAsync("CP-01", "co2", Start, Start.AddDays(1))).Select(r => r.Value));
            Assert.Equal("L/min", store.Latest("CP-01", "gas-flow")!.Unit);
            Assert.Equal("r/000001/2", retry.AddressOf(1));
        }
    }

    [Fact]
    public async Task Draws_a_trend_of_minimum_maximum_and_mean()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([.. Enumerable.Range(0, 100).Select(n => Sample(n, n))]);
        var trend = await store.TrendAsync("CP-01", "co2", Start, Start.AddSeconds(99), 10);
        Assert.Equal(10, trend.Count);
        Assert.Equal(new TrendPoint(trend[3].From, 30, 39, 34.5, 10), trend[3]);
        Assert.Empty(await store.TrendAsync("CP-01", "nothing", Start, Start.AddSeconds(99), 10));
    }

    [Fact]
    public async Task From_many_threads_loses_and_doubles_nothing()
    {
        await using var store = await OpenAsync(new ReadingStoreOptions(Root) { SegmentRows = 5_000 });
        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await store.AppendAsync([.. Enumerable.Range(i * 10, 10).Select(n => Sample(n, n, $"CP-{thread:D2}"))]);
        })));
        for (var thread = 0; thread < 16; thread++)
        {
            var window = await store.WindowAsync($"CP-{thread:D2}", "co2", Start, Start.AddDays(1));
            Assert.Equal(Enumerable.Range(0, 1000).Select(n => (double)n), window.Select(r => r.Value));
            Assert.Equal(1000, window.Select(r => r.Address).Distinct().Count());
        }
    }
}
