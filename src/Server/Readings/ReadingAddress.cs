using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cellwright.Server.Readings;

/// <summary>Where a reading is kept for ever: the sequence number of its segment and its row there, e.g. <c>r/000017/4711</c>.</summary>
/// <param name="Segment">Sequence number of the segment, from 1.</param>
/// <param name="Row">Row in the order of arrival, from 0; it does not change when the segment is sealed.</param>
public readonly record struct ReadingAddress(int Segment, int Row)
{
    /// <summary>Reads an address; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReadingAddress address)
    {
        address = default;
        if (text is null || !text.StartsWith("r/", StringComparison.Ordinal)) return false;
        var slash = text.IndexOf('/', 2);
        if (slash < 0
            || !int.TryParse(text.AsSpan(2, slash - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row))
            return false;
        address = new ReadingAddress(segment, row);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r/{Segment:D6}/{Row}");
}
