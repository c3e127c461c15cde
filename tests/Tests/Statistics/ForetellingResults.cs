using System.Text.Json;
using Cellwright.Statistics;
using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.LatentVariables;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Results;
using Cellwright.Statistics.Regression;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Tests.Statistics;

[Requirement("MET-3")]
[Long(60)]
public sealed class ForetellingResults
{
    // NCSS, Deming Regression, example 1 (data DemingReg1; ratio 4): published to four digits, with the jackknife's standard errors.
    [Fact]
    public void Draws_the_published_line_between_two_quantities_with_errors()
    {
        double[] x = [7, 8.3, 10.5, 9, 5.1, 8.2, 10.2, 10.3, 7.1, 5.9], y = [7.9, 8.2, 9.6, 9, 6.5, 7.3, 10.2, 10.6, 6.3, 5.2];
        var line = Deming.Of(x, y, 4);
        Assert.Equal(1.0012, line.Slope, 5e-5);
        Assert.Equal(-0.0897, line.Intercept, 5e-5);
        Assert.Equal(0.1872, line.SlopeError, 5e-5);
        Assert.Equal(1.722, line.InterceptError, 5e-4);

        // From the other side it is the same line.
        Assert.Equal(1 / line.Slope, Deming.Of(y, x, 0.25).Slope, 1e-12);
        Assert.Throws<UnusableInputException>(() => Deming.Of([1, 2, 3, 4], [1, -1, -1, 1]));
    }

    [Fact]
    public void Ranks_two_quantities_whatever_their_curve_and_their_ties()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        Assert.Equal(1, RankCorrelation.Of(x, [.. x.Select(Math.Exp)]).Coefficient);
        Assert.Equal(-1, RankCorrelation.Of(x, [.. x.Select(one => 1 / one)]).Coefficient, 1e-12);

        // Without ties 1 - 6 Σd²/(n(n² - 1)): d² sum to 12 here.
        Assert.Equal(1 - (6 * 12 / 210.0), RankCorrelation.Of(x, [3, 1, 2, 6, 4, 5]).Coefficient, 1e-12);
        Assert.Equal(RankCorrelation.Of([1, 2.5, 2.5, 4], [1, 2, 3, 4]).Coefficient, RankCorrelation.Of([1, 7, 7, 9], [0, 1, 2, 3]).Coefficient, 1e-12);
        var (low, high) = RankCorrelation.Of(x, [3, 1, 2, 6, 4, 5]).Interval();
        Assert.InRange(low, -1, 0);
        Assert.InRange(high, 0.9, 1);
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(15, 40)]
    public void Predicts_from_inner_products_as_partial_least_squares_does_from_columns(int rows, int columns)
    {
        var random = new Random(rows);
        var x = Matrix<double>.Build.Dense(rows + 1, columns, (_, _) => random.NextDouble());
        double[] y = [.. Enumerable.Range(0, rows + 1).Select(i => x[i, 0] + (0.3 * random.NextDouble()))];
        var products = (x * x.Transpose()).ToRowArrays();
        int[] fitted = [.. Enumerable.Range(0, rows)];
        var dual = DualPls.Of(products, fitted, y, 3);
        for (var components = 1; components <= 3; components++)
        {
            var model = Pls.BySimpls(x.SubMatrix(0, rows, 0, columns), Matrix<double>.Build.Dense(rows, 1, y[..rows]), components, toUnitVariance: false);
            Assert.Equal(model.Predict(x.Row(rows).ToArray())[0], dual.Predict(products[rows], components), 1e-10);
            var coefficients = dual.Coefficients(x.ToRowArrays(), components);
            Assert.All(coefficients.Select((one, j) => one - model.Coefficients[j, 0] * model.Y.Scales[0] / model.X.Scales[j]), apart => Assert.Equal(0, apart, 1e-10));
        }
    }

    [Fact]
    public void Finds_what_starting_material_explains_and_nothing_where_there_is_nothing()
    {
        var campaign = Lots(seed: 3, count: 40);
        var (monitor, results) = Fit(campaign, Results(campaign, seed: 4, share: 0.7));
        var model = Assert.Single(results.Models);
        Assert.True(model.Explains);
        Assert.InRange(model.Q2, 0.45, 0.85);
        Assert.True(model.Chance <= 0.02);
        Assert.Contains("z_viability", model.Strongest);

        var (_, nothing) = Fit(campaign, Results(campaign, seed: 5, share: 0));
        Assert.False(nothing.Models[0].Explains);
        Assert.Equal("nothing", nothing.Models[0].Basis);
        Assert.Equal(Enumerable.Repeat(0.0, nothing.Models[0].Coefficients.Length - 1), nothing.Models[0].Coefficients.Skip(1));
        Assert.Equal(JsonSerializer.Serialize(results), JsonSerializer.Serialize(Fit(campaign, Results(campaign, seed: 4, share: 0.7)).Results));
        _ = monitor;
    }

    // Of 40 campaigns without any relation two are expected below 5 %; nine or more come about in one of 10,000 tests (binomial).
    [Fact]
    public void Claims_something_of_nothing_no_more_often_than_it_says()
    {
        var campaign = Lots(seed: 11, count: 24);
        var monitor = BatchMonitor.Fit(campaign);
        var models = Enumerable.Range(0, 40).Select(seed => ResultMonitor.Fit(monitor, campaign, Results(campaign, 100 + seed, share: 0)).Models[0]).ToArray();
        Assert.InRange(models.Count(model => model.Explains), 0, 8);

        // Chances are spread evenly where there is nothing: of 40 their mean has a standard error of 0.05.
        Assert.InRange(models.Average(model => model.Chance), 0.3, 0.7);
    }

    // At least 80 % is guaranteed and 90 % aimed at; over 12 campaigns of 30 further lots, 360 results.
    [Theory]
    [InlineData(0.7)]
    [InlineData(0)]
    public void Makes_intervals_that_hold_as_many_further_lots_as_they_say(double share)
    {
        var (inside, all) = (0, 0);
        for (var seed = 0; seed < 12; seed++)
        {
            var campaign = Lots(seed: 20 + seed, count: 30, further: 30);
            var measured = Results(campaign, 200 + seed, share);
            var (monitor, results) = Fit(campaign, measured);
            foreach (var run in campaign.Runs.Where(run => run.Role == RunRole.Test))
            {
                all++;
                inside += results.Foretell(monitor, results.Models[0], run)!.Contains(measured.Single(result => result.Run == run.Id).Value) ? 1 : 0;
            }
        }

        Assert.InRange(inside / (double)all, 0.85, 0.97);
    }

    [Fact]
    public void Says_what_so_few_lots_cannot_give_and_does_not_foretell_a_course_that_is_not_over()
    {
        var few = Lots(seed: 3, count: 9);
        var (_, results) = Fit(few, [.. Results(few, 4, 0.7), .. Results(few, 5, 0.7, "p24")]);
        Assert.Empty(results.Models);
        Assert.Contains(results.Notes, note => note.Contains("9 training lots have a result of transducing-units", StringComparison.Ordinal) && note.Contains("at least 10", StringComparison.Ordinal));
        Assert.Contains(results.Notes, note => note.Contains("their correlation was not studied", StringComparison.Ordinal));

        var campaign = Lots(seed: 3, count: 20, further: 1);
        var (monitor, enough) = Fit(campaign, Results(campaign, 4, 0.7));
        var whole = campaign.Runs[^1];
        Assert.NotNull(enough.Foretell(monitor, enough.Models[0], whole));
        Assert.Null(enough.Foretell(monitor, enough.Models[0], whole with { Times = [.. whole.Times.Take(12)], Values = [.. whole.Values.Take(12)] }));
    }

    [Fact]
    public void Studies_two_measurands_side_by_side_and_fits_each_by_itself()
    {
        var campaign = Lots(seed: 3, count: 40);
        var titre = Results(campaign, 4, 0.7);
        var particles = titre.Select(result => result with { Measurand = "p24", Unit = "ng/mL", Value = 1e-5 * Math.Pow(result.Value, 0.8) }).ToArray();
        var (_, results) = Fit(campaign, [.. titre, .. particles]);
        Assert.Equal(2, results.Models.Count);
        var study = Assert.Single(results.Studies);
        Assert.Equal(1, study.Rank);
        Assert.Equal(0.8, study.Line!.Slope, 1e-9);
        Assert.Equal(40, study.Lots.Count);

        // Two that have nothing to do with each other get no line.
        Assert.Null(Assert.Single(Fit(campaign, [.. titre, .. Results(campaign, 8, 0, "p24")]).Results.Studies).Line);

        // Whatever the other measurand came to, the model of this one is the same.
        var (_, alone) = Fit(campaign, titre);
        Assert.Equal(JsonSerializer.Serialize(alone.Models[0]), JsonSerializer.Serialize(results.Models[0]));
    }

    private static Campaign Lots(int seed, int count, int further = 0) => SimulatedCampaign.Of(seed, train: count, calibrate: 0, test: further);

    private static (BatchMonitor Monitor, ResultMonitor Results) Fit(Campaign campaign, IReadOnlyList<LotResult> results)
    {
        var monitor = BatchMonitor.Fit(campaign);
        return (monitor, ResultMonitor.Fit(monitor, campaign, results));
    }

    // log10 of the result: so much of its variance comes from the first variable of the starting material, the rest from nowhere.
    private static LotResult[] Results(Campaign campaign, int seed, double share, string measurand = "transducing-units")
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var z = campaign.Runs.Select(run => run.Covariates[0]).ToArray();
        var (mean, deviation) = (z.Average(), Summary.Of(z).StandardDeviation);
        return [.. campaign.Runs.Select((run, i) => new LotResult(run.Id, measurand, Math.Pow(10, 7 + (0.2 * ((Math.Sqrt(share) * (z[i] - mean) / deviation) + (Math.Sqrt(1 - share) * Normal())))), "/mL", true))];
    }
}
