using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cellwright.Ledger;

/// <summary>What <c>cellwright verify</c> and the auditor's <c>cellwright-verify</c> do and print.</summary>
public static class VerifyCommand
{
    // For people and programs, not for web pages: names stay readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Checks an export and prints the verdict.</summary>
    /// <param name="path">The export.</param>
    /// <param name="keyFile">PEM file with the site's public key; null to use the key in the export.</param>
    /// <param name="json">One JSON object instead of sentences.</param>
    /// <param name="output">Takes the verdict.</param>
    /// <param name="error">Takes the sentence where nothing could be read.</param>
    /// <returns>The exit code: 0 intact, 2 damaged, 1 could not be read.</returns>
    public static int Run(string path, string? keyFile, bool json, TextWriter output, TextWriter error)
    {
        PublicKey? key = null;
        try
        {
            if (keyFile is not null) key = PublicKey.FromPem(File.ReadAllText(keyFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return Print(new Unreadable($"The key {keyFile} cannot be read: {e.Message.TrimEnd('.')}. Name the file with the site's public key (PEM)."));
        }

        return Print(Verifier.Verify(path, key));

        int Print(Verdict verdict)
        {
            if (json) output.WriteLine(Json(verdict));
            else Write(verdict, verdict is Unreadable ? error : output);
            return verdict.ExitCode;
        }
    }

    private static void Write(Verdict verdict, TextWriter output)
    {
        output.WriteLine(verdict.Sentence);
        if (verdict is Damaged { FirstBad: { } bad }) output.WriteLine($"First bad entry: {bad}.");
        if (verdict is not Intact intact) return;
        output.WriteLine($"Signed {intact.Manifest.Made:yyyy-MM-dd HH:mm:ss zzz}; tree of {intact.Manifest.Tree.Size} entries, root {intact.Manifest.Tree.Root}.");
        output.WriteLine($"Key {intact.Key.Fingerprint} (SHA-256).");
        if (!intact.OriginProven)
            output.WriteLine("No key was given, so the one inside the export was used: the export is consistent in itself, but where it comes from is not proven. Compare the key's fingerprint with the site, or give --key.");
    }

    private static string Json(Verdict verdict) => JsonSerializer.Serialize(
        verdict switch
        {
            Intact intact => new Dictionary<string, object?>
            {
                ["verdict"] = "intact",
                ["sentence"] = intact.Sentence,
                ["origin"] = intact.Manifest.Origin,
                ["originProven"] = intact.OriginProven,
                ["subject"] = intact.Manifest.Subject,
                ["made"] = intact.Manifest.Made,
                ["entries"] = intact.Manifest.Entries,
                ["wholeLedger"] = intact.Manifest.IsWholeLedger,
                ["treeSize"] = intact.Manifest.Tree.Size,
                ["root"] = intact.Manifest.Tree.Root.ToString(),
                ["key"] = intact.Key.Fingerprint,
            },
            Damaged damaged => new Dictionary<string, object?>
            {
                ["verdict"] = "damaged",
                ["sentence"] = damaged.Sentence,
                ["file"] = damaged.File,
                ["firstBad"] = damaged.FirstBad is { } bad
                    ? new Dictionary<string, object?> { ["index"] = bad.Index, ["stream"] = bad.Stream, ["version"] = bad.Version, ["type"] = bad.Type }
                    : null,
            },
            _ => new Dictionary<string, object?> { ["verdict"] = "unreadable", ["sentence"] = verdict.Sentence },
        },
        Readable);
}
