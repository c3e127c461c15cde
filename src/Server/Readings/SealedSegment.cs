namespace Cellwright.Server.Readings;

/// <summary>A finished Parquet file of readings, to be sealed by the ledger. The same segment may be reported twice after a crash, then with the same hash.</summary>
/// <param name="Number">Sequence number of the segment, as in the addresses of its readings.</param>
/// <param name="File">Path of the Parquet file.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Rows">Number of readings.</param>
/// <param name="From">Oldest source time.</param>
/// <param name="To">Newest source time.</param>
public sealed record SealedSegment(int Number, string File, string Sha256, int Rows, DateTimeOffset From, DateTimeOffset To);
