using System.Security.Cryptography;

namespace Cellwright.Ledger;

/// <summary>The public half of a <see cref="SiteKey"/>: all that a stranger needs.</summary>
public sealed class PublicKey
{
    private readonly byte[] _spki;

    private PublicKey(byte[] spki)
    {
        _spki = spki;
        Pem = PemEncoding.WriteString("PUBLIC KEY", spki) + "\n";
        var hash = SHA256.HashData(spki);
        Fingerprint = Convert.ToHexStringLower(hash);
        Id = hash.AsMemory(0, 4);
    }

    /// <summary>SubjectPublicKeyInfo as PEM, in the one form that exports carry.</summary>
    public string Pem { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, in hexadecimal: to compare by telephone or on paper.</summary>
    public string Fingerprint { get; }

    /// <summary>Key id in signed notes: the first 4 bytes of that hash, as C2SP signed-note says for signature type 0x02.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Reads a PEM text.</summary>
    /// <exception cref="FormatException">It holds no P-256 public key.</exception>
    public static PublicKey FromPem(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            if (key.KeySize != 256) throw new FormatException("The key is not an ECDSA P-256 key.");
            return From(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException("There is no ECDSA P-256 public key in PEM form here.", e);
        }
    }

    /// <summary>True when the holder of the private key signed exactly this text in exactly this form.</summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (!StrictSignature.IsNormal(signature)) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_spki, out _);
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    internal static PublicKey From(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());
}
