namespace Cellwright.Server.Readings;

/// <summary>A segment of readings is finished and its hash stands in the ledger: from now on nobody can change a reading unseen.</summary>
/// <param name="Number">Number of the segment, as in the addresses of its readings.</param>
/// <param name="Sha256">Hash of the Parquet file.</param>
/// <param name="Rows">Readings in it.</param>
/// <param name="From">Oldest source time.</param>
/// <param name="To">Newest source time.</param>
public sealed record SegmentSealed(int Number, string Sha256, int Rows, DateTimeOffset From, DateTimeOffset To);
