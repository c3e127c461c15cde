namespace Cellwright.Ledger;

/// <summary>Adds leaves at the right edge of a tree that is kept in tiles; it holds only the unfinished tile of each level.</summary>
public sealed class TileGrower
{
    private readonly List<List<TreeHash>> _edge = [];
    private readonly List<Tile> _full = [];

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Goes on from a stored tree.</summary>
    /// <exception cref="RecordDamagedException">A tile at the edge is missing or too short.</exception>
    public static async Task<TileGrower> LoadAsync(IRecord record, long size, CancellationToken ct = default)
    {
        var grower = new TileGrower { Size = size };
        for (var (level, count) = (0, size); count > 0; level++, count /= Tile.Width)
        {
            var hashes = new List<TreeHash>(Tile.Width);
            var part = (int)(count % Tile.Width);
            if (part > 0)
            {
                var tile = await record.ReadTileAsync(level, count / Tile.Width, ct).ConfigureAwait(false);
                if (tile is null || tile.Count < part) throw new RecordDamagedException(size, $"The stored tree lacks tile {count / Tile.Width} of level {level}.");
                for (var i = 0; i < part; i++) hashes.Add(tile[i]);
            }

            grower._edge.Add(hashes);
        }

        return grower;
    }

    /// <summary>Adds the next leaf.</summary>
    public void Add(TreeHash leaf)
    {
        Size++;
        for (var (level, hash) = (0, leaf); ; level++)
        {
            if (level == _edge.Count) _edge.Add(new List<TreeHash>(Tile.Width));
            var edge = _edge[level];
            edge.Add(hash);
            if (edge.Count < Tile.Width) return;
            _full.Add(ToTile(level, (Size >> (Tile.Height * (level + 1))) - 1));
            hash = MerkleTree.Root(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edge));
            edge.Clear();
        }
    }

    /// <summary>The head of the tree: each unfinished tile, with the head of what stands right below it as its last leaf.</summary>
    public TreeHash Root()
    {
        TreeHash? below = null;
        foreach (var edge in _edge)
        {
            TreeHash[] hashes = below is { } hash ? [.. edge, hash] : [.. edge];
            if (hashes.Length > 0) below = MerkleTree.Root(hashes);
        }

        return below ?? TreeHash.Empty;
    }

    /// <summary>The tiles that were finished since the last call, and those at the edge.</summary>
    public IReadOnlyList<Tile> TakeTiles()
    {
        List<Tile> tiles = [.. _full];
        _full.Clear();
        for (var level = 0; level < _edge.Count; level++)
        {
            if (_edge[level].Count > 0) tiles.Add(ToTile(level, Size >> (Tile.Height * (level + 1))));
        }

        return tiles;
    }

    private Tile ToTile(int level, long number)
    {
        var bytes = new byte[_edge[level].Count * TreeHash.Size];
        for (var i = 0; i < _edge[level].Count; i++) _edge[level][i].CopyTo(bytes.AsSpan(i * TreeHash.Size));
        return new Tile(level, number, bytes);
    }
}
