using Cellwright.Domain.Equipment;

namespace Cellwright.Domain.Execution;

/// <summary>A watched tag that stopped speaking while its step was active.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that binds the tag.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Since">When it was last heard, or since when it was listened for.</param>
/// <param name="Returned">When it spoke again; null while it is silent.</param>
/// <param name="Deviation">The latest deviation announced for it.</param>
public sealed record Silence(string Step, string Parameter, string Equipment, string Tag, DateTimeOffset Since, DateTimeOffset? Returned, string Deviation)
{
    /// <summary>True while nothing comes.</summary>
    public bool Lasts => Returned is null;

    /// <summary>One for each step and tag, so that a lost broker says it once for each and a tag that comes and goes fills nothing.</summary>
    public static string Key(string step, string equipment, string tag) => $"{step}/{equipment}/{tag}";

    /// <summary>When a reading came, or null when it tells nothing of the present: replayed, or of a kind that the device itself does not vouch for.</summary>
    public static DateTimeOffset? Heard(Reading reading) => reading.Historical || reading.Quality == Quality.Bad ? null : reading.Received;
}
