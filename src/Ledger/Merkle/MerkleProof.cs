namespace Cellwright.Ledger;

/// <summary>Checks proofs as RFC 9162 writes them down, so that a stranger needs nothing but the head and the proof.</summary>
public static class MerkleProof
{
    /// <summary>True when the leaf stands at this place of the tree with this head (RFC 9162 section 2.1.3.2).</summary>
    public static bool Includes(TreeHash root, long size, long index, TreeHash leaf, IReadOnlyList<TreeHash> proof)
    {
        if (index < 0 || index >= size) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in proof)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = TreeHash.Node(p, r);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = TreeHash.Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && r == root;
    }

    /// <summary>
    /// True when the tree of <paramref name="size"/> only added leaves to the tree of <paramref name="oldSize"/> (RFC 9162 section 2.1.4.2).
    /// From an empty tree nothing can be shown: <paramref name="oldSize"/> = 0 is refused.
    /// </summary>
    public static bool IsConsistent(TreeHash oldRoot, long oldSize, TreeHash root, long size, IReadOnlyList<TreeHash> proof)
    {
        if (oldSize < 1 || oldSize > size) return false;
        if (oldSize == size) return proof.Count == 0 && oldRoot == root;

        var next = 0;
        TreeHash first;
        if ((oldSize & (oldSize - 1)) == 0) first = oldRoot;
        else if (proof.Count == 0) return false;
        else first = proof[next++];
        if (next >= proof.Count) return false;

        var (fn, sn) = (oldSize - 1, size - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (first, first);
        for (; next < proof.Count; next++)
        {
            var c = proof[next];
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (TreeHash.Node(c, fr), TreeHash.Node(c, sr));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = TreeHash.Node(sr, c);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fr == oldRoot && sr == root;
    }
}
