using System.Security.Cryptography;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>
/// The key pair with which a site signs its checkpoints and exports: ECDSA P-256 over SHA-256, in two PEM files, made at first use.
/// (Ed25519, which signed notes usually carry, is not in the base library.)
/// </summary>
public sealed class SiteKey : IDisposable
{
    private readonly ECDsa _key;

    private SiteKey(ECDsa key, string site)
    {
        _key = key;
        Origin = $"cellwright/{site}";
        Public = PublicKey.From(key);
    }

    /// <summary>Origin line and key name: <c>cellwright/&lt;site&gt;</c>.</summary>
    public string Origin { get; }

    /// <summary>What a stranger needs to check a signature.</summary>
    public PublicKey Public { get; }

    /// <summary>Reads <c>site-key.pem</c> (mode 600) in this folder and makes it, with <c>site-key.pub.pem</c>, where there is none.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="site">Name of the site, without spaces and plus signs.</param>
    /// <exception cref="RecordUnavailableException">The file cannot be read or does not hold such a key.</exception>
    /// <exception cref="ArgumentException">The site's name does not fit a key name.</exception>
    public static SiteKey OpenOrCreate(string folder, string site)
    {
        if (!NoteText.IsKeyName(site)) throw new ArgumentException("The name of a site is not empty and has neither spaces, plus signs nor control characters.");
        var path = Path.Combine(folder, "site-key.pem");
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(path)) Create(path);
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize != 256) throw new CryptographicException("not a P-256 key");
            var site256 = new SiteKey(key, site);
            File.WriteAllText(Path.Combine(folder, "site-key.pub.pem"), site256.Public.Pem);
            return site256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new RecordUnavailableException($"The site key {path} cannot be used ({e.Message}): restore it from the backup; records signed with it cannot be continued with another key.", e);
        }
    }

    /// <summary>Signs SHA-256 of the text: ASN.1 DER, as transparency-dev/witness writes it, with the lower of the two valid s.</summary>
    public byte[] Sign(ReadOnlySpan<byte> text) =>
        StrictSignature.Normalise(_key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var temporary = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            // Whole or not at all; of two that start at once the first wins.
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
