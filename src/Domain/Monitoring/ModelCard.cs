using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Statistics.Calibration;
using static System.FormattableString;

namespace Cellwright.Domain.Monitoring;

/// <summary>A column of what a model looks at.</summary>
/// <param name="Name">As in the campaign that it was fitted to, e.g. <c>processor/chamber-temperature level</c>.</param>
/// <param name="Observation">What it observes; null where the recipe states none.</param>
/// <param name="Unit">UCUM unit.</param>
public sealed record ModelTag(string Name, ObservationClass? Observation, string Unit);

/// <summary>What a person must know of a monitoring model before approving it, and beside each of its verdicts: what it was fitted to, and what it cannot do.</summary>
/// <param name="Training">Batches that it was fitted to.</param>
/// <param name="Calibration">Batches that its limits come from.</param>
/// <param name="CalibrationRuns">How many runs its limits rest on: those of <paramref name="Calibration"/>, or the training batches where each was judged without itself.</param>
/// <param name="Alpha">The rate of false alarms for a whole batch that its limits are set for.</param>
/// <param name="Covariates">Variables of the starting material.</param>
/// <param name="CovariateR2">Share of the variation that they explain in batches left out of the fit; null where there are none, or too few batches to say.</param>
/// <param name="Tags">What it looks at.</param>
/// <param name="NotObservable">What it cannot see, one sentence each.</param>
/// <param name="Notes">What else the fit found that a person must know, such as odd batches among those that it learned from.</param>
/// <param name="Data">SHA-256, lower-case hex, of the rows that it was fitted to: the version of the data that its limits are an estimate from (211.110(b)).</param>
/// <param name="Run">The run without batches that it was fitted to, where no batch is named; the rate of false alarms is then a share of rows.</param>
public sealed record ModelCard(
    ImmutableList<string> Training, ImmutableList<string> Calibration, int CalibrationRuns, double Alpha, ImmutableList<string> Covariates, double? CovariateR2,
    ImmutableList<ModelTag> Tags, ImmutableList<string> NotObservable, ImmutableList<string> Notes, string Data, TrainingRun? Run = null)
{
    /// <summary>The smallest rate of false alarms that so many exchangeable runs can guarantee.</summary>
    [JsonIgnore]
    public double SmallestAlpha => ConformalLimit.SmallestAlpha(Math.Max(0, CalibrationRuns));

    /// <summary>Why a model with this card must not stand, or null.</summary>
    internal Refusal? Refusal()
    {
        if (Run is not null && !(Training.IsEmpty && Calibration.IsEmpty)) return new("model-card", "The card names batches and a run without batches. Fit the model to one of them.");
        if (Run is { } run && !(run.From < run.To && run.Rows > 0)) return new("model-card", "The card names a run without rows. Fit the model to a time with readings.");
        if (Run is null && Training.IsEmpty) return new("model-card", "The card names no batch that the model was fitted to. Fit it to batches, and submit what comes of that.");
        if (Tags.IsEmpty) return new("model-card", "The card names nothing that the model looks at. Fit it to a campaign with tags.");
        if (Tags.GroupBy(tag => tag.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return new("model-card", $"The card names {twice.Key} twice. Fit the model to a campaign in which each tag has a name of its own.");
        if (Training.Intersect(Calibration).FirstOrDefault() is { } both)
            return new("model-card", $"{both} is named for training and for calibration, and limits from a batch that trained the model are too narrow. Take it out of one of them and fit again.");
        if (!ModelHash.IsHash(Data)) return new("model-card", "The card does not say by its SHA-256 which data the model was fitted to. Submit what the fit wrote.");
        if (Alpha is not (> 0 and < 1)) return new("alpha", "The rate of false alarms must lie between 0 and 1. Fit the model with one that does.");

        // A rate of rows rests on a distribution that the numerics fitted and refused where there are too few; the bound below is that of whole batches.
        return Run is null && CalibrationRuns < ConformalLimit.FewestRuns(Alpha)
            ? new("alpha", Invariant($"{CalibrationRuns} calibration batches support no batch-level rate of false alarms below 1/{CalibrationRuns + 1} = {SmallestAlpha:0.####}, and this model claims {Alpha:0.####}. Fit it for that rate, or wait for {ConformalLimit.FewestRuns(Alpha)} calibration batches."))
            : null;
    }
}

/// <summary>A run of a room or utility in control, as a model learned from it.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Rows">Rows with readings.</param>
/// <param name="Empty">Rows of the grid in between that have none: gaps.</param>
/// <param name="Seconds">Length of a row.</param>
public sealed record TrainingRun(DateTimeOffset From, DateTimeOffset To, int Rows, int Empty, int Seconds);

/// <summary>The form of a hash.</summary>
internal static class ModelHash
{
    public static bool IsHash(string text) => text.Length == 64 && text.All(letter => letter is >= '0' and <= '9' or >= 'a' and <= 'f');
}
