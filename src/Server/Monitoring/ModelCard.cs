using Cellwright.Statistics.Calibration;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>What a scientist must know of a model before believing it.</summary>
internal static class ModelCard
{
    /// <summary>In sentences.</summary>
    public static IEnumerable<string> Lines(BatchMonitor monitor)
    {
        var (low, high) = monitor.Process.RealisedAlpha();
        yield return $"{monitor.TrainingRuns} training batches, {monitor.Grid.Count} stations, {monitor.Model.Tags.Length} tags, {monitor.Model.Components} components of the patient effect.";
        yield return FormattableString.Invariant($"Starting material explains {100 * monitor.Model.ExplainedByMaterial:0.#} % of the course (leave-one-out).");
        yield return FormattableString.Invariant(
            $"False alarms: {100 * monitor.Process.Alpha:0.##} % of batches, from {monitor.Process.Runs} {(monitor.IsCrossFitted ? "training batches that were each judged by a model without them, so it is approximate" : "calibration batches")}; of this very limit 95 % lie from {100 * low:0.##} % to {100 * high:0.##} %. The smallest share that so many batches can promise is {100 * ConformalLimit.SmallestAlpha(monitor.Process.Runs):0.##} %.");
        foreach (var note in monitor.Notes) yield return note;
    }
}
