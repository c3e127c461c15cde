using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cellwright.Ledger;

/// <summary>A SHA-256 of the tree as a value of 32 bytes, hashed with the prefixes of RFC 9162 section 2.1.1: 0x00 before a leaf, 0x01 before a node.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TreeHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Reads a hash from exactly 32 bytes.</summary>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("A hash has 32 bytes.");
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The head of a tree without leaves: the hash of nothing.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ data).</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> data)
    {
        const int OnStack = 2048;
        if (data.Length >= OnStack)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData([0]);
            hash.AppendData(data);
            return new TreeHash(hash.GetHashAndReset());
        }

        // One call over a copy is faster than two calls for entries of the usual size.
        Span<byte> buffer = stackalloc byte[OnStack];
        buffer[0] = 0;
        data.CopyTo(buffer[1..]);
        return HashOf(buffer[..(data.Length + 1)]);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static TreeHash Node(TreeHash left, TreeHash right)
    {
        Span<byte> buffer = stackalloc byte[1 + Size + Size];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Size)..]);
        return HashOf(buffer);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, _a);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], _d);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Base64, as in a checkpoint.</summary>
    public override string ToString() => Convert.ToBase64String(ToArray());

    private static TreeHash HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return new TreeHash(hash);
    }
}
