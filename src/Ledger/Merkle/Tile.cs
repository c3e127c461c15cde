namespace Cellwright.Ledger;

/// <summary>
/// A stored piece of the tree, cut as C2SP tlog-tiles does: up to 256 hashes of one level, where tile level n holds the nodes of tree height 8n.
/// </summary>
/// <param name="Level">0 holds leaf hashes, 1 the heads of 256 leaves, and so on.</param>
/// <param name="Number">Place of the tile in its level, from 0.</param>
/// <param name="Hashes">1 to 256 hashes of 32 bytes.</param>
public sealed record Tile(int Level, long Number, byte[] Hashes)
{
    /// <summary>Hashes of a full tile.</summary>
    public const int Width = 256;

    /// <summary>Tree levels between a tile level and the next.</summary>
    public const int Height = 8;

    /// <summary>How many hashes it holds.</summary>
    public int Count => Hashes.Length / TreeHash.Size;

    /// <summary>The hash at a place of this tile.</summary>
    public TreeHash this[int place] => new(Hashes.AsSpan(place * TreeHash.Size, TreeHash.Size));
}
