using System.Collections.Immutable;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Monitoring;

/// <summary>What monitoring says of a batch: for each model that follows it, what it says now and every moment it judged; and everything that was recorded.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Models">The model in force first, then those in shadow, then those that said something of it before.</param>
/// <param name="Verdicts">Every verdict on record, in order.</param>
/// <param name="Advice">What tags did that no limit forbids.</param>
public sealed record BatchMonitoringView(string Batch, IReadOnlyList<ModelOnBatch> Models, IReadOnlyList<RecordedVerdict> Verdicts, IReadOnlyList<TagAdvice> Advice);

/// <summary>A model on a batch.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Standing">Where it stands now.</param>
/// <param name="Card">What it rests on, and what it cannot do.</param>
/// <param name="SmallestAlpha">The smallest rate of false alarms that its calibration supports.</param>
/// <param name="Unavailable">Why it says nothing, or null.</param>
/// <param name="Said">What it says now, or null while there is nothing to judge.</param>
/// <param name="Points">Every moment that it judged, in order.</param>
/// <param name="Tags">Every tag with its own band.</param>
public sealed record ModelOnBatch(
    string Model, ModelStanding Standing, Domain.Monitoring.ModelCard Card, double SmallestAlpha, string? Unavailable, ModelVerdict? Said, IReadOnlyList<PointView> Points, IReadOnlyList<TagView> Tags);

/// <summary>A moment that was judged.</summary>
/// <param name="At">When.</param>
/// <param name="Step">Step.</param>
/// <param name="IsOutside">Whether the batch alarms here.</param>
/// <param name="Statistics">Each statistic with its limit; no limit where there is none.</param>
public sealed record PointView(DateTimeOffset At, string Step, bool IsOutside, IReadOnlyList<StatisticView> Statistics);

/// <summary>A statistic at a moment, without unit.</summary>
public sealed record StatisticView(string Name, double Value, double? Limit);

/// <summary>A tag with the band that this batch's own past and patient foretold, in its unit.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Observation">What it observes.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Points">In order; where nothing came, or nothing was foretold, there is none.</param>
public sealed record TagView(string Name, ObservationClass? Observation, string Unit, IReadOnlyList<BandPoint> Points);

/// <summary>A tag at a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Value">What came.</param>
/// <param name="Low">Two standard deviations below what was foretold.</param>
/// <param name="Predicted">What was foretold.</param>
/// <param name="High">Two standard deviations above it.</param>
public sealed record BandPoint(DateTimeOffset At, double Value, double Low, double Predicted, double High)
{
    internal static ImmutableList<BandPoint> Of(Judgement judged, int tag) =>
        [.. judged.Points.Select(point => (point.At, Tag: point.Tags[tag])).Where(one => double.IsFinite(one.Tag.Value) && double.IsFinite(one.Tag.Predicted) && double.IsFinite(one.Tag.Deviation))
            .Select(one => new BandPoint(one.At, one.Tag.Value, one.Tag.Predicted - 2 * one.Tag.Deviation, one.Tag.Predicted, one.Tag.Predicted + 2 * one.Tag.Deviation))];
}

/// <summary>A model with where it stands.</summary>
public sealed record ModelView(string Name, ModelStanding Standing, double SmallestAlpha, MonitoringModel Model);

/// <summary>A batch that two models followed.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="InForce">Latest verdict of the one in force, or null.</param>
/// <param name="Other">Latest verdict of the other, or null.</param>
/// <param name="Agree">Whether both give the same answer; null where one is silent.</param>
public sealed record ComparedBatch(string Batch, RecordedVerdict? InForce, RecordedVerdict? Other, bool? Agree);

/// <summary>A model beside the one in force.</summary>
/// <param name="Model">The model.</param>
/// <param name="InForce">The one in force, or null when there is none.</param>
/// <param name="Agreements">Batches on which both give the same answer.</param>
/// <param name="Disagreements">Batches on which they do not.</param>
/// <param name="Batches">Each batch that either of them followed.</param>
public sealed record ModelComparison(string Model, string? InForce, int Agreements, int Disagreements, IReadOnlyList<ComparedBatch> Batches);

/// <summary>A verdict computed again from the record and the readings.</summary>
/// <param name="Recorded">As it stands on record.</param>
/// <param name="Again">As it comes out now, or null where it cannot be computed.</param>
/// <param name="IsSame">Whether both are the same to the last byte.</param>
/// <param name="Because">Why not, or null.</param>
public sealed record Recomputation(ModelVerdict Recorded, ModelVerdict? Again, bool IsSame, string? Because);

/// <summary>Asks for a model to be fitted to the completed batches of a recipe and submitted.</summary>
/// <param name="CommandId">Id made by the client when the act began; a retry bears the same.</param>
/// <param name="Id">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Recipe">Recipe id.</param>
/// <param name="RecipeVersions">Versions of it whose batches it is fitted to and follows.</param>
/// <param name="Calibrate">So many of the newest batches train nothing and set limits; with fewer than 19 all train, and limits come from judging each without itself.</param>
/// <param name="Alpha">Rate of false alarms for a whole batch; without it the usual one, or what so many batches support.</param>
/// <param name="Except">Batches that are left out, e.g. because they were found odd.</param>
public sealed record FitModel(
    Guid CommandId, string Id, string Version, string Recipe, ImmutableList<string> RecipeVersions, int Calibrate = 0, double? Alpha = null, ImmutableList<string>? Except = null);
