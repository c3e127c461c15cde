using System.Numerics;

namespace Cellwright.Ledger;

/// <summary>Heads of subtrees, read from stored tiles; each tile is read once.</summary>
internal sealed class TileReader(IRecord record)
{
    private readonly Dictionary<(int, long), Tile> _tiles = [];

    /// <summary>The head of the subtree over these leaves, which must be one of the tree's own subtrees.</summary>
    public async Task<TreeHash> HeadAsync(long from, long to, CancellationToken ct)
    {
        var width = to - from;
        if (!BitOperations.IsPow2(width))
        {
            var middle = from + MerkleTree.Split(width);
            return TreeHash.Node(await HeadAsync(from, middle, ct).ConfigureAwait(false), await HeadAsync(middle, to, ct).ConfigureAwait(false));
        }

        var height = BitOperations.Log2((ulong)width);
        var level = height / Tile.Height;
        var count = 1 << (height % Tile.Height);
        var node = from >> (Tile.Height * level);
        var tile = await TileAsync(level, node / Tile.Width, ct).ConfigureAwait(false);
        var first = (int)(node % Tile.Width);
        if (tile.Count < first + count) throw new RecordDamagedException(from, $"Tile {tile.Number} of level {level} of the stored tree is too short.");
        var hashes = new TreeHash[count];
        for (var i = 0; i < count; i++) hashes[i] = tile[first + i];
        return MerkleTree.Root(hashes);
    }

    private async Task<Tile> TileAsync(int level, long number, CancellationToken ct)
    {
        if (_tiles.TryGetValue((level, number), out var known)) return known;
        var tile = await record.ReadTileAsync(level, number, ct).ConfigureAwait(false)
            ?? throw new RecordDamagedException(number * Tile.Width, $"The stored tree lacks tile {number} of level {level}.");
        return _tiles[(level, number)] = tile;
    }
}
