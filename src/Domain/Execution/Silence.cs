using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>A watched tag that stopped speaking while its step was active.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that binds the tag.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Since">When it was last heard, or since when it was listened for.</param>
/// <param name="Returned">When it spoke again; null while it is silent.</param>
/// <param name="Deviation">The latest deviation that it belongs to: one for all that the same cause left unsaid.</param>
/// <param name="Node">The edge node whose loss took it along, or null.</param>
public sealed record Silence(string Step, string Parameter, string Equipment, string Tag, DateTimeOffset Since, DateTimeOffset? Returned, string Deviation, string? Node = null)
{
    /// <summary>True while nothing comes.</summary>
    public bool Lasts => Returned is null;

    /// <summary>One for each step and tag, so that a lost broker says it once for each and a tag that comes and goes fills nothing.</summary>
    public static string Key(string step, string equipment, string tag) => $"{step}/{equipment}/{tag}";

    /// <summary>Title of the parameter that watches it.</summary>
    public string Title(Batch batch) => batch.Recipe!.Phase(StepKey.Phase(Step)).Parameter(Parameter).Title;

    // Two parameters may watch one tag; the stricter counts.
    /// <summary>True when the recipe holds the batch for it.</summary>
    public bool Holds(Batch batch) =>
        WatchedTag.Of(batch).Any(watched => watched.Step.Key == Step && watched.Equipment == Equipment && watched.Parameter.Tag == Tag && watched.Parameter.Hold);

    /// <summary>When a reading came, or null when it tells nothing of the present: replayed, or of a kind that the device itself does not vouch for.</summary>
    public static DateTimeOffset? Heard(Reading reading) => reading.Historical || reading.Quality == Quality.Bad ? null : reading.Received;
}

/// <summary>Nothing usable comes from a watched tag any more.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watches it.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Since">When it was last heard.</param>
/// <param name="StaleAfter">How long it may be silent.</param>
/// <param name="DeviationId">The deviation that it belongs to.</param>
/// <param name="Node">The edge node whose loss took it along, or null.</param>
public sealed record TagFellSilent(
    string Step, string Parameter, string Equipment, string Tag, DateTimeOffset Since, TimeSpan StaleAfter, string DeviationId, string? Node = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with
    {
        Silences = state.Silences.SetItem(Silence.Key(Step, Equipment, Tag), new Silence(Step, Parameter, Equipment, Tag, Since, null, DeviationId, Node)),
    };
}
