using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>Where one row stands to a class.</summary>
/// <param name="T2">T² over its mean in training.</param>
/// <param name="Spe">SPE over its mean in training.</param>
/// <param name="Distance">Both together, weighed by their degrees of freedom: chi-squared for members of the class.</param>
public readonly record struct Membership(double T2, double Spe, double Distance);

/// <summary>
/// Whether something is of one class, from members of that class alone: data-driven SIMCA (Pomerantsev 2008, Journal of Chemometrics 22:601; Pomerantsev &amp; Rodionova 2014, the same
/// journal 28:429). Over members, T² and SPE each are taken to be a scaled chi-squared, whose mean and degrees of freedom come from training by moments, rounded to whole degrees; so
/// N_h h/h0 + N_q q/q0 is chi-squared with N_h + N_q. Moments follow wild rows: take out what lies beyond <see cref="OutlierLimit"/>, once its cause is known, and fit again.
/// </summary>
/// <param name="Pca">Components of the class.</param>
/// <param name="MeanT2">h0, mean T² of the training rows.</param>
/// <param name="MeanSpe">q0, mean SPE of the training rows.</param>
/// <param name="FreedomOfT2">N_h.</param>
/// <param name="FreedomOfSpe">N_q.</param>
public sealed record ClassModel(Pca Pca, double MeanT2, double MeanSpe, int FreedomOfT2, int FreedomOfSpe)
{
    /// <summary>Beyond so many degrees of freedom the statistic hardly varies (engineering assumption).</summary>
    private const int MostFreedom = 250;

    /// <summary>The model of a class.</summary>
    /// <param name="rows">Members in rows, complete.</param>
    /// <param name="components">Number of components, fewer than rows and columns.</param>
    /// <param name="toUnitVariance">Divide each column by its standard deviation.</param>
    /// <exception cref="UnusableInputException">As for <see cref="Pca.BySvd"/>, or components that leave nothing of the rows.</exception>
    public static ClassModel Of(Matrix<double> rows, int components, bool toUnitVariance = true)
    {
        var pca = Pca.BySvd(rows, components, toUnitVariance);
        var judged = rows.EnumerateRows().Select(row => pca.Judge(row.ToArray())).ToArray();
        var (t2, spe) = (Moments([.. judged.Select(one => one.T2)]), Moments([.. judged.Select(one => one.Spe)]));
        if (!(spe.Mean > 1e-20)) Input.Refuse($"The {components} components leave nothing of the rows, so there is no distance from the class. Use fewer components.");
        return new ClassModel(pca, t2.Mean, spe.Mean, t2.Freedom, spe.Freedom);
    }

    /// <summary>One row in its own units; NaN is missing.</summary>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public Membership Judge(ReadOnlySpan<double> row)
    {
        var judged = Pca.Judge(row);
        var (t2, spe) = (judged.T2 / MeanT2, judged.Spe / MeanSpe);
        return new Membership(t2, spe, (FreedomOfT2 * t2) + (FreedomOfSpe * spe));
    }

    /// <summary>The distance that this share of members exceeds: above it a row is not taken for one of the class.</summary>
    /// <param name="alpha">Share of members that are refused.</param>
    /// <exception cref="UnusableInputException">A share outside (0, 1).</exception>
    public double Limit(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of refused members");
        return Probability.ChiSquaredQuantile(1 - alpha, FreedomOfT2 + FreedomOfSpe);
    }

    /// <summary>The distance that the farthest of all training rows exceeds with this chance: a training row above it is an outlier.</summary>
    /// <param name="gamma">Chance of one or more such rows among members.</param>
    /// <exception cref="UnusableInputException">A chance outside (0, 1).</exception>
    public double OutlierLimit(double gamma)
    {
        Input.Between(gamma, 0, 1, "chance of an outlier among members");
        return Probability.ChiSquaredQuantile(Math.Pow(1 - gamma, 1.0 / Pca.Plane.Rows), FreedomOfT2 + FreedomOfSpe);
    }

    private static (double Mean, int Freedom) Moments(double[] values)
    {
        var summary = Descriptive.Summary.Of(values);
        return (summary.Mean, summary.Variance > 0 ? (int)Math.Clamp(Math.Round(2 * summary.Mean * summary.Mean / summary.Variance), 1, MostFreedom) : MostFreedom);
    }
}
