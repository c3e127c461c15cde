using System.Text.Json;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Rehearsing;

/// <summary>How far a rehearsal is: written by the process that rehearses, read by the server that started it.</summary>
/// <param name="Done">Steps of the recipe that were done.</param>
/// <param name="Of">Steps of the recipe.</param>
/// <param name="Now">Time in the rehearsal.</param>
/// <param name="Step">Step under way, with its title.</param>
/// <param name="Ended">True when nothing more comes.</param>
/// <param name="Completed">True when every step was done and the exported record was found intact.</param>
/// <param name="Verdict">In one sentence, once it ended.</param>
public sealed record RehearsalReport(int Done, int Of, DateTimeOffset? Now, string Step, bool Ended = false, bool Completed = false, string? Verdict = null)
{
    /// <summary>Writes it so that a reader finds it whole or not at all.</summary>
    public void Write(string path)
    {
        File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(this, JsonForms.Web));
        File.Move(path + ".next", path, overwrite: true);
    }

    /// <summary>Reads it; null when there is none yet.</summary>
    public static RehearsalReport? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RehearsalReport>(File.ReadAllBytes(path), JsonForms.Web);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
