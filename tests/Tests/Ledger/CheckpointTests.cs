using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

public sealed class SigningACheckpoint : IDisposable
{
    private readonly string _folder = Sample.NewFolder();
    private readonly SiteKey _key;
    private readonly string _note;

    public SigningACheckpoint()
    {
        _key = SiteKey.OpenOrCreate(_folder, "leipzig");
        _note = Checkpoint.Sign(7, TreeHash.Leaf([1]), _key);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_reads_back_under_the_same_key_and_no_other()
    {
        Assert.Equal(new Checkpoint("cellwright/leipzig", 7, TreeHash.Leaf([1])), Open(_note));
        using var other = SiteKey.OpenOrCreate(Path.Combine(_folder, "other"), "leipzig");
        Assert.Throws<FormatException>(() => Checkpoint.Open(Encoding.UTF8.GetBytes(_note), other.Public));
    }

    [Fact]
    public void Its_signature_is_plain_ECDSA_in_DER_over_the_text()
    {
        var line = _note.Split('\n')[4].Split(' ');
        Assert.Equal(("—", "cellwright/leipzig"), (line[0], line[1]));
        var signature = Convert.FromBase64String(line[2]);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(File.ReadAllText(Path.Combine(_folder, "site-key.pub.pem")));
        Assert.Equal(SHA256.HashData(ecdsa.ExportSubjectPublicKeyInfo())[..4], signature[..4]);
        var text = Encoding.UTF8.GetBytes($"cellwright/leipzig\n7\n{TreeHash.Leaf([1])}\n");
        Assert.True(ecdsa.VerifyData(text, signature[4..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void Every_changed_character_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(_note);
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = bytes.ToArray();
                changed[i] ^= (byte)(1 << bit);
                Assert.Throws<FormatException>(() => Checkpoint.Open(changed, _key.Public));
            }
        }
    }

    [Theory]
    [InlineData("cellwright/leipzig\n07\n")]
    [InlineData("cellwright/leipzig\n+7\n")]
    [InlineData("cellwright/leipzig\n 7\n")]
    [InlineData("\n7\n")]
    public void Signed_nonsense_is_refused(string start) =>
        Assert.Throws<FormatException>(() => Open(SignedNote.Sign($"{start}{TreeHash.Empty}\n", _key)));

    [Fact]
    public void A_root_in_another_spelling_of_base64_is_refused()
    {
        var root = TreeHash.Empty.ToString(); // ends with VU=: two bits are not used
        foreach (var spelling in (string[])[root[..^2] + "V=", root.TrimEnd('='), root + "\t", " " + root])
        {
            if (spelling.Contains('\t')) Assert.Throws<ArgumentException>(() => SignedNote.Sign($"cellwright/leipzig\n0\n{spelling}\n", _key));
            else Assert.Throws<FormatException>(() => Open(SignedNote.Sign($"cellwright/leipzig\n0\n{spelling}\n", _key)));
        }
    }

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_reads_it()
    {
        using var again = SiteKey.OpenOrCreate(_folder, "leipzig");
        Assert.Equal(_key.Public.Fingerprint, again.Public.Fingerprint);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "site-key.pem")));
        File.WriteAllText(Path.Combine(_folder, "site-key.pem"), "spoilt");
        Assert.Contains("restore it", Assert.Throws<RecordUnavailableException>(() => SiteKey.OpenOrCreate(_folder, "leipzig")).Message, StringComparison.Ordinal);
    }

    private Checkpoint Open(string note) => Checkpoint.Open(Encoding.UTF8.GetBytes(note), _key.Public);
}

/// <summary>The test log of transparency-dev/tessera @1811ae1a (Apache-2.0). Its Ed25519 signatures cannot be checked with the base library; all else can.</summary>
public sealed class ReadingPublishedCheckpoints
{
    [Fact]
    public void Origin_size_root_and_key_id_are_those_of_the_log()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Shared.Path("oracles", "signed_note", "tessera_checkpoint_vectors.json")));
        var leaves = json.RootElement.GetProperty("leaves").EnumerateArray().Select(l => TreeHash.Leaf(Encoding.UTF8.GetBytes(l.GetString()!))).ToArray();
        var vkey = json.RootElement.GetProperty("vkey").GetString()!.Split('+', 3);
        var keyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(vkey[0] + "\n"), .. Convert.FromBase64String(vkey[2])])[..4];
        Assert.Equal(vkey[1], Convert.ToHexStringLower(keyId));
        for (var size = 0; size <= 8; size++)
        {
            var note = SignedNote.Parse(File.ReadAllBytes(Shared.Path("oracles", "signed_note", "tessera_log", $"checkpoint.{size}")));
            var checkpoint = Checkpoint.Parse(note.Text);
            Assert.Equal(new Checkpoint(vkey[0], size, MerkleTree.Root(leaves.AsSpan(0, size))), checkpoint);
            Assert.Equal(vkey[0], Assert.Single(note.Names));
        }
    }
}
