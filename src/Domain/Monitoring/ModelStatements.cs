using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Monitoring;

/// <summary>What is put before a person who signs for a monitoring model, word for word.</summary>
public static class ModelStatements
{
    /// <summary>Approval of a version, with what it rests on and what it cannot do.</summary>
    /// <param name="model">The version; it was submitted.</param>
    public static string Approval(MonitoringModel model) => SignedText.Of([
        model.Equipment is { } item
            ? $"I approve monitoring model {model.Name} for {item}, which runs without batches."
            : $"I approve monitoring model {model.Name} for recipe {model.RecipeId}, version{(model.RecipeVersions.Count == 1 ? "" : "s")} {string.Join(", ", model.RecipeVersions)}.",
        $"SHA-256 of its file: {model.Hash}",
        $"Submitted by: {model.Author}",
        .. Card(model.Card!),
        model.Equipment is null
            ? "From now on it is in force and supersedes the one before. It advises: drift that it finds opens a deviation, and releases or rejects nothing."
            : "From now on it is in force and supersedes the one before. It advises: an alarm is told to people and opens a deviation of each batch that is there, and releases or rejects nothing.",
    ]);

    /// <summary>Retirement of a version.</summary>
    public static string Retirement(MonitoringModel model, string reason) => SignedText.Of([
        $"I retire monitoring model {model.Name}.",
        $"SHA-256 of its file: {model.Hash}",
        $"Reason: {SignedText.Free(reason)}",
        $"It follows {(model.Equipment is null ? "no batch" : "nothing")} from now on, and the one that it superseded does not come back.",
    ]);

    private static IEnumerable<string> Card(ModelCard card)
    {
        if (card.Run is { } run)
        {
            yield return Invariant($"Fitted to {run.Rows} rows of {run.Seconds} s from {run.From:yyyy-MM-dd HH:mm zzz} to {run.To:yyyy-MM-dd HH:mm zzz}; {run.Empty} rows in between have no reading");
            yield return Invariant($"Limits from the same rows, each judged by a model that it did not train; false alarms expected of rows: {card.Alpha:R}");
            yield return Invariant($"Looks at {card.Tags.Count} tags: {string.Join(", ", card.Tags.Select(tag => tag.Name))}; SHA-256 of the data: {card.Data}");
        }
        else
        {
            foreach (var line in OfBatches(card)) yield return line;
        }

        foreach (var note in card.Notes) yield return $"Note: {SignedText.Free(note)}";
        foreach (var blind in card.NotObservable) yield return $"Not observable: {SignedText.Free(blind)}";
    }

    private static IEnumerable<string> OfBatches(ModelCard card)
    {
        yield return Invariant($"Fitted to {card.Training.Count} batches: {string.Join(", ", card.Training.Select(SignedText.Free))}");
        yield return Invariant($"Limits from {card.CalibrationRuns} runs: {(card.Calibration.IsEmpty ? "the training batches, each judged without itself" : string.Join(", ", card.Calibration.Select(SignedText.Free)))}");
        yield return Invariant($"False alarms for a whole batch: {card.Alpha:R}; the smallest that so many runs support: {card.SmallestAlpha:R}");
        yield return card.CovariateR2 is { } explained
            ? Invariant($"Starting material ({string.Join(", ", card.Covariates.Select(SignedText.Free))}) explains {explained:R} of the variation in batches left out")
            : "Starting material explains nothing that could be measured";
        yield return Invariant($"Looks at {card.Tags.Count} features; SHA-256 of the data: {card.Data}");
    }
}
