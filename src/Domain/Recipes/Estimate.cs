namespace Cellwright.Domain.Recipes;

/// <summary>
/// The estimate that a limit comes from: in-process limits follow from previous acceptable process average and process variability
/// estimates (211.110(b)).
/// </summary>
/// <param name="Average">Process average, in the parameter's unit.</param>
/// <param name="Variability">Standard deviation, in the parameter's unit.</param>
/// <param name="Data">Version or hash of the data that it was computed from.</param>
/// <param name="Batches">How many batches the data hold, or null where that is not said.</param>
/// <param name="Method">How the limit follows from it, in a few words, or null.</param>
public sealed record Estimate(double Average, double Variability, string Data, int? Batches = null, string? Method = null);
