using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Judges row after row of a running process by one model, in room that it takes once: what it says is of the latest row, and the next one overwrites it. The numbers are those of
/// <see cref="LatentVariables.Plane"/>. One for each stream of rows; not for two threads at once.
/// </summary>
public sealed class RowFollower
{
    private readonly Scaling scaling;
    private readonly Plane plane;
    private readonly double[] scaled, scores, residuals, toT2, toSpe;

    internal RowFollower(Scaling scaling, Plane plane)
    {
        (this.scaling, this.plane, scores) = (scaling, plane, new double[plane.Components]);
        (scaled, residuals, toT2, toSpe) = (new double[plane.Columns], new double[plane.Columns], new double[plane.Columns], new double[plane.Columns]);
    }

    /// <summary>Hotelling's T² of the latest row, without unit.</summary>
    public double T2 { get; private set; }

    /// <summary>Squared prediction error (Q) of the latest row, over the scaled values that are there.</summary>
    public double Spe { get; private set; }

    /// <summary>Scores of the latest row, one for each component.</summary>
    public ReadOnlySpan<double> Scores => scores;

    /// <summary>Scaled value less its reconstruction, for each column of the latest row; NaN where the value is missing.</summary>
    public ReadOnlySpan<double> Residuals => residuals;

    /// <summary>The next row, a value for each column in its own unit; NaN is missing.</summary>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public void Next(ReadOnlySpan<double> row) =>
        (T2, Spe) = plane.Judge(scaled, scores, residuals, complete: scaling.Apply(row, scaled));

    /// <summary>What each column adds to T² of the latest row (<see cref="Plane.T2Contributions(double[])"/>).</summary>
    public ReadOnlySpan<double> T2Contributions()
    {
        plane.T2Contributions(scaled, scores, toT2);
        return toT2;
    }

    /// <summary>By how much SPE of the latest row falls when one column alone is reconstructed (<see cref="Plane.SpeReconstructions(double[])"/>).</summary>
    /// <exception cref="UnusableInputException">A value is missing.</exception>
    public ReadOnlySpan<double> SpeReconstructions()
    {
        plane.SpeReconstructions(residuals, toSpe);
        return toSpe;
    }
}
