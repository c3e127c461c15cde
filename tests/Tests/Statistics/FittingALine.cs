using Cellwright.Statistics.Numbers;
using Cellwright.Statistics.Regression;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Tests.Statistics;

public sealed class FittingALine
{
    [Fact]
    public void Finds_the_coefficients_that_made_the_data_whatever_the_units() => Gen.Select(Gen.Int[1, 50].Select(tenths => tenths / 10.0).Array[3], Gen.Int[-999, 999].Select(one => one / 1000.0).Array[36], Gen.Int[-6, 6]).Sample((b, cells, power) =>
    {
        var unit = Math.Pow(10, power);
        var x = Matrix<double>.Build.Dense(12, 3, (i, j) => cells[(3 * i) + j] * (j == 1 ? unit : 1));
        if (x.ConditionNumber() > 1e9) return true;
        var y = (x * Vector<double>.Build.Dense(b)).Add(2).ToArray();
        var fit = LinearFit.Of(x, y);
        return ResistingWildValues.Near(fit.Coefficients[0], 2, 1e-7) && fit.Coefficients.Skip(1).Zip(b).All(pair => ResistingWildValues.Near(pair.First, pair.Second, 1e-6)) && fit.Leverages.All(h => h is >= 0 and <= 1.0000001);
    });

    [Fact]
    public void Leaves_residuals_that_no_column_explains()
    {
        var x = Matrix<double>.Build.Dense(20, 2, (i, j) => Math.Cos((i + 1) * (j + 1.3)));
        var y = Enumerable.Range(0, 20).Select(i => Math.Sin(3.1 * i)).ToArray();
        var fit = LinearFit.Of(x, y);
        var residuals = Vector<double>.Build.Dense(fit.Residuals);
        Assert.All(x.TransposeThisAndMultiply(residuals).Append(residuals.Sum()), product => Assert.InRange(product, -1e-14, 1e-14));
        Assert.Equal(3, fit.Leverages.Sum(), 1e-13);
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        ResistingWildValues.Refused("depends on the columns before", () => LinearFit.Of(Matrix<double>.Build.Dense(5, 1, 7), [1, 2, 3, 4, 5]));
        ResistingWildValues.Refused("depends on the columns before", () => LinearFit.Of(Matrix<double>.Build.Dense(9, 3, (i, j) => j < 2 ? Math.Sin(i + (5 * j)) : Math.Sin(i) + Math.Sin(i + 5)), [1, 2, 3, 4, 5, 6, 7, 8, 9]));
        ResistingWildValues.Refused("one of each", () => LinearFit.Of(Matrix<double>.Build.Dense(5, 1, (i, _) => i), [1, 2, 3, 4]));
        ResistingWildValues.Refused("Row 2, column 1", () => LinearFit.Of(Matrix<double>.Build.Dense(5, 1, (i, _) => i == 1 ? double.NaN : i), [1, 2, 3, 4, 5]));
        ResistingWildValues.Refused("needs at least", () => LinearFit.Polynomial([1, 2, 3], [1, 2, 3], 2));
        ResistingWildValues.Refused("nothing to explain", () => LinearFit.Of(Matrix<double>.Build.Dense(3, 1, (i, _) => i), [0, 0, 0], intercept: false));
    }

    /// <summary>R 4.2.2.</summary>
    [Fact]
    public void Judges_by_distributions_that_are_right_also_in_the_tails()
    {
        Assert.All<(double Found, double Expected)>(
        [
            (Probability.StudentQuantile(1 - 1e-6, 1), 318309.88617359026), (Probability.StudentQuantile(0.975, 3), 3.1824463052837078), (Probability.StudentQuantile(0.6, 250.5), 0.25361634276388628),
            (Probability.FisherQuantile(0.99, 1, 1), 4052.1806954768217), (Probability.FisherQuantile(0.99, 3, 1000), 3.8012457715004278), (Probability.FisherQuantile(1e-4, 2, 7), 0.00010000642906149437),
            (Probability.ChiSquaredQuantile(0.999, 0.5), 8.7528885157733711), (Probability.ChiSquaredQuantile(1e-5, 1000), 820.60365703137779), (Probability.ChiSquaredQuantile(0.99, 50000), 50738.59574522719),
            (Probability.BetaQuantile(0.01, 2, 300), 0.00049423707942804326), (Probability.NormalQuantile(1e-12), -7.0344838253011321), (Probability.Student(-3, 2.5), 0.036288047774515921), (Probability.FisherUpper(30, 3, 100000), 2.2343652561133615e-19),
        ], pair => Assert.Equal(1, pair.Found / pair.Expected, 2e-10));
    }
}
