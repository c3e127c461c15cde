using System.Numerics;

namespace Cellwright.Ledger;

/// <summary>The Merkle tree of RFC 6962 and RFC 9162 over leaf hashes that are at hand: heads and proofs by their definitions.</summary>
public static class MerkleTree
{
    /// <summary>The tree head, MTH of RFC 9162 section 2.1.1.</summary>
    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0) return TreeHash.Empty;
        if (leaves.Length == 1) return leaves[0];
        var split = (int)Split(leaves.Length);
        return TreeHash.Node(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>The audit path of a leaf, PATH of RFC 9162 section 2.1.3.1: nearest sibling first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such leaf.</exception>
    public static IReadOnlyList<TreeHash> InclusionProof(ReadOnlySpan<TreeHash> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var proof = new List<TreeHash>();
        while (leaves.Length > 1)
        {
            var split = (int)Split(leaves.Length);
            proof.Add(index < split ? Root(leaves[split..]) : Root(leaves[..split]));
            leaves = index < split ? leaves[..split] : leaves[split..];
            if (index >= split) index -= split;
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Shows that the tree only grew, PROOF of RFC 9162 section 2.1.4.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is empty or larger than this one: nothing can be shown.</exception>
    public static IReadOnlyList<TreeHash> ConsistencyProof(ReadOnlySpan<TreeHash> leaves, int oldSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, leaves.Length);
        var proof = new List<TreeHash>();
        var old = oldSize;
        var whole = true; // the older tree is, so far, a complete subtree whose head the verifier has
        while (old != leaves.Length)
        {
            var split = (int)Split(leaves.Length);
            if (old <= split)
            {
                proof.Add(Root(leaves[split..]));
                leaves = leaves[..split];
            }
            else
            {
                proof.Add(Root(leaves[..split]));
                leaves = leaves[split..];
                old -= split;
                whole = false;
            }
        }

        if (!whole) proof.Add(Root(leaves));
        proof.Reverse();
        return proof;
    }

    /// <summary>The largest power of two below <paramref name="count"/> (at least 2).</summary>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
