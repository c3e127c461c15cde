using Cellwright.Statistics;
using Cellwright.Statistics.Regression;
using MathNet.Numerics.LinearAlgebra;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

/// <summary>What certified sets do not ask (those stand in <see cref="CertifiedNumbers"/>).</summary>
[Requirement("P211-68b2")]
public sealed class FittingACurve
{
    private static readonly double[] Doses = [.1, .3, 1, 3, 10, 30, 100, 300];

    /// <summary>Four parameters of a dose and its response.</summary>
    private static double Logistic(double[] b, double[] x) => b[0] + ((b[1] - b[0]) / (1 + Math.Exp(b[3] * (Math.Log(x[0]) - b[2]))));

    [Fact]
    public void Finds_the_curve_that_made_the_points_and_its_errors_are_zero()
    {
        double[] truth = [2, 0.1, Math.Log(8), -1.2];
        var fit = NonlinearFit.Of(Logistic, Column(Doses), [.. Doses.Select(dose => Logistic(truth, [dose]))], [1, 0, 1, -1]);
        Assert.All(fit.Coefficients.Zip(truth), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
        Assert.All(fit.StandardErrors, error => Assert.InRange(error, 0, 1e-10));
        Assert.Equal(4, fit.DegreesOfFreedom);
    }

    [Fact]
    public void Is_the_straight_line_where_the_curve_is_one()
    {
        double[] y = [1, 3, 2, 5, 4, 6, 9, 7];
        var (line, curve) = (LinearFit.Of(Column(Doses), y), NonlinearFit.Of((b, x) => b[0] + (b[1] * x[0]), Column(Doses), y, [0, 0]));
        Assert.All(line.Coefficients.Concat(line.StandardErrors).Zip(curve.Coefficients.Concat(curve.StandardErrors)), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        double[] y = [1, 3, 2, 5, 4, 6, 9, 7];
        Refused("Too few responses: 4. This needs at least 5", () => NonlinearFit.Of(Logistic, Column(Doses[..4]), y.AsSpan(0, 4), [1, 0, 1, -1]));
        Refused("rows of predictors", () => NonlinearFit.Of(Logistic, Column(Doses), y.AsSpan(1), [1, 0, 1, -1]));
        Refused("Value 2 of the start", () => NonlinearFit.Of(Logistic, Column(Doses), y, [1, double.NaN, 1, -1]));
        Refused("no value at the start", () => NonlinearFit.Of((b, x) => b[0] * Math.Log(b[1] * x[0]), Column(Doses), y, [1, -1]));
        Refused("do not fix all coefficients (2)", () => NonlinearFit.Of((b, x) => b[0] * b[1] * x[0], Column(Doses), y, [1, 1]));
        Refused("do not fix all coefficients (1)", () => NonlinearFit.Of((b, x) => Math.Exp(-b[0]) * x[0], Column(Doses), [.. Doses.Select(dose => -dose)], [1]));

        // At a kink there is no slope that is zero.
        Refused("still move", () => NonlinearFit.Of((b, _) => 20 + Math.Max(b[0] - 3, 10 * (3 - b[0])), Column(Doses), y, [1]));
    }

    private static Matrix<double> Column(double[] x) => Matrix<double>.Build.Dense(x.Length, 1, x);
}
