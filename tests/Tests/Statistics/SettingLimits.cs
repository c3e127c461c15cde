using Cellwright.Statistics.Charts;
using Cellwright.Statistics.Numbers;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

public sealed class SettingLimits
{
    /// <summary>Montgomery, "Introduction to Statistical Quality Control", appendix VI, as printed; d2 to more digits by the trapezium rule in another program.</summary>
    [Fact]
    public void Computes_the_constants_of_control_charts()
    {
        Assert.All<(int N, double D2, double D3, double C4)>([(2, 1.128, 0.853, 0.7979), (3, 1.693, 0.888, 0.8862), (5, 2.326, 0.864, 0.9400), (10, 3.078, 0.797, 0.9727), (25, 3.931, 0.708, 0.9896)], row =>
            Assert.Equal((row.D2, row.D3, row.C4), (Math.Round(ControlConstants.D2(row.N), 3), Math.Round(ControlConstants.D3(row.N), 3), Math.Round(ControlConstants.C4(row.N), 4))));
        Assert.All([(2, 2 / Math.Sqrt(Math.PI)), (3, 3 / Math.Sqrt(Math.PI)), (5, 2.32592894730344), (10, 3.0775054616703), (25, 3.9306292195071)], row => Assert.Equal(row.Item2, ControlConstants.D2(row.Item1), 1e-10));
        Assert.Equal(Math.Sqrt(2 - (4 / Math.PI)), ControlConstants.D3(2), 1e-9);
    }

    /// <summary>R 4.2.2, spc 0.6: xewma.arl, xcusum.arl with 80 nodes; the first two are also Lucas &amp; Saccucci's and Montgomery's table 9.3 (168).</summary>
    [Fact]
    public void Computes_run_lengths_of_EWMA_and_CUSUM()
    {
        Same(370.041786632345, Ewma.RunLength(0.2, 2.859), 1e-8);
        Same(9.79460318067133, Ewma.RunLength(0.2, 2.859, 1));
        Same(28.1905396204691, Ewma.RunLength(0.1, 2.7, 0.5));
        Same(930.887012064152, Cusum.UpperRunLength(0.5, 5));
        Same(10.3759753002077, Cusum.UpperRunLength(0.5, 5, 1));
        Same(167.683788813616, Cusum.RunLength(0.5, 4));
        Same(9.91704246413224, Cusum.RunLength(0.5, 4.77, 1));
        Same(1 / (2 * Probability.Normal(-3)), Ewma.RunLength(1, 3));
        Same(370, Cusum.RunLength(0.5, Cusum.Decision(0.5, 370)));
        Same(370, Ewma.RunLength(0.05, Ewma.Width(0.05, 370)));
    }

    /// <summary>R 4.2.2, spc 0.6: mewma.arl and mewma.crit with 40 nodes. Lowry et al. 1992 and Montgomery, table 11.3, print 8.66, 12.73 and 22.67 for a run length of 200.</summary>
    [Theory]
    [InlineData(0.1, 8.66, 2, 202.249994066059)]
    [InlineData(0.1, 12.73, 4, 200.500032304913)]
    [InlineData(0.2, 9.65, 2, 200.21756522945)]
    [InlineData(0.1, 10.97, 3, 215.015129886329)]
    [InlineData(0.1, 22.67, 10, 200.76636785663)]
    [InlineData(1, 10.6, 2, 200.336809974787)]
    [InlineData(0.1, 8.63358064354295, 2, 200)]
    [InlineData(0.3, 16.5392596557758, 4, 500)]
    [InlineData(0.1, 24.7567671739643, 10, 370)]
    public void Computes_run_lengths_and_limits_of_MEWMA(double lambda, double limit, int variables, double runLength)
    {
        Same(runLength, Mewma.RunLength(lambda, limit, variables), 1e-7);
        Same(limit, Mewma.Limit(lambda, runLength, variables), 1e-8);
    }

    [Fact]
    public void Signals_each_rule_of_Nelson_at_the_point_that_completes_it()
    {
        Assert.Equal([new RuleSignal(1, 1, 1)], RunRules.Nelson([0, -3.1, 0.5]));
        Assert.Equal([new RuleSignal(2, 0, 8)], RunRules.Nelson([.5, .1, .4, .2, .6, .3, .2, .7, .1]));
        Assert.Equal([new RuleSignal(3, 0, 5)], RunRules.Nelson([-1, -.8, -.5, .1, .2, .3]));
        Assert.Equal([new RuleSignal(4, 0, 13)], RunRules.Nelson([1.1, -.2, .3, -.4, .5, -.3, .1, -.5, .4, -.2, .3, -.6, .2, -.1]));
        Assert.Equal([new RuleSignal(5, 0, 2)], RunRules.Nelson([2.1, 0, 2.2]));
        Assert.Equal([new RuleSignal(6, 0, 4)], RunRules.Nelson([-1.1, -1.2, .5, -1.3, -1.05]));
        Assert.Equal([new RuleSignal(7, 0, 14)], RunRules.Nelson([.5, -.5, -.6, .1, .3, -.2, -.4, .6, .2, -.8, -.1, .4, .5, -.2, -.3]));
        Assert.Equal([new RuleSignal(8, 0, 7)], RunRules.Nelson([1.1, -1.2, -1.1, 1.4, 1.2, -1.3, 1.5, -1.1]));
        Assert.Empty(RunRules.Nelson([0, .5, .6, .1, .3, .2, .4, .6, .2, 0, 2.1, -2.1, .5]));
    }

    [Fact]
    public void Signals_each_rule_of_Western_Electric()
    {
        Assert.Equal([new RuleSignal(1, 0, 0)], RunRules.WesternElectric([3.2]));
        Assert.Equal([new RuleSignal(2, 0, 2)], RunRules.WesternElectric([-2.1, 1, -2.2]));
        Assert.Equal([new RuleSignal(3, 0, 4)], RunRules.WesternElectric([1.1, -1, 1.2, 1.3, 1.4]));
        Assert.Equal([new RuleSignal(4, 0, 7)], RunRules.WesternElectric([.5, .1, .4, .2, .6, .3, .2, .7]));
        Assert.Empty(RunRules.WesternElectric([.5, .1, .4, .2, .6, .3, .2, 0, 2.9, 0, 0, 2.9]));
    }

    private static readonly Matrix<double> Training = Matrix<double>.Build.Dense(30, 3, (i, j) => Math.Sin((i + 1) * (1.1 + (j * 0.7))) + (0.5 * Math.Cos(i * i)));

    [Fact]
    public void Lets_units_and_mixtures_of_variables_leave_T2_as_it_is() => Gen.Int[-40, 40].Select(one => one / 10.0).Array[9].Sample(cells =>
    {
        var mix = Matrix<double>.Build.Dense(3, 3, cells);
        if (!(mix.ConditionNumber() < 1e4)) return true;
        var (plain, mixed) = (Hotelling.Fit(Training), Hotelling.Fit(Training * mix));
        var x = Vector<double>.Build.Dense([1.3, -0.4, 2]);
        return Near(plain.Statistic(x.ToArray()), mixed.Statistic((x * mix).ToArray()), 1e-7);
    });

    [Fact]
    public void Shares_out_exactly_so_much_T2_over_the_training_rows()
    {
        var model = Hotelling.Fit(Training);
        Assert.Equal(29 * 3, Enumerable.Range(0, 30).Sum(i => model.Statistic(Training.Row(i).ToArray())), 1e-10);
        Assert.True(Enumerable.Range(0, 30).All(i => model.Statistic(Training.Row(i).ToArray()) < 29.0 * 29 / 30));
        Assert.Equal(model.Statistic([0.2, 0.1, 0.4]) / 1, Mewma.Chart(model, Matrix<double>.Build.Dense(1, 3, [0.2, 0.1, 0.4]), 1)[0], 1e-12);
        var exact = Mewma.Chart(model, Matrix<double>.Build.Dense(1, 3, [0.2, 0.1, 0.4]), 0.1, exactCovariance: true)[0];
        Assert.Equal(model.Statistic([0.2, 0.1, 0.4]), exact, 1e-12);
    }

    [Fact]
    public void Names_by_its_contributions_the_variable_that_was_moved()
    {
        var model = Hotelling.Fit(Training);
        double[] x = [.. Training.Row(4)];
        x[1] += 8;
        var contributions = model.Contributions(x);
        Assert.Equal(contributions.Max(), contributions[1]);

        // Replacing the variable by what the others say of it takes exactly its contribution from T².
        double Without(double value) => model.Statistic([x[0], value, x[2]]);
        var best = MathNet.Numerics.FindMinimum.OfScalarFunctionConstrained(Without, -50, 50, 1e-10);
        Assert.Equal(model.Statistic(x) - Without(best), contributions[1], 1e-6);
    }

    /// <summary>Phase II with one variable is the prediction interval t² (1 + 1/m); Phase I, simulated, alarms as often as it says.</summary>
    [Fact]
    public void Alarms_as_often_as_its_limits_say()
    {
        var one = Hotelling.Fit(Training.SubMatrix(0, 30, 0, 1));
        Assert.Equal(Math.Pow(Probability.StudentQuantile(0.995, 29), 2) * (1 + (1 / 30.0)), one.LimitOfNew(0.01), 1e-9);

        var (random, first, second, rows) = (new Random(20260105), 0, 0, 0);
        double Normal() => Probability.NormalQuantile(Math.Clamp(random.NextDouble(), 1e-15, 1 - 1e-15));
        for (var round = 0; round < 1500; round++)
        {
            var model = Hotelling.Fit(Matrix<double>.Build.Dense(12, 3, (_, _) => Normal()) is var training ? training : null!);
            var (phase1, phase2) = (model.LimitOfTraining(0.05), model.LimitOfNew(0.05));
            for (var i = 0; i < 12; i++, rows++)
            {
                first += model.Statistic(training.Row(i).ToArray()) > phase1 ? 1 : 0;
                second += model.Statistic([Normal(), Normal(), Normal()]) > phase2 ? 1 : 0;
            }
        }

        // Four standard errors of a share of 5 % in 18 000 rows are 0.65 %; rows share a model, hence a little more.
        Assert.InRange(first / (double)rows, 0.042, 0.058);
        Assert.InRange(second / (double)rows, 0.042, 0.058);
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("column 2 of the training data is constant", () => Hotelling.Fit(Matrix<double>.Build.Dense(9, 2, (i, j) => j == 1 ? 4 : i)));
        Refused("singular", () => Hotelling.Fit(Matrix<double>.Build.Dense(9, 3, (i, j) => j < 2 ? Math.Sin(i + (5 * j)) : Math.Sin(i) + Math.Sin(i + 5))));
        Refused("needs at least 5", () => Hotelling.Fit(Matrix<double>.Build.Dense(4, 3, (i, j) => Math.Sin(i * (j + 1)))));
        Refused("2 values in the observation", () => Hotelling.Fit(Training).Statistic([1, 2]));
        Refused("frozen", () => Shewhart.MovingRangeEstimate([5, 5, 5]));
        Refused("all values are equal", () => Shewhart.RangeEstimate([[1, 1], [2, 2]]));
        Refused("needs at least 2", () => Shewhart.RangeEstimate([[1], [2, 2]]));
        Refused("above zero", () => Ewma.Chart([1, 2], new ProcessEstimate(0, 0)));
        Refused("weight of the newest", () => Ewma.Chart([1, 2], new ProcessEstimate(0, 1), 1.1));
        Refused("decision interval", () => Cusum.Chart([1, 2], new ProcessEstimate(0, 1), 0.5, 0));
        Refused("narrower", () => Cusum.UpperRunLength(0.5, 40));
        Refused("subgroup", () => ControlConstants.D2(1));
    }

    private static void Same(double expected, double found, double relative = 1e-9) => Assert.True(Math.Abs(found - expected) <= relative * expected, $"{found:R} for {expected:R}");
}
