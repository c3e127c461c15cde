using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;

namespace Cellwright.Ledger;

/// <summary>
/// With (r, s) also (r, n − s) is a valid ECDSA signature of the same text, so bytes of an export could be changed unseen.
/// Only one of the two is ever written or accepted here: the lower s, in DER.
/// </summary>
internal static class StrictSignature
{
    /// <summary>Order of the P-256 group, NIST SP 800-186 section 3.2.1.3.</summary>
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static byte[] Normalise(ReadOnlySpan<byte> signature)
    {
        var (r, s) = Read(signature.ToArray());
        return Write(r, BigInteger.Min(s, Order - s));
    }

    public static bool IsNormal(ReadOnlySpan<byte> signature)
    {
        try
        {
            var (r, s) = Read(signature.ToArray());
            return r.Sign > 0 && s.Sign > 0 && s <= Order / 2 && Write(r, s).AsSpan().SequenceEqual(signature);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static (BigInteger R, BigInteger S) Read(byte[] signature)
    {
        var sequence = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        return (sequence.ReadInteger(), sequence.ReadInteger());
    }

    private static byte[] Write(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }
}
