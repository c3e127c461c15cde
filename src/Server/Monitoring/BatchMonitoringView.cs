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
/// <param name="Starting">The starting material beside that of the batches that the model learned from.</param>
public sealed record ModelOnBatch(
    string Model, ModelStanding Standing, Domain.Monitoring.ModelCard Card, double SmallestAlpha, string? Unavailable, ModelVerdict? Said, IReadOnlyList<PointView> Points, IReadOnlyList<TagView> Tags,
    IReadOnlyList<StartingView> Starting);

/// <summary>A variable of the starting material beside its population.</summary>
/// <param name="Name">Name of the variable: <c>phase/parameter</c>.</param>
/// <param name="Title">The same in the words of the recipe.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Value">Of this batch; null while it is not known.</param>
/// <param name="Mean">Of the training batches.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Low">The smallest of them.</param>
/// <param name="High">The largest of them.</param>
public sealed record StartingView(string Name, string Title, string Unit, double? Value, double Mean, double Deviation, double Low, double High)
{
    /// <summary>Whether it lies further out than the model can know of: beyond the training batches by more than a standard deviation, as <see cref="Statistics.Monitoring.StartingMaterial.Outside"/> has it.</summary>
    public bool IsOutside => Value < Low - Deviation || Value > High + Deviation;

    internal static ImmutableList<StartingView> Of(SiteModel file, Domain.Execution.Batch batch) => [.. file.Monitor.Model.Material.Variables.Where(variable => double.IsFinite(variable.Low) && double.IsFinite(variable.High)).Select(variable =>
    {
        var (parameter, value) = (ParameterOf(batch.Recipe!, variable.Name), batch.ValueOf(variable.Name));
        return new StartingView(variable.Name, parameter?.Title ?? variable.Name, parameter?.Unit ?? "", double.IsFinite(value) ? value : null, variable.Mean, variable.Deviation, variable.Low, variable.High);
    })];

    private static Parameter? ParameterOf(Recipe recipe, string name) =>
        name.LastIndexOf('/') is > 0 and var slash ? recipe.Phases.FirstOrDefault(phase => phase.Id == name[..slash])?.Parameters.FirstOrDefault(parameter => parameter.Name == name[(slash + 1)..]) : null;
}

/// <summary>A moment that was judged.</summary>
/// <param name="At">When.</param>
/// <param name="Step">Step.</param>
/// <param name="IsOutside">Whether the batch alarms here.</param>
/// <param name="Statistics">Each statistic that the moment concerns with its limit; no limit where there is none.</param>
public sealed record PointView(DateTimeOffset At, string Step, bool IsOutside, IReadOnlyList<StatisticView> Statistics);

/// <summary>A statistic at a moment, without unit.</summary>
public sealed record StatisticView(string Name, double Value, double? Limit);

/// <summary>A tag with the band that this batch's own past and patient foretold, in its unit.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Observation">What it observes.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Points">In order; where nothing came, or nothing was foretold, there is none. What happens once in a step has one for each round of it.</param>
/// <param name="Predecessors">The newest batches that the model learned from.</param>
public sealed record TagView(string Name, ObservationClass? Observation, string Unit, IReadOnlyList<BandPoint> Points, IReadOnlyList<PredecessorView> Predecessors)
{
    private const string Logarithm = "lg(";

    /// <summary>The unit that a person knows: what a model sees as a logarithm is shown as it was recorded.</summary>
    public static string UnitOf(string unit) => IsLogarithm(unit) ? unit[Logarithm.Length..^1] : unit;

    internal static TagView Of(ModelTag tag, Judgement judged, int at, SiteModel file)
    {
        double As(double seen) => IsLogarithm(tag.Unit) ? Math.Pow(10, seen) : seen;
        var there = judged.Points.Where(point => BandPoint.Has(point.Tags[at])).ToList();
        return new(tag.Name, tag.Observation, UnitOf(tag.Unit), [.. there.Select(point => BandPoint.Of(point, at, As))],
            [.. file.Predecessors.Select(before => new PredecessorView(before.Batch, [.. there.Select(point => As(before.Values[point.Station][at]) is var value && double.IsFinite(value) ? value : (double?)null)]))]);
    }

    private static bool IsLogarithm(string unit) => unit.StartsWith(Logarithm, StringComparison.Ordinal) && unit.EndsWith(')');
}

/// <summary>How far a tag lies from what was foretold of it.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Value">What came, on average, in its unit.</param>
/// <param name="Predicted">What was foretold, on average.</param>
/// <param name="Deviations">How far that is, in standard deviations of what was foretold, on average; above it where positive.</param>
public sealed record Contribution(TagView Tag, double Value, double Predicted, double Deviations)
{
    // Without an onset, the latest moments.
    private const int Latest = 6;

    /// <summary>Of every tag of a model that has points: first those that its verdict names, in its order, then those that lie furthest away.</summary>
    /// <param name="model">The model on its batch.</param>
    public static IReadOnlyList<Contribution> Of(ModelOnBatch model)
    {
        var named = model.Said?.TopTags ?? [];
        return [.. from tag in model.Tags
                   let points = (model.Said?.OnsetLow is { } since && tag.Points.Any(point => point.At > since) ? tag.Points.Where(point => point.At > since) : tag.Points.TakeLast(Latest)).ToList()
                   where points.Count > 0
                   let one = new Contribution(tag, points.Average(point => point.Value), points.Average(point => point.Predicted), points.Average(point => point.Deviations))
                   orderby named.IndexOf(tag.Name) is >= 0 and var place ? place : int.MaxValue, Math.Abs(one.Deviations) descending, tag.Name
                   select one];
    }
}

/// <summary>A tag at a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Value">What came.</param>
/// <param name="Low">Two standard deviations below what was foretold.</param>
/// <param name="Predicted">What was foretold.</param>
/// <param name="High">Two standard deviations above it.</param>
/// <param name="Deviations">How far it lies above what was foretold, in standard deviations of that; 0 where that is certain.</param>
public sealed record BandPoint(DateTimeOffset At, double Value, double Low, double Predicted, double High, double Deviations)
{
    internal static bool Has(Foretold tag) => double.IsFinite(tag.Value) && double.IsFinite(tag.Predicted) && double.IsFinite(tag.Deviation);

    internal static BandPoint Of(JudgedPoint point, int tag, Func<double, double> shown)
    {
        var (value, predicted, deviation) = (point.Tags[tag].Value, point.Tags[tag].Predicted, point.Tags[tag].Deviation);
        return new(point.At, shown(value), shown(predicted - (2 * deviation)), shown(predicted), shown(predicted + (2 * deviation)), deviation > 0 ? (value - predicted) / deviation : 0);
    }
}

/// <summary>A batch that a model learned from, beside the one that is looked at.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Values">What it had at the same place of the same step, for each of the tag's points; null where it had nothing.</param>
public sealed record PredecessorView(string Batch, IReadOnlyList<double?> Values);

/// <summary>A model with where it stands.</summary>
public sealed record ModelView(string Name, ModelStanding Standing, double SmallestAlpha, MonitoringModel Model);

/// <summary>A batch that two models followed.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="InForce">Latest verdict of the one in force, or null.</param>
/// <param name="Other">Latest verdict of the other, or null.</param>
/// <param name="Learned">Whether either of them rests on it: then both have seen it, and that they agree says nothing.</param>
/// <param name="Agree">Whether both give the same answer; null where one is silent, or one of them rests on it.</param>
public sealed record ComparedBatch(string Batch, RecordedVerdict? InForce, RecordedVerdict? Other, bool Learned, bool? Agree);

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

/// <summary>Asks for a model to be fitted and submitted: to the completed batches of a recipe, or to a run of a room or utility.</summary>
/// <param name="CommandId">Id made by the client when the act began; a retry bears the same.</param>
/// <param name="Id">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Recipe">Recipe id; null for a room or utility.</param>
/// <param name="RecipeVersions">Versions of it whose batches it is fitted to and follows.</param>
/// <param name="Calibrate">So many of the newest batches train nothing and set limits; with fewer than 19 all train, and limits come from judging each without itself.</param>
/// <param name="Alpha">Rate of false alarms for a whole batch, or share of the rows of a room or utility; without it the usual one, or what so many batches support.</param>
/// <param name="Except">Batches that are left out, e.g. because they were found odd.</param>
/// <param name="Equipment">The room or utility; null for batches.</param>
/// <param name="From">From when on it was in control.</param>
/// <param name="To">Until when.</param>
public sealed record FitModel(
    Guid CommandId, string Id, string Version, string? Recipe = null, ImmutableList<string>? RecipeVersions = null, int Calibrate = 0, double? Alpha = null, ImmutableList<string>? Except = null,
    string? Equipment = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
