using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>Eigenvalues and eigenvectors of a covariance.</summary>
/// <param name="Values">The smallest first.</param>
/// <param name="Vectors">A column for each.</param>
internal readonly record struct Spectrum(double[] Values, Matrix<double> Vectors)
{
    public static Spectrum Of(Matrix<double> covariance)
    {
        var evd = covariance.Evd(Symmetricity.Symmetric);
        return new Spectrum([.. evd.EigenValues.Select(value => value.Real)], evd.EigenVectors);
    }

    /// <summary>The symmetric inverse root: of all that makes what has this covariance white, it keeps each variable nearest to itself.</summary>
    /// <param name="least">What is known of a direction at least: a smaller eigenvalue counts as this.</param>
    /// <param name="dropped">Directions with no larger eigenvalue than <paramref name="least"/> are left out instead.</param>
    public Matrix<double> InverseRoot(double least, bool dropped = false) =>
        Vectors * Matrix<double>.Build.DiagonalOfDiagonalArray(Array.ConvertAll(Values, value => dropped && value <= least ? 0 : 1 / Math.Sqrt(Math.Max(value, least)))) * Vectors.Transpose();
}
