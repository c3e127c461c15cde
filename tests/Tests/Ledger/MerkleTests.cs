using System.Text.Json;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

public sealed class GrowingAMerkleTree
{
    /// <summary>
    /// The reference tree of Certificate Transparency: leaves and roots as printed in transparency-dev/merkle, testonly/constants.go (Apache-2.0),
    /// first published with RFC 6962's reference implementation, google/certificate-transparency, merkletree/merkle_tree_test.cc.
    /// </summary>
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696A6B6C6D6E6F"];

    private static readonly string[] Roots =
    [
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "6E340B9CFFB37A989CA544E6BB780A2C78901D3FB33738768511A30617AFA01D",
        "FAC54203E7CC696CF0DFCB42C92A1D9DBAF70AD9E621F4BD8D98662F00E3C125",
        "AEB6BCFE274B70A14FB067A5E5578264DB0FA9B51AF5E0BA159158F329E06E77",
        "D37EE418976DD95753C1C73862B9398FA2A2CF9B4FF0FDFE8B30CD95209614B7",
        "4E3BBB1F7B478DCFE71FB631631519A3BCA12C9AEFCA1612BFCE4C13A86264D4",
        "76E67DADBCDF1E10E1B74DDC608ABD2F98DFB16FBCE75277B5232A127F2087EF",
        "DDB89BE403809E325750D3D263CD78929C2942B7942A34B77E122C9594A74C8C",
        "5DC9DA79A70659A9AD559CB701DED9A2AB9D823AAD2F4960CFE370EFF4604328",
    ];

    private static TreeHash[] Hashes(int count) => [.. Leaves.Take(count).Select(l => TreeHash.Leaf(Convert.FromHexString(l)))];

    [Fact]
    public void Heads_are_those_of_the_published_reference_tree()
    {
        for (var size = 0; size <= 8; size++) Assert.Equal(Roots[size], Convert.ToHexString(MerkleTree.Root(Hashes(size)).ToArray()));
    }

    [Fact]
    public void Heads_agree_with_the_shared_reference_tree()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Shared.Path("oracles", "merkle_rfc6962", "rfc6962_reference_tree.json")));
        Assert.Equal(Leaves, json.RootElement.GetProperty("leaves_hex").EnumerateArray().Select(l => l.GetString()!.ToUpperInvariant()));
        Assert.Equal(Roots, json.RootElement.GetProperty("roots_hex").EnumerateArray().Select(l => l.GetString()!.ToUpperInvariant()));
    }

    [Fact]
    public void Every_proof_of_small_trees_holds_and_no_other_place_does()
    {
        var leaves = Enumerable.Range(0, 20).Select(i => TreeHash.Leaf([(byte)i])).ToArray();
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleTree.Root(leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.InclusionProof(leaves.AsSpan(0, size), index);
                for (var other = -1; other <= size; other++) Assert.Equal(other == index, MerkleProof.Includes(root, size, other, leaves[index], proof));
                Assert.False(MerkleProof.Includes(root, size, index, leaves[index], [.. proof, root]));
            }

            for (var old = 1; old <= size; old++)
            {
                var oldRoot = MerkleTree.Root(leaves.AsSpan(0, old));
                var proof = MerkleTree.ConsistencyProof(leaves.AsSpan(0, size), old);
                Assert.True(MerkleProof.IsConsistent(oldRoot, old, root, size, proof));
                Assert.False(MerkleProof.IsConsistent(leaves[0], old, root, size, [.. proof, root]));
                if (old < size) Assert.False(MerkleProof.IsConsistent(oldRoot, old + 1, root, size, proof));
            }
        }
    }

    [Fact]
    public void Nothing_is_shown_about_an_empty_tree()
    {
        Assert.False(MerkleProof.IsConsistent(TreeHash.Empty, 0, TreeHash.Empty, 0, []));
        Assert.False(MerkleProof.IsConsistent(TreeHash.Empty, 0, new TreeHash(Convert.FromHexString(Roots[1])), 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyProof(Hashes(3), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionProof([], 0));
    }
}

/// <summary>131 proofs, right and wrong, of transparency-dev/merkle @417fb0c3 (Apache-2.0).</summary>
public sealed class CheckingThePublishedProofs
{
    [Fact]
    public void Inclusion_is_decided_as_the_vectors_say() => Check("inclusion", vector => MerkleProof.Includes(
        Hash(vector, "root"), Number(vector, "treeSize"), Number(vector, "leafIdx"), Hash(vector, "leafHash"), Proof(vector)));

    [Fact]
    public void Consistency_is_decided_as_the_vectors_say() => Check("consistency", vector => MerkleProof.IsConsistent(
        Hash(vector, "root1"), Number(vector, "size1"), Hash(vector, "root2"), Number(vector, "size2"), Proof(vector)));

    private static void Check(string folder, Func<JsonElement, bool> verify)
    {
        var files = Directory.GetFiles(Shared.Path("oracles", "merkle_rfc6962", folder), "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            bool accepted;
            try
            {
                accepted = verify(json.RootElement);
            }
            catch (ArgumentException)
            {
                accepted = false; // not a hash of 32 bytes
            }

            Assert.True(accepted != json.RootElement.GetProperty("wantErr").GetBoolean(), file);
        }
    }

    private static long Number(JsonElement vector, string name) => unchecked((long)(vector.GetProperty(name).TryGetInt64(out var n) ? n : (long)vector.GetProperty(name).GetUInt64()));

    private static TreeHash Hash(JsonElement vector, string name) => Hash(vector.GetProperty(name));

    private static TreeHash Hash(JsonElement value) => new(value.ValueKind == JsonValueKind.Null ? [] : value.GetBytesFromBase64());

    private static List<TreeHash> Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(Hash)] : [];
}
