namespace Cellwright.Statistics.LatentVariables;

/// <summary>Where one row lies in a model, and how far from it.</summary>
/// <param name="Scores">One for each component.</param>
/// <param name="T2">Hotelling's T² of the scores: how far from the centre within the model.</param>
/// <param name="Spe">Squared prediction error (Q), over the scaled values that are there: how far from the model.</param>
/// <param name="Residuals">Scaled value less its reconstruction, for each column; NaN where the value is missing.</param>
public sealed record Judgement(double[] Scores, double T2, double Spe, double[] Residuals);
