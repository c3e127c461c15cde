using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Domain.Monitoring;

/// <summary>
/// A model came to another verdict on a batch. Decided again here from where the model stands: one in shadow alarms nobody, one that is superseded or retired is not
/// heard. Drift found by a model in force opens a deviation, once for each movement of the process; biology opens none.
/// </summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Said">What the model says.</param>
/// <param name="Equipment">Item that bears the signal most, or null where it is none.</param>
/// <param name="Tag">Its tag.</param>
[AllowedTo(Role.System)]
public sealed record ReportVerdict(string BatchId, ModelVerdict Said, string? Equipment, string? Tag) : Command<BatchMonitoring>
{
    private static readonly StatesOf<MonitoringModel> Models = new("");

    /// <inheritdoc />
    public override string StreamId => BatchId;

    private StateOf<Batch> Subject => new(BatchId);

    private ReadingsOf? Around => Said.Verdict == Verdict.Drift && Equipment is { } item && Tag is { } tag
        ? new(item, tag, (Said.OnsetLow ?? Said.Through) - ProcessDrift.Before, Said.Through)
        : null;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(BatchMonitoring state, Performer by, DateTimeOffset at)
    {
        yield return Models;
        yield return Subject;
        if (Around is { } around) yield return around;
    }

    /// <inheritdoc />
    public override Decision<BatchMonitoring> Decide(BatchMonitoring state, Act act)
    {
        var models = act.Facts.Of(Models);
        var model = models.FirstOrDefault(one => one.Name == Said.Model && one.Hash == Said.ModelHash);
        if (model is null || act.Facts.Of(Subject).Recipe is not { } recipe || !model.Covers(recipe.Id, recipe.Version)) return Decision<BatchMonitoring>.Nothing;
        var standing = ModelLifecycle.Of(model, models);
        if (standing is not (ModelStanding.InForce or ModelStanding.Shadow)) return Decision<BatchMonitoring>.Nothing;
        var shadow = standing == ModelStanding.Shadow;
        if (state.Latest(Said.Model) is { } before && before.Shadow == shadow && !Said.Differs(before.Said)) return Decision<BatchMonitoring>.Nothing;
        var opens = !shadow && Said.Verdict == Verdict.Drift && !state.Knows(Said);
        return new VerdictReached(Said, shadow, opens ? new ProcessDrift(What, ProcessDrift.EvidenceOf(Around, act)) : null);
    }

    private string What
    {
        get
        {
            var from = Said is { OnsetLow: { } low, OnsetHigh: { } high } ? FormattableString.Invariant($", since between {low:yyyy-MM-dd HH:mm zzz} and {high:yyyy-MM-dd HH:mm zzz}") : "";
            var shown = Said.TopTags.IsEmpty ? "" : $"; it shows in {string.Join(", ", Said.TopTags.Take(3))}";
            return $"The process moved in step {Said.Step}, as monitoring model {Said.Model} finds{from}{shown}. {Said.Sentence.TrimEnd('.')}";
        }
    }
}

/// <summary>The deviation that follows from a verdict.</summary>
/// <param name="What">What happened.</param>
/// <param name="Evidence">Readings of what bears the signal most, from before the onset until the verdict.</param>
public sealed record ProcessDrift(string What, ImmutableList<EvidenceReading> Evidence)
{
    /// <summary>Evidence begins so long before the onset.</summary>
    internal static readonly TimeSpan Before = TimeSpan.FromHours(2);
    private const int MostEvidence = 60;

    // Spread over the time from before the onset until now, so that the movement can be seen in it.
    internal static ImmutableList<EvidenceReading> EvidenceOf(ReadingsOf? around, Act act)
    {
        if (around is null) return [];
        var readings = act.Facts.Of(around).Readings.Where(reading => double.IsFinite(reading.Value)).ToList();
        var every = Math.Max(1.0, readings.Count / (double)MostEvidence);
        return [.. Enumerable.Range(0, Math.Min(readings.Count, MostEvidence)).Select(at => readings[Math.Min((int)(at * every), readings.Count - 1)])
            .Select(reading => new EvidenceReading(reading.At, reading.Value, reading.Address))];
    }
}

/// <summary>A model came to another verdict on a batch than before.</summary>
/// <param name="Said">What it says, and what it rests on.</param>
/// <param name="Shadow">True when the model ran in shadow.</param>
/// <param name="Deviation">The deviation that opens, or null.</param>
public sealed record VerdictReached(ModelVerdict Said, bool Shadow, ProcessDrift? Deviation) : Event<BatchMonitoring>
{
    /// <inheritdoc />
    public override BatchMonitoring Apply(BatchMonitoring state, Happened when) =>
        state with { Verdicts = state.Verdicts.Add(new(state.Verdicts.Count + 1, when.At, Said, Shadow, Deviation is not null)) };
}
