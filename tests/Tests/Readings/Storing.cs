using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;

namespace Cellwright.Tests.Readings;

/// <summary>A store in a folder of its own, with what it reported.</summary>
public abstract class Storing : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected static DateTimeOffset Start { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    protected List<SealedSegment> Sealed { get; } = [];

    protected string Root => _folder.Path;

    protected string Wal => Path.Combine(Root, "readings", "wal");

    protected string Segments => Path.Combine(Root, "readings", "segments");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static Reading Sample(double value, double seconds = 0, string equipment = "CP-01", string tag = "co2", string unit = "%", bool historical = false) => new(
        equipment, tag, value, unit, Quality.Good, Start.AddSeconds(seconds), Start.AddSeconds(seconds).AddMilliseconds(5), historical, "");

    protected Task<ReadingStore> OpenAsync(ReadingStoreOptions? options = null) => ReadingStore.OpenAsync(
        options ?? new ReadingStoreOptions(Root), TimeProvider.System, segment => { Sealed.Add(segment); return Task.CompletedTask; });
}
