using System.Security.Cryptography;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>Checks an export with nothing but a public key: every byte of it, and that no entry of its streams is missing.</summary>
public static class Verifier
{
    private const string AskAgain = "Ask the site for the file again, and do not rely on this one.";
    private const int MaxKey = 4096;
    private const int MaxCheckpoint = 65_536;
    private static readonly string[] Last = [ExportManifest.CheckpointFile, ExportManifest.KeyFile, ExportManifest.ManifestFile];

    /// <summary>Checks a file.</summary>
    /// <param name="path">The export.</param>
    /// <param name="key">The site's key as the auditor got it by another way; null to use the one inside, which proves consistency but not origin.</param>
    public static Verdict Verify(string path, PublicKey? key)
    {
        if (Directory.Exists(path)) return new Unreadable($"{path} is a directory. Name one export in it, such as {Path.Combine(path, "B-0001.cellwright")}.");
        try
        {
            using var file = File.OpenRead(path);
            return Verify(file, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Unreadable($"{path} cannot be read: {e.Message.TrimEnd('.')}. Name an export that is there and that you may read.");
        }
    }

    /// <summary>As the other, on a seekable stream.</summary>
    public static Verdict Verify(Stream export, PublicKey? key)
    {
        try
        {
            var container = ContainerReader.Open(export);
            var used = ReadKey(container, key);
            var manifest = ReadManifest(container, used);
            CheckFiles(container, manifest);
            CheckHash(container, manifest, ExportManifest.ContentsFile);
            CheckHash(container, manifest, ExportManifest.ProofFile);
            if (new EntryScan(container, manifest).Run() is { } damaged) return damaged;
            foreach (var file in manifest.Files.Skip(3)) CheckHash(container, manifest, file.Name);
            var what = manifest.IsWholeLedger ? $"the whole ledger of {manifest.Origin}" : $"{manifest.Subject} of {manifest.Origin}";
            return new Intact(manifest, used, key is not null, $"Intact: {what}, {manifest.Entries} entries in {manifest.Streams.Count} streams and {manifest.Files.Count - 3} attached files, every byte as signed.");
        }
        catch (ExportFormatException e)
        {
            return e.File is null ? new Unreadable($"{e.Message} {AskAgain}") : new Damaged(null, e.File, e.Message);
        }
        catch (EndOfStreamException)
        {
            return new Unreadable($"The export ends before its contents do: it was cut short. {AskAgain}");
        }
    }

    private static PublicKey ReadKey(ContainerReader container, PublicKey? given)
    {
        var pem = Encoding.ASCII.GetString(container.ReadAll(ExportManifest.KeyFile, MaxKey));
        if (given is not null && pem != given.Pem) throw new ExportFormatException(ExportManifest.KeyFile, "The export carries another key than the one given: it does not come from that site, or its key was exchanged.");
        return Formed(ExportManifest.KeyFile, () => PublicKey.FromPem(pem) is var key && key.Pem == pem ? key : throw new FormatException("The key in the export is not in its one form."));
    }

    private static ExportManifest ReadManifest(ContainerReader container, PublicKey key)
    {
        var manifest = Formed(ExportManifest.ManifestFile, () =>
        {
            var note = SignedNote.Parse(container.ReadAll(ExportManifest.ManifestFile, SignedNote.MaxBytes));
            // Unsigned text is not even looked at: only the name on the signature line says under which name to check it.
            if (!note.IsSignedOnlyBy(key, note.Names.First())) throw new FormatException("The manifest is not signed with the site's key, or was changed after it was.");
            var read = ExportManifest.Parse(note.Text);
            return read.Origin == note.Names.First() ? read : throw new FormatException("The manifest is signed under another name than its origin.");
        });
        return Formed(ExportManifest.CheckpointFile, () =>
        {
            var bytes = container.ReadAll(ExportManifest.CheckpointFile, MaxCheckpoint);
            var checkpoint = Checkpoint.Open(bytes, key);
            if (!SignedNote.Parse(bytes).IsSignedOnlyBy(key, manifest.Origin)) throw new FormatException("The checkpoint has other signatures than the site's.");
            return (checkpoint.Origin, checkpoint.Size, checkpoint.Root) == (manifest.Origin, manifest.Tree.Size, manifest.Tree.Root)
                ? manifest
                : throw new FormatException("The checkpoint is not the one that the manifest was signed with.");
        });
    }

    /// <summary>The container holds exactly the files of the manifest, in its order.</summary>
    private static void CheckFiles(ContainerReader container, ExportManifest manifest)
    {
        string[] first = [ExportManifest.EntriesFile, ExportManifest.ContentsFile, ExportManifest.ProofFile];
        if (!manifest.Files.Take(3).Select(f => f.Name).SequenceEqual(first)) throw new ExportFormatException(ExportManifest.ManifestFile, "The manifest does not begin with entries, contents and proof.");
        foreach (var file in manifest.Files)
        {
            var contained = container.Find(file.Name);
            if (contained.Length != file.Length || contained.Crc != file.Crc) throw new ExportFormatException(file.Name, $"{file.Name} is not the file that was signed.");
        }

        if (!container.Files.Select(f => f.Name).SequenceEqual([.. manifest.Files.Select(f => f.Name), .. Last]))
            throw new ExportFormatException("directory", "Files were added to the export, taken out of it or put in another order.");
    }

    private static void CheckHash(ContainerReader container, ExportManifest manifest, string name)
    {
        var file = container.Find(name);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[(int)Math.Min(file.Length, 1024 * 1024)];
        for (long at = 0; at < file.Length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length - at));
            container.Read(file, at, part);
            sha.AppendData(part);
            at += part.Length;
        }

        if (Convert.ToHexStringLower(sha.GetHashAndReset()) != manifest.Files.First(f => f.Name == name).Sha256)
            throw new ExportFormatException(name, $"{name} was changed.");
    }

    private static T Formed<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new ExportFormatException(file, e.Message);
        }
    }
}
