using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

public sealed class KeepingTheRecordInSqlite : RecordContract
{
    private readonly string _folder = Sample.NewFolder();

    protected override Task<IRecord> OpenAsync() => Task.FromResult<IRecord>(SqliteRecord.Open(Path.Combine(_folder, "ledger.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
