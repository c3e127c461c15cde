namespace Cellwright.Ledger;

/// <summary>
/// One inclusion proof for many leaves at once: the heads of the largest subtrees that hold none of them, from left to right.
/// With the leaves themselves they give the root and nothing can be left over; for all leaves of a tree the proof is empty.
/// </summary>
public static class BatchProof
{
    /// <summary>The proof for leaves of a stored tree.</summary>
    /// <param name="record">Holds the tiles of the tree.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="indexes">Rising indexes below <paramref name="size"/>; at least one.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RecordDamagedException">The stored tree lacks a tile.</exception>
    public static async Task<IReadOnlyList<TreeHash>> BuildAsync(IRecord record, long size, IReadOnlyList<long> indexes, CancellationToken ct = default)
    {
        var proof = new List<TreeHash>();
        var tiles = new TileReader(record);
        await WalkAsync(0, size, 0, indexes.Count).ConfigureAwait(false);
        return proof;

        // indexes[low..high] are those within the leaves from..to.
        async Task WalkAsync(long from, long to, int low, int high)
        {
            if (high - low == to - from) return;
            if (low == high)
            {
                proof.Add(await tiles.HeadAsync(from, to, ct).ConfigureAwait(false));
                return;
            }

            var middle = from + MerkleTree.Split(to - from);
            var split = FirstNotBelow(middle, low, high);
            await WalkAsync(from, middle, low, split).ConfigureAwait(false);
            await WalkAsync(middle, to, split, high).ConfigureAwait(false);
        }

        int FirstNotBelow(long index, int low, int high)
        {
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (indexes[middle] < index) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }

    /// <summary>The root that leaves and proof lead to, or null where they do not fit each other.</summary>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="leaves">Rising indexes with their leaf hashes; read once, not kept.</param>
    /// <param name="proof">Read once, not kept.</param>
    public static TreeHash? Root(long size, IEnumerable<(long Index, TreeHash Hash)> leaves, IEnumerable<TreeHash> proof)
    {
        using var leaf = leaves.GetEnumerator();
        using var node = proof.GetEnumerator();
        var more = leaf.MoveNext();
        if (size < 1 || !more) return null;
        var root = Walk(0, size);
        return more || node.MoveNext() ? null : root;

        TreeHash? Walk(long from, long to)
        {
            if (!more || leaf.Current.Index >= to) return node.MoveNext() ? node.Current : null;
            if (to - from == 1)
            {
                var (index, hash) = leaf.Current;
                more = leaf.MoveNext();
                return index == from ? hash : null;
            }

            var middle = from + MerkleTree.Split(to - from);
            return Walk(from, middle) is { } left && Walk(middle, to) is { } right ? TreeHash.Node(left, right) : null;
        }
    }
}
