using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;
using Parquet;

namespace Cellwright.Server.Record;

/// <summary>The readings that the steps used or watched, in one Parquet file with the columns of the sealed segments: what was recorded can be computed again from it.</summary>
internal static class ReadingsExtract
{
    /// <summary>Each reading once, by equipment, tag and source time.</summary>
    public static async Task<byte[]> WriteAsync(IReadOnlyList<StepTrend> trends, CancellationToken ct)
    {
        var readings = trends.SelectMany(trend => trend.Readings).DistinctBy(reading => reading.Address)
            .OrderBy(reading => reading.Equipment, StringComparer.Ordinal).ThenBy(reading => reading.Tag, StringComparer.Ordinal)
            .ThenBy(reading => reading.At).ThenBy(reading => reading.Address, StringComparer.Ordinal).ToArray();
        using var file = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        await using (var writer = await ParquetWriter.CreateAsync(SegmentColumns.Schema, file, options, cancellationToken: ct))
            foreach (var rows in readings.Chunk(SegmentColumns.GroupSize))
                await WriteGroupAsync(writer, rows);
        return file.ToArray();
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, Reading[] rows)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(SegmentColumns.Equipment, Column(rows, row => row.Equipment));
        await group.WriteAsync(SegmentColumns.Tag, Column(rows, row => row.Tag));
        await group.WriteAsync<double>(SegmentColumns.Value, Column(rows, row => row.Value));
        await group.WriteAsync(SegmentColumns.Unit, Column(rows, row => row.Unit));
        await group.WriteAsync(SegmentColumns.Quality, Column(rows, row => row.Quality.ToString()));
        await group.WriteAsync<DateTime>(SegmentColumns.At, Column(rows, row => row.At.UtcDateTime));
        await group.WriteAsync<DateTime>(SegmentColumns.Received, Column(rows, row => row.Received.UtcDateTime));
        await group.WriteAsync<bool>(SegmentColumns.Historical, Column(rows, row => row.Historical));
        await group.WriteAsync(SegmentColumns.Address, Column(rows, row => row.Address));
        await group.WriteAsync(SegmentColumns.Batch, Column(rows, row => row.For?.Batch ?? ""));
        await group.WriteAsync(SegmentColumns.Step, Column(rows, row => row.For?.Step ?? ""));
        group.CompleteValidate();
    }

    private static T[] Column<T>(Reading[] rows, Func<Reading, T> of) => [.. rows.Select(of)];
}
