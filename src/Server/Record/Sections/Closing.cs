using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>The master record word for word, and how to check all of this without the site.</summary>
internal static class Closing
{
    public static Html Master(ExecutedRecord record) => Section("master", "Master record, word for word", Html.Of($"""
        <p>{record.Recipe.Name}, SHA-256 of these exact bytes in UTF-8: <span class="hash">{record.Recipe.Hash}</span></p>
        <pre class="master">{record.Recipe.Text}</pre>
        """));

    public static Html Proof(ExecutedRecord record, RecordProof? proof) => Section("proof", "How to check this record", proof is null
        ? Html.Of($"<p class=\"alert\">This copy stands alone: it was made without a proof. Ask the site for an export of batch {record.Batch.Id}.</p>")
        : Html.Of($"""
            <p>This copy is one file of an export. The export holds every entry printed above as the exact bytes that were recorded, the proof that each stands in the site's record, and the checkpoint that the site signed. Nobody needs to be trusted to check it:</p>
            <ol>
            <li>Take the public key of the site from the site itself, not from this export, and compare its fingerprint, by telephone or on paper:<br><span class="hash">{proof.KeyFingerprint}</span></li>
            <li>Run, without any network: <code>cellwright verify {record.Batch.Id}.cellwright --key site-key.pub.pem</code></li>
            <li>It answers that the export is intact, or names the first entry that is not.</li>
            </ol>
            <table><caption>The checkpoint that covers every entry above</caption><tbody>
            <tr><th scope="row">Record of</th><td>{proof.Origin}</td></tr>
            <tr><th scope="row">Entries in the record then</th><td>{proof.Size}</td></tr>
            <tr><th scope="row">Root of its tree (RFC 9162, base64)</th><td><span class="hash">{proof.Root}</span></td></tr>
            <tr><th scope="row">Signed note</th><td><pre class="note">{proof.Note}</pre></td></tr>
            <tr><th scope="row">State of this batch's own stream (root over its {record.BatchTrail.Count} entries, base64)</th><td><span class="hash">{record.Hash.ToString()}</span></td></tr>
            </tbody></table>
            """));
}

/// <summary>What the printed record says of its proof.</summary>
/// <param name="Origin">The log that the checkpoint speaks of.</param>
/// <param name="Size">Entries that the checkpoint covers.</param>
/// <param name="Root">Root of the tree, base64.</param>
/// <param name="Note">The signed note that carries the checkpoint.</param>
/// <param name="KeyFingerprint">SHA-256 of the site's public key, hexadecimal.</param>
public sealed record RecordProof(string Origin, long Size, string Root, string Note, string KeyFingerprint);
