using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Cellwright.Ledger;

/// <summary>
/// Reads the entries of an export once, in pieces: one thread reads and, with the others, hashes the leaves while another counts versions and climbs to the root.
/// Memory does not grow with the export.
/// </summary>
internal sealed class EntryScan(ContainerReader container, ExportManifest manifest)
{
    private const int PieceBytes = 4 * 1024 * 1024;
    private const int PieceEntries = 16_384;
    private const int MaxProof = 1 << 30;
    private const int ContentsRow = 12 + TreeHash.Size;

    private readonly StreamCounts _streams = new(manifest);

    // Taken in before the threads part, which share one file; it was compared with the manifest before.
    private readonly TreeHash[] _proof = ReadProof(container);
    private volatile Damaged? _outOfPlace;

    /// <summary>What is wrong with the entries, or null.</summary>
    public Damaged? Run()
    {
        using var pieces = new BlockingCollection<EntryChunk>(2);
        var climbing = Task.Run(() => Climb(pieces));
        Damaged? damaged;
        try
        {
            damaged = ReadPieces(pieces);
        }
        finally
        {
            pieces.CompleteAdding();
        }

        var root = climbing.GetAwaiter().GetResult();
        damaged ??= _outOfPlace;
        if (damaged is not null) return damaged;
        if (_streams.Missing() is { } missing) return new Damaged(null, ExportManifest.EntriesFile, $"The export is not complete: {missing}");
        return root == manifest.Tree.Root ? null : new Damaged(null, ExportManifest.ProofFile, "The entries and their proof do not lead to the root that was signed.");
    }

    private Damaged? ReadPieces(BlockingCollection<EntryChunk> pieces)
    {
        var contents = container.Find(ExportManifest.ContentsFile);
        var entries = container.Find(ExportManifest.EntriesFile);
        if (contents.Length != manifest.Entries * ContentsRow) return new Damaged(null, ExportManifest.ContentsFile, "The list of contents does not fit the number of entries.");

        var rows = new byte[PieceEntries * ContentsRow];
        long done = 0, at = 0, last = -1;
        while (done < manifest.Entries && _outOfPlace is null)
        {
            var listed = rows.AsSpan(0, (int)Math.Min(PieceEntries, manifest.Entries - done) * ContentsRow);
            container.Read(contents, done * ContentsRow, listed);
            var (count, length) = Fit(listed, entries.Length - at, ref last);
            if (count == 0) return new Damaged(null, ExportManifest.ContentsFile, "The list of contents does not fit the entries.");
            var piece = new EntryChunk(length);
            container.Read(entries, at, piece.Bytes);
            for (var (i, offset) = (0, 0); i < count; i++)
            {
                var row = listed.Slice(i * ContentsRow, ContentsRow);
                var size = BinaryPrimitives.ReadInt32BigEndian(row[8..]);
                piece.Expect(offset, BinaryPrimitives.ReadInt64BigEndian(row), size, new TreeHash(row[12..]));
                offset += 12 + size;
            }

            if (piece.FirstBad() is >= 0 and var bad)
            {
                var entry = piece.Describe(bad);
                return new Damaged(entry, ExportManifest.EntriesFile, $"{entry} is not what was recorded.");
            }

            pieces.Add(piece);
            (done, at) = (done + count, at + length);
        }

        return at == entries.Length || _outOfPlace is not null ? null : new Damaged(null, ExportManifest.EntriesFile, "There is more behind the last entry.");
    }

    /// <summary>How many of the listed entries, and of how many bytes, make the next piece; 0 where the list cannot be right.</summary>
    private static (int Count, int Length) Fit(ReadOnlySpan<byte> listed, long left, ref long last)
    {
        var (count, length) = (0, 0);
        for (; count < listed.Length / ContentsRow && length < PieceBytes; count++)
        {
            var index = BinaryPrimitives.ReadInt64BigEndian(listed[(count * ContentsRow)..]);
            var size = BinaryPrimitives.ReadInt32BigEndian(listed[(count * ContentsRow + 8)..]);
            if (size is < 1 or > EntryCodec.MaxBytes || index <= last || length + 12 + size > left) return (0, 0);
            (length, last) = (length + 12 + size, index);
        }

        return (count, length);
    }

    private TreeHash? Climb(BlockingCollection<EntryChunk> pieces)
    {
        try
        {
            return BatchProof.Root(manifest.Tree.Size, Leaves(pieces), _proof);
        }
        finally
        {
            foreach (var _ in pieces.GetConsumingEnumerable())
            {
                // The climb ended early; the reader must not wait for room.
            }
        }
    }

    private IEnumerable<(long, TreeHash)> Leaves(BlockingCollection<EntryChunk> pieces)
    {
        foreach (var piece in pieces.GetConsumingEnumerable())
        {
            for (var i = 0; i < piece.Count; i++)
            {
                if (_streams.Count(piece.Entry(i)) is { } fault)
                {
                    var entry = piece.Describe(i);
                    _outOfPlace = new Damaged(entry, ExportManifest.EntriesFile, $"{entry} {fault}.");
                    yield break;
                }

                yield return (piece.Index(i), piece.Leaf(i));
            }
        }
    }

    private static TreeHash[] ReadProof(ContainerReader container)
    {
        var file = container.Find(ExportManifest.ProofFile);
        if (file.Length % TreeHash.Size != 0 || file.Length > MaxProof) throw new ExportFormatException(ExportManifest.ProofFile, "The proof is not a list of hashes.");
        var bytes = new byte[file.Length];
        container.Read(file, 0, bytes);
        var hashes = new TreeHash[bytes.Length / TreeHash.Size];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = new TreeHash(bytes.AsSpan(i * TreeHash.Size, TreeHash.Size));
        return hashes;
    }
}
