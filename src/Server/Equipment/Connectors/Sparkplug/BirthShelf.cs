using Cellwright.Sparkplug;
using Google.Protobuf;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>Keeps what births declared (names, aliases, units), so that messages which the broker held back while the host was down can be read when it is back.
/// Only births that came with at least QoS 1 are kept: of others the broker may have dropped a newer one meanwhile.</summary>
/// <param name="folder">Where; null keeps nothing.</param>
internal sealed class BirthShelf(string? folder)
{
    private const string Ending = ".birth";

    /// <summary>Keeps a birth, durable, unless the same is kept already.</summary>
    public void Keep(string node, string device, Payload birth, bool reliable)
    {
        if (folder is null) return;
        var path = Path.Combine(folder, $"{Uri.EscapeDataString(node)}~{Uri.EscapeDataString(device)}{Ending}");
        if (!reliable)
        {
            File.Delete(path);
            return;
        }

        var bytes = Declarations(birth).ToByteArray();
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
        Directory.CreateDirectory(folder);
        if (device != EdgeNode.Itself) // what another node announced of it before it moved here
            foreach (var other in Directory.EnumerateFiles(folder, $"*~{Uri.EscapeDataString(device)}{Ending}").Where(other => other != path)) File.Delete(other);
        using (var draft = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            draft.Write(bytes);
            draft.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Everything kept, nodes before their devices.</summary>
    public IEnumerable<(string Node, string Device, Payload Birth)> Read()
    {
        if (folder is null || !Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path)[..^Ending.Length].Split('~');
            yield return (Uri.UnescapeDataString(name[0]), Uri.UnescapeDataString(name[1]), Payload.Parser.ParseFrom(File.ReadAllBytes(path)));
        }
    }

    private static Payload Declarations(Payload birth)
    {
        var kept = new Payload();
        foreach (var metric in birth.Metrics)
        {
            var declared = metric.Clone();
            declared.ClearTimestamp();
            if (metric.Name != "bdSeq") declared.ClearValue();
            kept.Metrics.Add(declared);
        }

        return kept;
    }
}
