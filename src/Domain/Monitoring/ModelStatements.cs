using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Monitoring;

/// <summary>What is put before a person who signs for a monitoring model, word for word.</summary>
public static class ModelStatements
{
    /// <summary>Approval of a version, with what it rests on and what it cannot do.</summary>
    /// <param name="model">The version; it was submitted.</param>
    public static string Approval(MonitoringModel model) => SignedText.Of([
        $"I approve monitoring model {model.Name} for recipe {model.RecipeId}, version{(model.RecipeVersions.Count == 1 ? "" : "s")} {string.Join(", ", model.RecipeVersions)}.",
        $"SHA-256 of its file: {model.Hash}",
        $"Submitted by: {model.Author}",
        .. Card(model.Card!),
        "From now on it is in force and supersedes the one before. It advises: drift that it finds opens a deviation, and releases or rejects nothing.",
    ]);

    /// <summary>Retirement of a version.</summary>
    public static string Retirement(MonitoringModel model, string reason) => SignedText.Of([
        $"I retire monitoring model {model.Name}.",
        $"SHA-256 of its file: {model.Hash}",
        $"Reason: {SignedText.Free(reason)}",
        "It follows no batch from now on, and the one that it superseded does not come back.",
    ]);

    private static IEnumerable<string> Card(ModelCard card)
    {
        yield return Invariant($"Fitted to {card.Training.Count} batches: {string.Join(", ", card.Training.Select(SignedText.Free))}");
        yield return Invariant($"Limits from {card.CalibrationRuns} runs: {(card.Calibration.IsEmpty ? "the training batches, each judged without itself" : string.Join(", ", card.Calibration.Select(SignedText.Free)))}");
        yield return Invariant($"False alarms for a whole batch: {card.Alpha:R}; the smallest that so many runs support: {card.SmallestAlpha:R}");
        yield return card.CovariateR2 is { } explained
            ? Invariant($"Starting material ({string.Join(", ", card.Covariates.Select(SignedText.Free))}) explains {explained:R} of the variation in batches left out")
            : "Starting material explains nothing that could be measured";
        yield return Invariant($"Looks at {card.Tags.Count} features; SHA-256 of the data: {card.Data}");
        foreach (var note in card.Notes) yield return $"Note: {SignedText.Free(note)}";
        foreach (var blind in card.NotObservable) yield return $"Not observable: {SignedText.Free(blind)}";
    }
}
