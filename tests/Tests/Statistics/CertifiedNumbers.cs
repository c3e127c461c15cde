using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Regression;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Tests.Statistics;

/// <summary>NIST's Statistical Reference Datasets (www.itl.nist.gov/div898/strd), scored by the number of correct digits; each test prints what was reached.</summary>
[Requirement("P211-68b2")]
public sealed class CertifiedNumbers(ITestOutputHelper output)
{
    [Fact]
    public void Are_met_to_13_digits_for_mean_deviation_and_autocorrelation()
    {
        foreach (var set in Strd.All("univariate"))
        {
            var values = set.Data().SelectMany(row => row).ToArray();
            var found = Summary.Of(values);
            Reached(set, 13,
                ("mean", found.Mean, set.After(@"Sample Mean[^:]*:")[0]),
                ("deviation", found.StandardDeviation, set.After(@"Sample Standard Deviation[^:]*:")[0]),
                ("autocorrelation", Summary.Autocorrelation(values), set.After(@"Sample Autocorrelation[^:]*:")[0]));
        }
    }

    [Fact]
    public void Are_met_to_13_digits_in_the_analysis_of_variance_also_where_13_leading_digits_are_the_same()
    {
        foreach (var set in Strd.All("anova")) Check(set, 13, OneWayAnova.Of(Groups(set)));
    }

    [Fact]
    public void Are_met_from_doubles_as_far_as_doubles_can_hold_the_data()
    {
        foreach (var set in Strd.All("univariate"))
        {
            var values = set.Data().SelectMany(row => row).Select(value => (double)value).ToArray();
            Reached(set, set.Name.StartsWith("NumAcc", StringComparison.Ordinal) ? 8 : 13, ("deviation", Summary.Of(values).StandardDeviation, set.After(@"Sample Standard Deviation[^:]*:")[0]));
        }

        // 13 common leading digits and one more are 14; a double holds 16, so of what varies two or three are left.
        foreach (var set in Strd.All("anova"))
            Check(set, set.Name[..6] switch { "SmLs07" or "SmLs08" or "SmLs09" => 2, "SmLs04" or "SmLs05" or "SmLs06" => 8, _ => 12 }, OneWayAnova.Of([.. Groups(set).Select(group => Array.ConvertAll(group, value => (double)value))]));
    }

    [Fact]
    public void Are_met_to_9_digits_in_linear_regression()
    {
        foreach (var set in Strd.All("linear"))
        {
            var data = set.Data();
            var certified = set.Coefficients();
            var y = data.Select(row => (double)row[0]).ToArray();
            var fit = data[0].Length > 2 || set.Name.StartsWith("NoInt", StringComparison.Ordinal)
                ? LinearFit.Of(Matrix<double>.Build.Dense(data.Length, data[0].Length - 1, (i, j) => (double)data[i][j + 1]), y, data[0].Length == certified.Length)
                : LinearFit.Polynomial([.. data.Select(row => (double)row[1])], y, certified.Length - 1);
            Reached(set, 9, [
                .. certified.SelectMany((pair, i) => new[] { ($"b{i}", fit.Coefficients[i], pair.Estimate), ($"se{i}", fit.StandardErrors[i], pair.Deviation) }),
                ("residual deviation", fit.ResidualDeviation, set.After(@"^\s*Standard Deviation\s+(?=\d)")[0]), ("R2", fit.RSquared, set.After("R-Squared")[0]),
                ("regression", fit.SquaresRegression, set.After("^Regression")[1]), ("residual", fit.SquaresResidual, set.After(@"^Residual\s+(?=\d)")[1])]);
        }
    }

    /// <summary>From both starts. The standard errors of Lanczos1 stand on a residual of 1e-13 of y, which is all that a double has.</summary>
    [Fact]
    public void Are_met_to_6_digits_in_nonlinear_regression()
    {
        foreach (var set in Strd.All("nonlinear"))
        {
            var (starts, certified, curve) = (set.Starts(), set.Estimates(), Curves.Of(set.Name));
            var data = set.Data().Select(row => Array.ConvertAll(row, value => (double)value)).ToArray();
            var x = Matrix<double>.Build.DenseOfRowArrays(data.Select(row => row[1..]));
            double[] y = [.. data.Select(row => set.Name == "Nelson" ? Math.Log(row[0]) : row[0])];
            foreach (var start in starts)
            {
                var fit = NonlinearFit.Of(curve, x, y, start);
                Reached(set, 6, [.. certified.Select((pair, i) => ($"b{i + 1}", fit.Coefficients[i], pair.Estimate))]);
                if (set.Name == "Lanczos1") continue;
                Reached(set, 6, [.. certified.Select((pair, i) => ($"se{i + 1}", fit.StandardErrors[i], pair.Deviation)), ("residual squares", fit.SquaresResidual, set.After(@"Residual Sum of Squares:")[0]), ("residual deviation", fit.ResidualDeviation, set.After(@"Residual Standard Deviation:")[0])]);
            }
        }
    }

    [Fact]
    public void Are_seen_to_be_missed_by_the_schoolbook_formula()
    {
        var set = Strd.All("univariate").First(one => one.Name == "NumAcc3");
        var values = set.Data().SelectMany(row => row).Select(value => (double)value).ToArray();
        var schoolbook = Math.Sqrt((values.Sum(value => value * value) - (values.Sum() * values.Sum() / values.Length)) / (values.Length - 1));
        Assert.True(Strd.Digits(schoolbook, 0.1) < 8);
    }

    private void Check(Strd set, double atLeast, OneWayAnova found)
    {
        var (between, within) = (set.After(@"^Between \w+"), set.After(@"^Within \w+"));
        Assert.Equal((between[0], within[0]), (found.DegreesBetween, found.DegreesWithin));
        Reached(set, atLeast,
            ("between", found.SquaresBetween, between[1]), ("within", found.SquaresWithin, within[1]), ("F", found.F, between[3]),
            ("R2", found.RSquared, set.After("R-Squared")[0]), ("residual deviation", found.ResidualDeviation, set.After(@"^\s*Standard Deviation\s+(?=\d)")[0]));
    }

    private static decimal[][] Groups(Strd set)
    {
        var data = set.Data();
        return [.. Enumerable.Range(0, data[0].Length).Select(column => data.Where(row => row.Length > column).Select(row => row[column]).ToArray())];
    }

    private void Reached(Strd set, double atLeast, params (string What, double Found, double Certified)[] figures)
    {
        output.WriteLine($"{set.Name}: {string.Join(", ", figures.Select(one => $"{one.What} {Strd.Digits(one.Found, one.Certified):0.0}"))}");
        Assert.All(figures, one => Assert.True(Strd.Digits(one.Found, one.Certified) >= atLeast, $"{set.Name} {one.What}: {one.Found:R}, certified {one.Certified:R}"));
    }
}
