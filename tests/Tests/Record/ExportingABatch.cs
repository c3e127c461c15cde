using System.CommandLine;
using System.IO.Compression;
using System.Security.Cryptography;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Record;
using Cellwright.Server.Readings;
using Parquet;

namespace Cellwright.Tests.Record;

public sealed class ExportingABatch : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-export-").FullName;
    private IRecord record = null!;
    private SiteKey key = null!;

    private string Out => Path.Combine(folder, "out.cellwright");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        record = SqliteRecord.Open(Path.Combine(folder, "record.db"));
        key = SiteKey.OpenOrCreate(Path.Combine(folder, "key"), "test");
        await AppendAsync(SampleBatch.Complete().CorrectedAfterSigning().Entries);
    }

    public async ValueTask DisposeAsync()
    {
        await record.DisposeAsync();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact, Requirement("P11-10b1", "P11-10b2")]
    public async Task Gives_one_file_that_verifies_with_the_public_key_alone()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        var exported = Assert.IsType<Exported>(await Export().WriteAsync(SampleBatch.Id, Out, Ct));
        var intact = Assert.IsType<Intact>(Verifier.Verify(Out, PublicKey.FromPem(key.Public.Pem)));
        Assert.True(intact.OriginProven);
        Assert.Equal(["batch/B-0042", "deviation/B-0042-D1", "equipment/CP-01", "lot/IL2-77", "person/emil", "person/olga", "person/quirin", "person/sofia", "person/viktor", "recipe/sample-cart@1.0", "refused/batch/B-0042"], exported.Manifest.Streams.Select(stream => stream.Name));
        using var zip = ZipFile.OpenRead(Out);
        foreach (var name in new[] { "record.html", "record.json", "readings.parquet", "README.txt" }) Assert.NotNull(zip.GetEntry(name));
    }

    [Fact, Requirement("P11-10a1")]
    public async Task Hides_none_of_ten_thousand_random_mutations()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        await Export().WriteAsync(SampleBatch.Id, Out, Ct);
        var bytes = await File.ReadAllBytesAsync(Out, Ct);
        var (seed, random) = Ledger.Mutation.Seeded();
        for (var trial = 0; trial < 10_000; trial++)
            Assert.True(Verifier.Verify(new MemoryStream(Ledger.Mutation.Of(bytes, random)), key.Public) is not Intact, $"seed {seed}, trial {trial}");
    }

    [Fact]
    public async Task Says_why_there_is_no_pdf()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        var export = new BatchExport(record, key, SampleBatch.Readings, TimeProvider.System, (_, _) => Task.FromResult<(byte[]?, string?)>((null, "no Chromium is installed on the server")));
        var exported = Assert.IsType<Exported>(await export.WriteAsync(SampleBatch.Id, Out, Ct));
        Assert.Equal("no Chromium is installed on the server", exported.NoPdf);
        Assert.Contains("left out: no Chromium is installed", Read("README.txt"));
    }

    [Fact]
    public async Task Names_what_was_changed_in_it()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        await Export().WriteAsync(SampleBatch.Id, Out, Ct);
        var bytes = await File.ReadAllBytesAsync(Out, Ct);
        bytes[bytes.AsSpan().IndexOf("transposed"u8) is var at && at > 0 ? at : bytes.AsSpan().IndexOf("Transposed"u8)] ^= 1;
        await File.WriteAllBytesAsync(Out, bytes, Ct);
        var damaged = Assert.IsType<Damaged>(Verifier.Verify(Out, key.Public));
        Assert.Equal("batch/B-0042", damaged.FirstBad?.Stream);
    }

    [Fact]
    public async Task Waits_until_the_last_entry_is_under_a_checkpoint()
    {
        var writing = Export().WriteAsync(SampleBatch.Id, Out, Ct);
        Assert.False(writing.IsCompleted);
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        var exported = Assert.IsType<Exported>(await writing);
        Assert.Equal(await record.CountAsync(Ct), exported.Manifest.Tree.Size);
    }

    [Fact]
    public async Task Refuses_a_batch_that_is_not_there_and_writes_nothing()
    {
        var refused = Assert.IsType<ExportRefused>(await Export().WriteAsync("B-9999", Out, Ct));
        Assert.Equal("There is no batch B-9999 in this record. Check the batch number.", refused.Refusal.Sentence);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task Leaves_the_old_file_and_no_half_one_when_it_fails()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        await File.WriteAllTextAsync(Out, "old", Ct);
        var failing = new BatchExport(record, key, (_, _, _, _) => throw new IOException("the disk is gone"), TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => failing.WriteAsync(SampleBatch.Id, Out, Ct));
        Assert.Equal("old", await File.ReadAllTextAsync(Out, Ct));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.part"));
    }

    [Fact, Requirement("DI-6")]
    public async Task Holds_the_readings_from_which_a_value_can_be_computed_again()
    {
        // The mean over the last hour of the culture, as the sample batch records it; computed here from nothing but the export.
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        await Export().WriteAsync(SampleBatch.Id, Out, Ct);
        using var zip = ZipFile.OpenRead(Out);
        using var file = new MemoryStream();
        await using (var part = zip.GetEntry("readings.parquet")!.Open()) await part.CopyToAsync(file, Ct);
        await using var parquet = await ParquetReader.CreateAsync(file, cancellationToken: Ct);
        using var group = parquet.OpenRowGroupReader(0);
        var values = new double[group.RowCount];
        var times = new DateTime[group.RowCount];
        await group.ReadAsync<double>(SegmentColumns.Value, values, cancellationToken: Ct);
        await group.ReadAsync<DateTime>(SegmentColumns.At, times, cancellationToken: Ct);
        var recorded = SampleBatch.Complete().Record.Batch.Step("S5")!.Current("chamber-temperature")!;
        var mean = values.Where((_, row) => times[row] >= recorded.At.UtcDateTime - TimeSpan.FromHours(1) && times[row] <= recorded.At.UtcDateTime).Average();
        Assert.Equal(recorded.Value, mean, 1e-9);
    }

    [Fact]
    public async Task Works_from_the_command_line_on_the_data_directory_of_a_server_that_runs()
    {
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(folder), TimeProvider.System, _ => Task.CompletedTask);
        var readings = await SampleBatch.Readings("CP-01", "chamber-temperature", SampleBatch.Start, SampleBatch.Start.AddHours(30));
        await store.AppendAsync([.. readings.Take(600)]);
        await store.SealAsync();
        await store.AppendAsync([.. readings.Skip(600)]);

        var (code, output, error) = await RunAsync("export", SampleBatch.Id, "--out", Out, "--data", folder);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("entries in 11 streams", output);
        Assert.Equal("1446", System.Text.RegularExpressions.Regex.Match(Read("record.html"), @"during the step: (\d+) readings").Groups[1].Value);

        Assert.Equal(0, (await RunAsync("verify", Out, "--key", Path.Combine(folder, "key", "site-key.pub.pem"))).Code);
        Assert.Equal(1, (await RunAsync("verify", Out + ".gone")).Code);
        await using (var damage = new FileStream(Out, FileMode.Open))
        {
            damage.Position = 2000;
            damage.WriteByte(0);
        }

        Assert.Equal(2, (await RunAsync("verify", Out, "--json")).Code);
    }

    [Fact]
    public async Task Says_what_to_do_when_there_is_nothing_to_export()
    {
        var (code, _, error) = await RunAsync("export", "B-1", "--out", Out, "--data", Path.Combine(folder, "nowhere"));
        Assert.Equal(1, code);
        Assert.Contains("Name the server's data directory with --data.", error);
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
        (code, _, error) = await RunAsync("export", "B-1", "--out", Out, "--data", folder);
        Assert.Equal(1, code);
        Assert.Equal("There is no batch B-1 in this record. Check the batch number.", error.Trim());
    }

    private BatchExport Export() => new(record, key, SampleBatch.Readings, TimeProvider.System);

    private string Read(string name)
    {
        using var zip = ZipFile.OpenRead(Out);
        using var text = new StreamReader(zip.GetEntry(name)!.Open());
        return text.ReadToEnd();
    }

    private async Task AppendAsync(IEnumerable<Entry> entries)
    {
        foreach (var entry in entries)
            Assert.IsType<Cellwright.Ledger.Appended>(await record.AppendAsync(
                new Append(entry.Stream, entry.Version - 1, entry.CommandId, SHA256.HashData(entry.Data.Span), entry.Actor, entry.At, [new NewEntry(entry.Type, entry.Data)]), Ct));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var root = new RootCommand();
        foreach (var command in ExportCommands.Build()) root.Add(command);
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Ct);
        return (code, output.ToString(), error.ToString());
    }
}
