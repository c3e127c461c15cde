using System.Security.Cryptography;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;
using CsCheck;

namespace Cellwright.Tests.Readings;

public sealed class SealingReadings : Storing
{
    [Fact]
    [Requirement("P211-68b2")]
    public async Task Keeps_every_bit_of_a_value_and_its_unit()
    {
        double[] values = [-0.0, 0.0, double.Epsilon, -double.Epsilon, 2.2250738585072009e-308, double.MaxValue, double.MinValue, 0.1, 1.0 / 3, 36.999999999999993, -0.0];
        string[] units = ["Cel", "/mL", "10*6/mL", "L/(m2.h)", "[pH]", "µm", "%"];
        var sent = values.SelectMany((v, i) => units.Select((u, j) => Sample(v, i, tag: $"tag-{j}", unit: u))).ToList();
        IReadOnlyList<Cellwright.Domain.Equipment.Reading> kept;
        await using (var store = await OpenAsync()) kept = await store.AppendAsync(sent);
        await using (var store = await OpenAsync())
        {
            await AssertSame(store);
            await store.SealAsync();
            await AssertSame(store);
        }

        await using (var store = await OpenAsync()) await AssertSame(store);

        async Task AssertSame(ReadingStore store)
        {
            Assert.Equal(sent.Count, kept.Count);
            for (var i = 0; i < sent.Count; i++)
            {
                var found = (await store.AtAddressAsync(kept[i].Address))!;
                Assert.Equal(BitConverter.DoubleToInt64Bits(sent[i].Value), BitConverter.DoubleToInt64Bits(found.Value));
                Assert.Equal(sent[i] with { Address = kept[i].Address }, found);
            }
        }
    }

    [Fact, Requirement("P11-10h")]
    public async Task Keeps_for_which_batch_and_step_a_device_measured_and_that_others_do_not_say_it()
    {
        Reading[] sent =
        [
            Sample(1, 1) with { For = new MeasuredFor("B-1", "A05c#2") }, Sample(2, 2), Sample(3, 3) with { For = new MeasuredFor("B-2", "") },
            Sample(4, 4, tag: "ph") with { For = new MeasuredFor("B-1", "A05c#2") },
        ];
        IReadOnlyList<Reading> kept;
        await using (var store = await OpenAsync())
        {
            kept = await store.AppendAsync(sent);
            Assert.Empty(await store.AppendAsync([.. sent.Select(reading => reading with { For = null })])); // repeated by a birth
            await AssertSame(store);
        }

        await using (var store = await OpenAsync())
        {
            await AssertSame(store);
            await store.SealAsync();
            await AssertSame(store);
        }

        await using (var store = await OpenAsync()) await AssertSame(store);

        async Task AssertSame(ReadingStore store)
        {
            Assert.Equal(sent.Select(reading => reading.For), kept.Select(reading => reading.For));
            foreach (var reading in kept) Assert.Equal(reading, await store.AtAddressAsync(reading.Address));
            Assert.Equal(kept.Take(3), await store.WindowAsync("CP-01", "co2", Start, Start.AddDays(1)));
        }
    }

    [Fact, Requirement("P211-68b2")]
    public void Reads_a_write_ahead_file_whose_frames_end_with_their_rows()
    {
        // As version 0.1 wrote them: one frame, one series, two rows, nothing behind.
        var payload = new List<byte>();
        void Put(int value) => payload.AddRange(BitConverter.GetBytes(value));
        void Text(string text) { Put(text.Length); payload.AddRange(System.Text.Encoding.ASCII.GetBytes(text)); }
        Put(0);
        Put(1);
        Put(0);
        Text("CP-01");
        Text("co2");
        Text("%");
        Put(2);
        var row = new byte[Row.Size];
        foreach (var value in (double[])[5, 5.1])
        {
            new Row { Bits = BitConverter.DoubleToInt64Bits(value), At = 1, Received = 2 }.Write(row);
            payload.AddRange(row);
        }

        var file = Path.Combine(Root, "000001.wal");
        File.WriteAllBytes(file, [.. "CWREAD1\n"u8, .. BitConverter.GetBytes(payload.Count), .. BitConverter.GetBytes(WriteAheadFile.Crc([.. payload])), .. payload]);
        var book = new SeriesBook();
        var rows = new List<Row>();
        var (_, torn) = WriteAheadFile.Replay(file, (_, equipment, tag, unit) => book.Get(equipment, tag, unit), rows.Add);
        Assert.Equal(0, torn);
        Assert.Equal([(5.0, 0), (5.1, 0)], rows.Select(read => (read.Value, read.For)));
    }

    [Fact]
    [Requirement("P211-68b2")]
    public Task Keeps_any_double_bit_for_bit() => Gen.Double.Array[1, 300].SampleAsync(async values =>
    {
        var folder = Path.Combine(Root, Guid.NewGuid().ToString("N"));
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(folder), TimeProvider.System);
        await store.AppendAsync([.. values.Select((v, i) => Sample(v, i))]);
        await store.SealAsync();
        var back = await store.WindowAsync("CP-01", "co2", Start, Start.AddDays(1));
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), back.Select(r => BitConverter.DoubleToInt64Bits(r.Value)));
    }, iter: 30, threads: 1);

    [Fact]
    public async Task Reports_each_file_with_the_hash_of_its_bytes_and_removes_its_write_ahead_file()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Sample(1), Sample(2, 1, "BR-01")]);
        await store.SealAsync();
        var segment = Assert.Single(Sealed);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(segment.File, TestContext.Current.CancellationToken))), segment.Sha256);
        Assert.Equal((1, 2, Start, Start.AddSeconds(1)), (segment.Number, segment.Rows, segment.From, segment.To));
        Assert.Equal(["000002.wal"], Directory.EnumerateFiles(Wal).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Happens_by_itself_when_the_segment_is_full_and_a_window_spans_files_and_tail()
    {
        await using var store = await OpenAsync(new ReadingStoreOptions(Root) { SegmentRows = 100 });
        for (var i = 0; i < 1000; i += 10)
            await store.AppendAsync([.. Enumerable.Range(i, 10).Select(n => Sample(n, n, n % 2 == 0 ? "CP-01" : "CP-02"))]);
        await Eventually.Holds(() => Sealed.Count >= 9, "nine segments are sealed");
        var window = await store.WindowAsync("CP-01", "co2", Start.AddSeconds(95), Start.AddSeconds(995));
        Assert.Equal(Enumerable.Range(48, 450).Select(n => n * 2.0), window.Select(r => r.Value));
        Assert.Equal(998, store.Latest("CP-01", "co2")!.Value);
        Assert.Equal(2, store.Tags().Count);
    }

    [Fact]
    public async Task Survives_a_stop_between_the_file_and_its_seal_without_loss_or_double()
    {
        var blocked = new TaskCompletionSource();
        var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(Root), TimeProvider.System, _ => throw new IOException("the ledger is away"));
        store.Trouble += _ => blocked.TrySetResult();
        var kept = await store.AppendAsync([.. Enumerable.Range(0, 50).Select(n => Sample(n, n))]);
        var sealing = store.SealAsync();
        await blocked.Task;
        await store.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sealing);
        Assert.Contains("000001.wal", Directory.EnumerateFiles(Wal).Select(Path.GetFileName));
        Assert.Single(Directory.EnumerateFiles(Segments));

        await using var again = await OpenAsync();
        await Eventually.Holds(() => Sealed.Count == 1, "the segment is reported again");
        Assert.Equal(kept, await again.WindowAsync("CP-01", "co2", Start, Start.AddDays(1)));
        var redelivered = await again.AppendAsync(kept);
        Assert.Empty(redelivered); // known, though it lies in a sealed file
    }
}
