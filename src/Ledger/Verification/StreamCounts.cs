using System.Text;

namespace Cellwright.Ledger;

/// <summary>Counts the versions of each stream of an export: from 1, without gaps, up to the number that the manifest signs. So a dropped entry is seen.</summary>
internal sealed class StreamCounts
{
    private sealed class Stream(string name, long expected)
    {
        public string Name => name;
        public long Expected => expected;
        public long Version { get; set; }
    }

    private readonly Dictionary<byte[], Stream> _streams = new(new Utf8Equality());
    private readonly Dictionary<byte[], Stream>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;

    public StreamCounts(ExportManifest manifest)
    {
        _byBytes = _streams.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var (name, entries) in manifest.Streams) _streams[Encoding.UTF8.GetBytes(name)] = new Stream(name, entries);
    }

    /// <summary>Counts an entry; a sentence where it is not the next of its stream.</summary>
    public string? Count(ReadOnlySpan<byte> entry)
    {
        if (!EntryView.TryRead(entry, out var view)) return "is not in the form of an entry";
        if (!_byBytes.TryGetValue(view.Stream, out var stream)) return "belongs to a stream that the manifest does not name";
        if (view.Version != ++stream.Version) return $"follows version {stream.Version - 1} of its stream: an entry is missing or out of place";
        return null;
    }

    /// <summary>A sentence where a stream has fewer entries than were signed.</summary>
    public string? Missing() => _streams.Values.FirstOrDefault(s => s.Version != s.Expected) is { } s
        ? $"{s.Name} has {s.Version} of its {s.Expected} entries."
        : null;
}
