using Cellwright.Statistics.Calibration;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Continuous;

namespace Cellwright.Server.Monitoring;

/// <summary>What a scientist must know of a model before believing it.</summary>
internal static class ModelCard
{
    /// <summary>In sentences.</summary>
    public static IEnumerable<string> Lines(BatchMonitor monitor)
    {
        var (low, high) = monitor.Process.RealisedAlpha();
        yield return $"{monitor.TrainingRuns} training batches, {monitor.Grid.Count} stations, {monitor.Model.Tags.Length} tags, {monitor.Model.Components} components of the patient effect.";
        yield return monitor.Model.Material.Columns == 0 ? "The campaign says nothing of the starting material."
            : FormattableString.Invariant($"Starting material explains {100 * monitor.Model.ExplainedByMaterial:0.#} % of the course (leave-one-out){(monitor.Model.Coefficients.Length == 0 ? "; the model does without it" : "")}.");
        yield return FormattableString.Invariant(
            $"False alarms: {100 * monitor.Process.Alpha:0.##} % of batches, from {monitor.Process.Runs} {(monitor.IsCrossFitted ? "training batches that were each judged by a model without them, so it is approximate" : "calibration batches")}; of this very limit 95 % lie from {100 * low:0.##} % to {100 * high:0.##} %. The smallest share that so many batches can promise is {100 * ConformalLimit.SmallestAlpha(monitor.Process.Runs):0.##} %.");
        foreach (var note in monitor.Notes) yield return note;
    }

    /// <summary>In sentences, for a process without batches.</summary>
    public static IEnumerable<string> Lines(ContinuousModel model)
    {
        var settings = model.Settings;
        yield return FormattableString.Invariant($"{model.Rows} training rows; {model.Choice.Kept.Count} of {model.Tags.Count} tags are followed, each predicted from {model.Course.Lags} rows before it (shrinkage {model.Course.Ridge}).");
        yield return FormattableString.Invariant($"False alarms: {100 * settings.Alpha:0.##} % of normal rows, all {ContinuousModel.Statistics.Count} charts together, by limits from blocks of the training run that were left out in turn; so small a share is extrapolated from the bulk of the rows, so it is approximate.");
        yield return $"A run alarms when {settings.Confirm} rows in a row do. A run that starts where training never was learns a baseline from its own first {model.BaselineRows} rows, and nothing is said of those.";
        foreach (var note in model.Notes()) yield return note;
    }
}
