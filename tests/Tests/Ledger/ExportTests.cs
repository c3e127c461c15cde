using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

/// <summary>One small export of two streams among others, with attachments, made once for all these tests.</summary>
public sealed class SmallExport : IAsyncLifetime
{
    public byte[] Bytes { get; private set; } = [];
    public byte[] Whole { get; private set; } = [];
    public PublicKey Key { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var site = new Site();
        await site.AppendAsync("lot/1", entries: 3);
        await site.AppendAsync("batch/A", appends: 2, entries: 3);
        await site.AppendAsync("batch/B", appends: 5);
        await site.AppendAsync("lot/1", entries: 2);
        await site.AppendAsync("batch/A", appends: 3);
        await site.AppendAsync("batch/B", appends: 3);
        await site.IntegrateAsync();
        await site.AppendAsync("batch/A");
        Key = site.Key.Public;
        Bytes = await site.ExportAsync(["lot/1", "batch/A"], Attachment.Of("record.html", "<p>Batch A</p>"u8.ToArray()), Attachment.Of("readings/segment-1.parquet", new byte[40]));
        Whole = await site.ExportAsync(null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Verdict Verify(byte[] bytes) => Verifier.Verify(new MemoryStream(bytes), Key);
}

[Requirement("P11-10a1", "P11-10b1")]
public sealed class VerifyingAnExport(SmallExport export) : IClassFixture<SmallExport>
{
    [Fact]
    public void It_is_intact_as_it_was_written()
    {
        var intact = Assert.IsType<Intact>(export.Verify(export.Bytes));
        Assert.True(intact.OriginProven);
        Assert.Equal([("batch/A", 9), ("lot/1", 5)], intact.Manifest.Streams);
        Assert.Equal((14, 22, false), (intact.Manifest.Entries, intact.Manifest.Tree.Size, intact.Manifest.IsWholeLedger));
        Assert.False(Assert.IsType<Intact>(Verifier.Verify(new MemoryStream(export.Bytes), null)).OriginProven);
    }

    [Fact]
    public void The_whole_ledger_is_intact_and_needs_no_proof()
    {
        var intact = Assert.IsType<Intact>(export.Verify(export.Whole));
        Assert.True(intact.Manifest.IsWholeLedger);
        Assert.Equal(0, intact.Manifest.Files[2].Length);
    }

    [Fact]
    public void Ordinary_programs_open_it()
    {
        using var zip = new ZipArchive(new MemoryStream(export.Bytes));
        Assert.Equal(
            ["entries.bin", "contents.bin", "proof.bin", "readings/segment-1.parquet", "record.html", "checkpoint.txt", "key.pem", "manifest.txt"],
            zip.Entries.Select(e => e.FullName));
        foreach (var entry in zip.Entries)
        {
            using var contents = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(contents);
            Assert.Equal(entry.Length, contents.Length);
        }
    }

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        var bytes = export.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= (byte)(1 << (i % 8));
            Assert.True(export.Verify(bytes) is not Intact, $"byte {i}");
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void Ten_thousand_random_mutations_are_all_found()
    {
        var (seed, random) = Mutation.Seeded();
        for (var trial = 0; trial < 10_000; trial++)
        {
            var verdict = export.Verify(Mutation.Of(trial % 4 == 0 ? export.Whole : export.Bytes, random));
            Assert.True(verdict is not Intact, $"seed {seed}, trial {trial}");
            Assert.True(Refusals.Fault(verdict.Sentence) is null, $"seed {seed}, trial {trial}: {verdict.Sentence} {Refusals.Fault(verdict.Sentence)}");
        }
    }

    [Fact]
    public void A_damaged_entry_is_named()
    {
        var at = 0;
        var start = 30 + "entries.bin".Length + 20; // behind the first header
        for (var i = 0; i < 14; i++)
        {
            var index = BinaryPrimitives.ReadInt64BigEndian(export.Bytes.AsSpan(start + at));
            var length = BinaryPrimitives.ReadInt32BigEndian(export.Bytes.AsSpan(start + at + 8));
            var changed = export.Bytes.ToArray();
            changed[start + at + 12 + length - 1] ^= 1;
            var damaged = Assert.IsType<Damaged>(export.Verify(changed));
            Assert.Equal((index, "StepCompleted"), (damaged.FirstBad!.Index, damaged.FirstBad.Type));
            Assert.Equal(index is < 3 or > 13 and < 16 ? "lot/1" : "batch/A", damaged.FirstBad.Stream);
            at += 12 + length;
        }
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        var at = Encoding.ASCII.GetString(export.Bytes).IndexOf("<p>Batch A</p>", StringComparison.Ordinal);
        var changed = export.Bytes.ToArray();
        changed[at + 3] ^= 1;
        var damaged = Assert.IsType<Damaged>(export.Verify(changed));
        Assert.Equal(("record.html", null), (damaged.File, damaged.FirstBad));
    }

    [Fact]
    public void Every_truncation_is_told_without_a_fault()
    {
        for (var length = 0; length < export.Bytes.Length; length++) Assert.True(export.Verify(export.Bytes[..length]) is not Intact);
    }

    [Fact]
    public void Random_garbage_is_told_without_a_fault()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 2000; trial++)
        {
            var garbage = new byte[random.Next(2000)];
            random.NextBytes(garbage);
            // Half of them end as a container ends, with lengths and places at random.
            if (trial % 2 == 0 && garbage.Length >= 98) export.Bytes.AsSpan(^98..^48).CopyTo(garbage.AsSpan(^98..));
            Assert.True(export.Verify(garbage) is not Intact);
        }
    }

    [Fact]
    public async Task An_export_of_another_site_is_not_taken_for_this_one()
    {
        await using var other = new Site();
        await other.AppendAsync("batch/A");
        await other.IntegrateAsync();
        var damaged = Assert.IsType<Damaged>(export.Verify(await other.ExportAsync(["batch/A"])));
        Assert.Equal("key.pem", damaged.File);
    }

    [Fact]
    public async Task Unknown_streams_and_unfit_names_are_refused()
    {
        await using var site = new Site();
        await Assert.ThrowsAsync<RecordUnavailableException>(() => site.ExportAsync(null));
        await site.AppendAsync("batch/A");
        await site.IntegrateAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => site.ExportAsync(["batch/Z"]));
        foreach (var name in (string[])["../x", "/x", "a//b", "ä", "manifest.txt", ""])
            await Assert.ThrowsAsync<ArgumentException>(() => site.ExportAsync(["batch/A"], Attachment.Of(name, [])));
    }

    /// <summary>The other signature that ECDSA accepts for the same text is refused: else bytes could change unseen.</summary>
    [Fact]
    public void The_mirrored_signature_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = PublicKey.FromPem(key.ExportSubjectPublicKeyInfoPem());
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < 40; i++)
        {
            var signature = key.SignData("text"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            if (publicKey.Verify("text"u8, signature)) accepted++;
            else refused++;
        }

        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused");
    }
}
