using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>One station of one run against its own prediction.</summary>
/// <param name="Whitened">Innovation of each tag in standard deviations, independent of the others; NaN where the tag is missing.</param>
/// <param name="Predicted">What was expected of each tag before the station, in its unit, from this run's own past; NaN where the tag is missing.</param>
/// <param name="Deviation">Standard deviation of that prediction, in the tag's unit.</param>
/// <param name="Patient">Sum of squares of the patient effect as expected afterwards among training patients, each in their standard deviations.</param>
/// <param name="LogLikelihood">Of the station under Student's t with five degrees of freedom, so that one wild value does not decide between models.</param>
public sealed record Innovation(double[] Whitened, double[] Predicted, double[] Deviation, double Patient, double LogLikelihood);

/// <summary>Follows one run through a model, station by station.</summary>
/// <param name="model">The model.</param>
/// <param name="covariates">The run's starting material; NaN is missing.</param>
/// <param name="forCharts">Whether charts are made of them, or models compared by their likelihood.</param>
internal sealed class Innovations(BatchModel model, IReadOnlyList<double> covariates, bool forCharts = true)
{
    private const double Freedom = 5;
    private readonly double[] material = model.Coefficients.Length == 0 ? [] : model.Material.Encode(covariates);
    private readonly double[] patient = new double[Math.Max(1, model.Components)];
    private Matrix<double> covariance = model.Unknown(forCharts);
    private readonly double[] before = Missing(model.Tags.Length); // at the latest station at which each tag stands
    private bool complete = true;

    /// <summary>The next station; null if it has no value at all.</summary>
    public Innovation? Next(int station, double[]? row)
    {
        var y = row is null ? null : model.Deviating(station, row, material);
        var there = y is null ? [] : Enumerable.Range(0, y.Length).Where(j => !double.IsNaN(y[j])).ToArray();
        var standing = model.Standing(station);
        if (there.Length == 0)
        {
            foreach (var j in standing) before[j] = double.NaN;
            complete = false;
            return null;
        }

        double[] carried = [.. model.Carried.Select((phi, j) => double.IsNaN(before[j]) ? 0 : phi)];
        complete &= there.Length == standing.Length;
        var gain = complete ? model.Complete(station, forCharts) : model.Weigh(station, there, carried, covariance, forCharts);
        var v = new double[there.Length];
        var (predicted, deviation, whitened) = (Missing(y!.Length), Missing(y.Length), Missing(y.Length));
        for (var i = 0; i < v.Length; i++)
        {
            var j = there[i];
            var expected = carried[j] == 0 ? 0 : carried[j] * before[j];
            for (var a = 0; a < patient.Length; a++) expected += gain.Loadings[i][a] * patient[a];
            v[i] = y[j] - expected;
            predicted[j] = row![model.Tags[j]] - (v[i] * model.Scales[station][j]);
        }

        var (squares, patientSquares) = (0.0, 0.0);
        for (var i = 0; i < v.Length; i++)
        {
            var (sum, own) = (0.0, gain.Whitening[i]);
            for (var l = 0; l < v.Length; l++) sum += own[l] * v[l];
            whitened[there[i]] = sum;
            squares += sum * sum;
            deviation[there[i]] = model.Scales[station][there[i]] * gain.Deviations[i];
        }

        if (model.Events is { } events)
        {
            for (var i = 0; i < v.Length; i++)
            {
                if (events[there[i]]) v[i] = Math.Clamp(v[i], -BatchModel.MostOfEvent * gain.Deviations[i], BatchModel.MostOfEvent * gain.Deviations[i]);
            }
        }

        for (var a = 0; a < model.Components; a++)
        {
            for (var i = 0; i < v.Length; i++) patient[a] += gain.Patient[a][i] * v[i];
        }

        foreach (var shrinking in gain.Shrinking)
        {
            var among = shrinking.Zip(patient, (weight, effect) => weight * effect).Sum();
            patientSquares += among * among;
        }

        covariance = gain.Covariance;
        foreach (var j in standing) before[j] = y[j];
        var likelihood = (-(Freedom + v.Length) / 2 * Math.Log(1 + (squares / Freedom))) - (gain.LogDeterminant / 2);
        return new Innovation(whitened, predicted, deviation, patientSquares, likelihood);
    }

    private static double[] Missing(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
