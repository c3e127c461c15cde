using System.Diagnostics.CodeAnalysis;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>Everything that one tag of one equipment item reported in one unit. Obtained from <see cref="ReadingStore.Series"/>.</summary>
[SuppressMessage("Naming", "CA1724", Justification = "The field's own word.")]
public sealed class Series
{
    private readonly Lock _latest = new();
    private Row _latestRow;
    private ReadingAddress _latestAddress;
    private bool _any;

    internal Series(int number, string equipment, string tag, string unit)
    {
        Number = number;
        Equipment = equipment;
        Tag = tag;
        Unit = unit;
    }

    /// <summary>Identity of the equipment item.</summary>
    public string Equipment { get; }

    /// <summary>Name of the tag.</summary>
    public string Tag { get; }

    /// <summary>UCUM unit in which the values stand.</summary>
    public string Unit { get; }

    /// <summary>Number within this run of the process; write-ahead files define their own.</summary>
    internal int Number { get; }

    /// <summary>The segment whose write-ahead file already holds this series' definition. Written by the store's writer only.</summary>
    internal int DefinedIn { get; set; }

    /// <summary>Newest source time ever stored: what is newer cannot be a duplicate. Written by the store's writer only.</summary>
    internal long Newest { get; set; } = long.MinValue;

    /// <summary>What lies unsealed, by source time, once a sample came that was not the newest. Written by the store's writer only.</summary>
    internal Dictionary<long, long>? Seen { get; set; }

    /// <summary>Further values at an instant that <see cref="Seen"/> holds already. Written by the store's writer only.</summary>
    internal HashSet<(long At, long Bits)>? Others { get; set; }

    /// <summary>Takes the row as latest if it is: live before historical, then the newest.</summary>
    internal void Note(in Row row, ReadingAddress address)
    {
        lock (_latest)
        {
            if (_any && !Supersedes(row, _latestRow)) return;
            _latestRow = row;
            _latestAddress = address;
            _any = true;
        }
    }

    /// <summary>The latest row and its address.</summary>
    internal bool TryLatest(out Row row, out ReadingAddress address)
    {
        lock (_latest)
        {
            row = _latestRow;
            address = _latestAddress;
            return _any;
        }
    }

    /// <summary>The latest reading, or null before the first.</summary>
    internal Reading? Latest() => TryLatest(out var row, out var address) ? row.ToReading(this, address) : null;

    /// <summary>Whether <paramref name="row"/> is to be shown in place of <paramref name="held"/>.</summary>
    internal static bool Supersedes(in Row row, in Row held) =>
        row.Historical != held.Historical ? held.Historical : Standing(row) >= Standing(held);

    // A device whose clock runs ahead must not hold the place of latest until the plant has caught up with it:
    // where source and gateway differ by more than the gateway tolerates, the order of arrival counts.
    private static long Standing(in Row row) =>
        Math.Abs(row.At - row.Received) > 120_000_000 ? row.Received : row.At;
}
