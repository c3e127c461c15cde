namespace Cellwright.Server.Readings;

/// <summary>Every series that the store has met, by name and by number. Any thread may look up; adding is locked.</summary>
internal sealed class SeriesBook
{
    private readonly Lock _adding = new();
    private readonly Dictionary<(string, string), Series[]> _byTag = [];
    private volatile Series[] _byNumber = [];

    /// <summary>All series in the order of their numbers.</summary>
    public IReadOnlyList<Series> All => _byNumber;

    public Series this[int number] => _byNumber[number];

    /// <summary>The series, made at its first mention.</summary>
    public Series Get(string equipment, string tag, string unit)
    {
        lock (_adding)
        {
            _byTag.TryGetValue((equipment, tag), out var known);
            if (known is not null && Array.Find(known, s => s.Unit == unit) is { } found) return found;
            var series = new Series(_byNumber.Length, equipment, tag, unit);
            _byNumber = [.. _byNumber, series];
            _byTag[(equipment, tag)] = [.. known ?? [], series];
            return series;
        }
    }

    /// <summary>The series of a tag: more than one only if its unit changed.</summary>
    public IReadOnlyList<Series> Of(string equipment, string tag)
    {
        lock (_adding) return _byTag.TryGetValue((equipment, tag), out var known) ? known : [];
    }
}
