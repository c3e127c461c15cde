using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

/// <summary>A small site: a record in SQLite, a key, an integrator.</summary>
internal sealed class Site : IAsyncDisposable
{
    public string Folder { get; } = Sample.NewFolder();
    public SqliteRecord Record { get; }
    public SiteKey Key { get; }
    public Integrator Integrator { get; }

    public Site()
    {
        Record = SqliteRecord.Open(Database);
        Key = SiteKey.OpenOrCreate(Folder, "leipzig");
        Integrator = new Integrator(Record, Key);
    }

    public string Database => Path.Combine(Folder, "ledger.db");

    public Task<LedgerHealth> IntegrateAsync() => Integrator.IntegrateOnceAsync(TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Appends to a stream whatever its version.</summary>
    public async Task AppendAsync(string stream, int appends = 1, int entries = 1, int size = 0)
    {
        for (var i = 0; i < appends; i++) Assert.IsType<Appended>(await Record.AppendAsync(Sample.Step(stream, Append.Any, entries, size: size)));
    }

    public async Task<byte[]> ExportAsync(IReadOnlyCollection<string>? streams, params Attachment[] attachments)
    {
        using var target = new MemoryStream();
        await ExportWriter.WriteAsync(Record, Key, new ExportRequest("batch/A", streams, attachments, Sample.Noon), target);
        return target.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
