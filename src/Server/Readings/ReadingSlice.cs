using System.Collections;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>A stretch of a tail as readings, each made only when somebody looks at it.</summary>
internal sealed class ReadingSlice(Tail tail, SeriesBook book, int first, int count) : IReadOnlyList<Reading>
{
    public int Count => count;

    public Reading this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
            var row = tail[first + index];
            return row.ToReading(book[row.Series], new ReadingAddress(tail.Segment, first + index));
        }
    }

    public IEnumerator<Reading> GetEnumerator()
    {
        for (var i = 0; i < count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
