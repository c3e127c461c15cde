using System.Text.Json.Serialization;
using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// Normal batches of one process: at station k the tags are x_k = μ_k + B_k z + P_k b + e_k, with starting material z, the patient's own b ~ N(0, I), and a rest e that follows
/// itself from station to station (lag one). It is a linear mixed model; followed station by station it is a Kalman filter whose state, the patient, does not move
/// (Laird &amp; Ware 1982, Biometrics 38:963; Yao, Müller &amp; Wang 2005, JASA 100:577), so that innovations are white for any patient while the process is in control.
/// </summary>
/// <param name="Tags">Columns that it uses, by index in the campaign's tags.</param>
/// <param name="Means">μ, stations × tags, in the unit of each tag; NaN where a tag does not stand: one that is followed over time at an event, or an event elsewhere.</param>
/// <param name="Scales">What each tag is divided by at each station, in its unit.</param>
/// <param name="Material">Starting material.</param>
/// <param name="Coefficients">B, columns of the starting material × (stations · tags), in scaled units; none where the model does without starting material.</param>
/// <param name="ExplainedByMaterial">Leave-one-out R² of the starting material over all stations and tags, whether the model uses it or not; 0 if it explains nothing or there is none.</param>
/// <param name="Loadings">P with the patients' standard deviation, stations × tags × components, in scaled units; no components where a tag does not stand.</param>
/// <param name="Carried">Lag-one coefficient of each tag's rest.</param>
/// <param name="Deviations">Standard deviation of what is new at each station, stations × tags, in scaled units.</param>
/// <param name="Correlation">Of what is new, tags × tags, shrunk towards none.</param>
/// <param name="Events">Which of the tags are events; null where none is.</param>
public sealed record BatchModel(
    int[] Tags, double[][] Means, double[][] Scales, StartingMaterial Material, double[][] Coefficients, double ExplainedByMaterial,
    double[][][] Loadings, double[] Carried, double[][] Deviations, double[][] Correlation, bool[]? Events = null)
{
    /// <summary>
    /// How many times wider than training patients a patient may be before it is known. Innovations are to be white for any patient, also for one of a kind, and what is
    /// learned of the patient in the first stations costs little (engineering assumption: three times).
    /// </summary>
    internal const double AnyPatient = 3;

    /// <summary>An event that lies further out than this, in standard deviations, says no more of the patient: one slip of a pen would make strangers of all that follows (engineering assumption).</summary>
    internal const double MostOfEvent = 3;

    private readonly Gain[]?[] complete = new Gain[]?[2];
    private (int[][] Standing, int[][] Previous)? standing;
    private int? components;

    /// <summary>Number of stations.</summary>
    [JsonIgnore]
    public int Stations => Means.Length;

    /// <summary>Number of components of the patient effect.</summary>
    [JsonIgnore]
    public int Components => components ??= Loadings.Max(station => station.Max(tag => tag.Length));

    /// <summary>The tags that stand at a station, as indices.</summary>
    internal int[] Standing(int station) => (standing ??= Places()).Standing[station];

    /// <summary>The station before at which a tag stands; -1 where there is none.</summary>
    internal int Previous(int station, int tag) => (standing ??= Places()).Previous[station][tag];

    /// <summary>What a station that has everything, after stations that had everything, makes of its values: the same for every run, so computed once.</summary>
    internal Gain Complete(int station, bool forCharts) => (complete[forCharts ? 1 : 0] ??= Track(forCharts))[station];

    /// <summary>What is known of a patient before the first station.</summary>
    internal Matrix<double> Unknown(bool forCharts) => Matrix<double>.Build.DenseIdentity(Math.Max(1, Components)) * (forCharts ? AnyPatient * AnyPatient : 1);

    /// <summary>The scaled values at a station less what is expected of everybody with this starting material; NaN where a tag is missing or does not stand.</summary>
    internal double[] Deviating(int station, double[] row, double[] material)
    {
        var y = new double[Tags.Length];
        for (var j = 0; j < y.Length; j++)
        {
            y[j] = (row[Tags[j]] - Means[station][j]) / Scales[station][j];
            for (var c = 0; c < Coefficients.Length; c++) y[j] -= material[c] * Coefficients[c][(station * Tags.Length) + j];
        }

        return y;
    }

    /// <summary>
    /// How the tags that are there are predicted and weighed. The difference of a station's values from the carried share of the station before has loadings P_k - φ P_{k-1}
    /// and new noise only, so the filter needs no state but the patient.
    /// </summary>
    /// <param name="station">The station.</param>
    /// <param name="there">Which tags are there, as indices.</param>
    /// <param name="carried">φ of each tag whose value was there at the station before at which it stands, else 0.</param>
    /// <param name="covariance">Covariance of the patient effect as known before.</param>
    /// <param name="forCharts">Whether innovations must be white for any patient and each tag stay itself, or only their likelihood counts, which costs a tenth.</param>
    internal Gain Weigh(int station, int[] there, double[] carried, Matrix<double> covariance, bool forCharts)
    {
        var (count, components) = (there.Length, Components);
        var h = Matrix<double>.Build.Dense(count, Math.Max(1, components), (i, a) => components == 0 ? 0
            : Loadings[station][there[i]][a] - (carried[there[i]] == 0 ? 0 : carried[there[i]] * Loadings[Previous(station, there[i])][there[i]][a]));
        var noise = new double[count];
        for (var i = 0; i < count; i++)
        {
            // Without the value before, the rest is as wide as it is when nothing is known of it.
            var (own, phi) = (Deviations[station][there[i]], Carried[there[i]]);
            noise[i] = Previous(station, there[i]) >= 0 && carried[there[i]] == 0 ? own / Math.Sqrt(1 - (phi * phi)) : own;
        }

        var ch = covariance * h.Transpose();
        var s = (h * ch) + Matrix<double>.Build.Dense(count, count, (i, j) => noise[i] * noise[j] * Correlation[there[i]][there[j]]);
        var (whitening, logDeterminant) = forCharts ? Symmetric(s) : Triangular(s);
        var inverse = whitening.TransposeThisAndMultiply(whitening);
        var gain = ch * inverse;
        var after = covariance - (gain * h * covariance);
        var shrinking = (Matrix<double>.Build.DenseIdentity(after.RowCount) + (after * (forCharts ? 1 - (1 / (AnyPatient * AnyPatient)) : 0))).Inverse();
        return new Gain(h.ToRowArrays(), whitening.ToRowArrays(), [.. s.Diagonal().Select(Math.Sqrt)], gain.ToRowArrays(), after, shrinking.ToRowArrays(), logDeterminant);
    }

    /// <summary>The symmetric inverse root.</summary>
    private static (Matrix<double> Whitening, double LogDeterminant) Symmetric(Matrix<double> s)
    {
        const double least = 1e-12;
        var spectrum = Spectrum.Of(s);
        return (spectrum.InverseRoot(least), spectrum.Values.Sum(value => Math.Log(Math.Max(value, least))));
    }

    /// <summary>The inverse of the Cholesky factor: innovations as long, but each mixed with those before it.</summary>
    private static (Matrix<double> Whitening, double LogDeterminant) Triangular(Matrix<double> s)
    {
        var cholesky = s.Cholesky();
        return (cholesky.Factor.Inverse(), cholesky.DeterminantLn);
    }

    private Gain[] Track(bool forCharts)
    {
        var gains = new Gain[Stations];
        var covariance = Unknown(forCharts);
        for (var k = 0; k < gains.Length; k++)
        {
            if (Standing(k).Length == 0) continue; // an event that too few runs had
            gains[k] = Weigh(k, Standing(k), [.. Carried.Select((phi, j) => Previous(k, j) < 0 ? 0 : phi)], covariance, forCharts);
            covariance = gains[k].Covariance;
        }

        return gains;
    }

    private (int[][] Standing, int[][] Previous) Places()
    {
        var (stand, before, last) = (new int[Stations][], new int[Stations][], new int[Tags.Length]);
        Array.Fill(last, -1);
        for (var k = 0; k < Stations; k++)
        {
            (stand[k], before[k]) = ([.. Enumerable.Range(0, Tags.Length).Where(j => !double.IsNaN(Means[k][j]))], [.. last]);
            foreach (var j in stand[k]) last[j] = k;
        }

        return (stand, before);
    }
}

/// <summary>How one station's values are weighed.</summary>
/// <param name="Loadings">Of the difference from the carried share.</param>
/// <param name="Whitening">An inverse root of the innovation's covariance; the symmetric one keeps each tag nearest to itself.</param>
/// <param name="Deviations">Standard deviation of each innovation, in scaled units.</param>
/// <param name="Patient">Kalman gain.</param>
/// <param name="Covariance">Of the patient effect afterwards.</param>
/// <param name="Shrinking">What makes of the patient effect, known from anybody's prior, the effect under the prior of training patients: (I + (1 - 1/s²) C)⁻¹.</param>
/// <param name="LogDeterminant">Of the innovation's covariance.</param>
internal sealed record Gain(double[][] Loadings, double[][] Whitening, double[] Deviations, double[][] Patient, Matrix<double> Covariance, double[][] Shrinking, double LogDeterminant);
