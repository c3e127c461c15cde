using Cellwright.Statistics.LatentVariables;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

/// <summary>Reference vectors of other programs (`latent_variables/`), and each algorithm against the other.</summary>
[Requirement("P211-68b2")]
public sealed class FindingLatentVariables
{
    private static readonly Matrix<double> Some = Matrix<double>.Build.Dense(24, 7, (i, j) =>
        (3 * Math.Sin(1.3 * i) * (j + 1)) + (2 * Math.Cos(2.9 * i) * (j % 3)) + (0.6 * Math.Sin((i * i) + (3 * j))) + (j * 10));

    /// <summary>SIMCA's figures as process-improve keeps them; the reference stopped early, hence 1e-4 of the column's maximum.</summary>
    [Fact]
    public void Agrees_with_the_reference_of_LDPE()
    {
        string At(string file) => Shared.Path("oracles", "latent_variables", "ldpe", file);
        var data = Table.Read(At("LDPE.csv"), 1, 1);
        var (x, y) = (data.SubMatrix(0, 54, 0, 14), data.SubMatrix(0, 54, 14, 5));
        var model = Pls.ByNipals(x, y, 6);
        Table.SameColumns(Table.Read(At("T.csv")), model.Plane.Scores, 1e-4);
        Table.SameColumns(Table.Read(At("U.csv")), model.ResponseScores, 1e-4);
        Table.SameColumns(Table.Read(At("W.csv")), model.DeflatedWeights, 1e-4);
        Table.SameColumns(Table.Read(At("R.csv")), model.Plane.Weights, 1e-4);
        Table.SameColumns(Table.Read(At("P.csv")), model.Plane.Loadings, 1e-4);
        Table.SameColumns(Table.Read(At("C.csv")), model.ResponseLoadings, 1e-4);
        Table.SameColumns(Table.Read(At("Yhat_A6.csv")), Matrix<double>.Build.DenseOfRowArrays(x.EnumerateRows().Select(row => model.Predict(row.ToArray()))), 1e-4, signed: true);
        foreach (var (components, file) in new[] { (3, "Hotellings_T2_A3.csv"), (6, "Hotellings_T2_A6.csv") })
        {
            var smaller = Pls.ByNipals(x, y, components);
            Table.SameColumns(Table.Read(At(file)), Matrix<double>.Build.Dense(54, 1, [.. x.EnumerateRows().Select(row => smaller.Judge(row.ToArray()).T2)]), 1e-4, signed: true);
        }

        double[] deviations = [1.872539, 1.440642, 1.216218, 1.141096, 1.059435, 0.9459715];
        Assert.All(deviations.Zip(model.Plane.ScoreVariances), pair => Assert.Equal(pair.First, Math.Sqrt(pair.Second), 1e-4 * pair.First));

        // The reference's limit is that of the centre known: without the factor (n + 1) / n for a new row.
        Assert.Equal(15.2017, model.Plane.T2Limit(0.05) * 54 / 55, 1e-4);
        Assert.Equal(21.2239, model.Plane.T2Limit(0.01) * 54 / 55, 1e-4);
    }

    [Fact]
    public void Agrees_with_the_reference_of_SBR_and_finds_its_odd_batches()
    {
        var batches = Table.Batches("sbr");
        var all = Unfolding.BatchWise([.. batches.Values]);
        var two = Pca.BySvd(all, 2, constantAllowed: true);
        Table.SameColumns(Table.Read(Shared.Path("oracles", "latent_variables", "sbr", "scores_A2.csv"), 1, 1), two.Plane.Scores, 1e-4);
        Table.SameColumns(Table.Read(Shared.Path("oracles", "latent_variables", "sbr", "loadings_A2.csv"), 1, 2), two.Plane.Loadings, 1e-4);
        var again = Pca.ByNipals(all, 2, constantAllowed: true);
        Table.SameColumns(two.Plane.Scores, again.Plane.Scores, 1e-10);
        Table.SameColumns(two.Plane.Loadings, again.Plane.Loadings, 1e-10);

        // Nomikos & MacGregor 1994: batches 34 and 37 lie far out in the model, batch 8 off it.
        var training = Unfolding.BatchWise([.. batches.Where(pair => int.Parse(pair.Key, System.Globalization.CultureInfo.InvariantCulture) <= 50).Select(pair => pair.Value)]);
        var three = Pca.BySvd(training, 3, constantAllowed: true);
        var judged = training.EnumerateRows().Select((row, i) => (Batch: i + 1, Judged: three.Judge(row.ToArray()))).ToList();
        Assert.Equal([34, 37], judged.Where(one => one.Judged.T2 > three.Plane.T2Limit(0.01)).Select(one => one.Batch));
        Assert.Equal([8], judged.Where(one => one.Judged.Spe > three.Plane.SpeLimit(0.01)).Select(one => one.Batch));
    }

    /// <summary>MATLAB's plsregress as mdatools keeps it, printed with five digits: 1e-3 where a value is small beside its column.</summary>
    [Fact]
    public void Agrees_with_the_reference_of_mdatools()
    {
        Matrix<double> At(string file, int rows = 0, int columns = 0) => Table.Read(Shared.Path("oracles", "latent_variables", "mdatools", file), rows, columns);
        var people = At("people.csv", 1, 1);
        var (x, y) = (people.RemoveColumn(3), people.SubMatrix(0, 32, 3, 1));
        var model = Pls.BySimpls(x, y, 4);
        Table.SameColumns(At("pls-xscores.csv"), model.Plane.Scores, 1e-4);
        Table.SameColumns(At("pls-weights.csv"), model.Plane.Weights, 1e-4);
        Table.SameColumns(At("pls-xloadings.csv"), model.Plane.Loadings, 1e-4);
        Table.SameColumns(At("pls-yloadings.csv"), model.ResponseLoadings, 1e-4);
        Table.SameColumns(At("pls-coeffs.csv"), model.Coefficients, 1e-4, signed: true);
        Table.SameColumns(At("pls-xres.csv"), Matrix<double>.Build.DenseOfRowArrays(x.EnumerateRows().Select(row => model.Judge(row.ToArray()).Residuals)), 1e-4, signed: true);
        Table.SameColumns(At("pls-vipscores.csv"), Matrix<double>.Build.Dense(11, 1, model.Importance()), 1e-4, signed: true);
        var nipals = Pls.ByNipals(x, y, 4);
        Table.SameColumns(nipals.Coefficients, model.Coefficients, 1e-10, signed: true);
        Assert.Equal(11, nipals.Importance().Sum(value => value * value), 1e-10);
    }

    /// <summary>mda.tools/ddsimca by way of mdatools: wines of one kind, judged beside others; limits for outliers are printed with five digits, and distances agree to the sixth.</summary>
    [Theory]
    [InlineData("case1", 6, 0.05, 7, 6, 39.435)]
    [InlineData("case3", 2, 0.01, 2, 11, 39.34185)]
    public void Agrees_with_the_reference_of_a_class_and_its_limits(string name, int components, double alpha, int freedomOfT2, int freedomOfSpe, double outliers)
    {
        string[][] At(string file) => [.. File.ReadLines(Shared.Path("oracles", "latent_variables", "mdatools", file)).Select(line => line.TrimStart('\uFEFF').Split(';'))];
        double Number(string text) => double.Parse(text.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture);
        Dictionary<string, double[]> Wines(string file, int texts) => At(file).Skip(1).ToDictionary(cells => cells[0], cells => cells[texts..].Select(Number).ToArray());
        var baro = Wines("wines_baro.csv", 2);
        var train = At($"ddsimca-{name}-train.csv");
        var removed = train.Where(cells => cells.Length > 3 && cells[3] == "removed").Select(cells => cells[1]).ToHashSet();
        var model = ClassModel.Of(Matrix<double>.Build.DenseOfRowArrays(baro.Where(wine => !removed.Contains(wine.Key)).Select(wine => wine.Value)), components);
        Assert.Equal((freedomOfT2, freedomOfSpe), (model.FreedomOfT2, model.FreedomOfSpe));
        double Said(string what) => Number(train.First(cells => cells[0] == what)[1]);
        Assert.Equal(Said("F crit (extremes):"), model.Limit(alpha), 1e-6);
        Assert.Equal(outliers, model.OutlierLimit(0.01), 4e-4);
        var judged = 0;
        foreach (var (results, wines) in new[] { (train, baro), (At($"ddsimca-{name}-alt.csv"), Wines("wines_grigno.csv", 2)), (At($"ddsimca-{name}-full.csv"), Wines("wines_full.csv", 2)), (At($"ddsimca-{name}-new.csv"), Wines("wines_new.csv", 1)) })
        {
            foreach (var cells in results.SkipWhile(cells => cells.ElementAtOrDefault(1) != "object").Skip(1).Where(cells => cells.Length > 7 && cells[3] != "removed"))
            {
                var found = model.Judge(wines[cells[1]]);
                foreach (var (expected, got) in new[] { (cells[5], found.T2), (cells[6], found.Spe), (cells[7], found.Distance) }) Assert.Equal(1, got / Number(expected), 1e-5);
                Assert.Equal(cells[4] == "in", found.Distance <= model.Limit(alpha));
                judged++;
            }
        }

        Assert.Equal(59 - removed.Count + 71 + 178 + 35, judged);
    }

    [Fact]
    public void Follows_rows_with_the_same_numbers_as_one_by_one()
    {
        var model = Pca.BySvd(Some, 3);
        var follower = model.Follow();
        foreach (var row in Some.EnumerateRows().Select(row => row.ToArray()))
        {
            follower.Next(row);
            var scaled = model.Scaling.Apply(row);
            var judged = model.Plane.Judge(scaled);
            Assert.Equal((judged.T2, judged.Spe), (follower.T2, follower.Spe));
            Assert.Equal(judged.Scores, follower.Scores.ToArray());
            Assert.Equal(judged.Residuals, follower.Residuals.ToArray());
            Assert.Equal(model.Plane.T2Contributions(scaled, judged), follower.T2Contributions().ToArray());
            Assert.Equal(model.Plane.SpeReconstructions(judged), follower.SpeReconstructions().ToArray());

            // By the book, one component and one column at a time.
            double[] book = [.. model.Plane.Weights.EnumerateColumns().Select(weight => weight.DotProduct(Vector<double>.Build.Dense(scaled)))];
            Assert.All(book.Zip(judged.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.All(scaled.Select((value, j) => value - model.Plane.Loadings.Row(j).DotProduct(Vector<double>.Build.Dense(book))).Zip(judged.Residuals), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        var partly = Some.Row(3).ToArray();
        partly[1] = double.NaN;
        follower.Next(partly);
        Assert.Equal(model.Judge(partly).Spe, follower.Spe);
        Assert.Equal(0, follower.T2Contributions()[1]);
        Refused("Value 2 of the scaled row", () => follower.SpeReconstructions().Length);
    }

    [Fact]
    public void Finds_by_alternating_regressions_what_the_singular_values_are() => Gen.Int[-400, 400].Select(one => one / 40.0).Array[60].Sample(cells =>
    {
        // Ten rows, six columns; columns of very different size, so that the components stand apart.
        var rows = Matrix<double>.Build.Dense(10, 6, (i, j) => cells[(6 * i) + j] * Math.Pow(3, j));
        if (Matrix<double>.Build.DenseOfColumnVectors(rows.EnumerateColumns().Select(column => column - column.Average())).Svd(false) is var svd && Enumerable.Range(0, 3).Any(a => !(svd.S[a + 1] < 0.93 * svd.S[a]) || svd.S[a + 1] < 1e-6)) return true;
        if (rows.EnumerateColumns().Any(column => column.All(value => value == column[0]))) return true;
        var (one, other) = (Pca.BySvd(rows, 3, toUnitVariance: false), Pca.ByNipals(rows, 3, toUnitVariance: false));
        return (one.Plane.Loadings - other.Plane.Loadings).Enumerate().All(value => Math.Abs(value) < 1e-10);
    });

    [Fact]
    public void Keeps_components_apart_and_adds_up()
    {
        var model = Pca.BySvd(Some, 3);
        Assert.True((model.Plane.Loadings.TransposeThisAndMultiply(model.Plane.Loadings) - Matrix<double>.Build.DenseIdentity(3)).Enumerate().All(value => Math.Abs(value) < 1e-13));
        var judged = Some.EnumerateRows().Select(row => model.Judge(row.ToArray())).ToList();
        Assert.Equal(23 * 3, judged.Sum(one => one.T2), 1e-10);
        Assert.Equal(23 * 7 * (1 - model.Explained.Sum()), judged.Sum(one => one.Spe), 1e-10);
        var row = model.Scaling.Apply(Some.Row(5).ToArray());
        Assert.Equal(model.Plane.Judge(row).T2, model.Plane.T2Contributions(row).Sum(), 1e-10);
    }

    [Fact]
    public void Names_by_reconstruction_the_column_that_was_moved()
    {
        var model = Pca.BySvd(Some, 2);
        for (var moved = 0; moved < 7; moved++)
        {
            var row = model.Scaling.Apply(Some.Row(11).ToArray());
            row[moved] += 40;
            var spe = model.Plane.SpeReconstructions(row);
            Assert.Equal(moved, Array.IndexOf(spe, spe.Max()));

            // Reconstructing it takes exactly its contribution from SPE, and likewise from T².
            double[] With(double value) => [.. row.Select((one, j) => j == moved ? value : one)];
            Assert.Equal(spe[moved], model.Plane.Judge(row).Spe - Least(value => model.Plane.Judge(With(value)).Spe), 1e-4);
            Assert.Equal(model.Plane.T2Reconstructions(row)[moved], model.Plane.Judge(row).T2 - Least(value => model.Plane.Judge(With(value)).T2), 1e-4);
        }

        double Least(Func<double, double> f) => f(MathNet.Numerics.FindMinimum.OfScalarFunctionConstrained(f, -200, 200, 1e-11, 10000));
    }

    [Fact]
    public void Lives_with_missing_values()
    {
        // Two exact components: what is missing follows from what is there. A model from data with holes comes near; y ranges over 46.
        var exact = Matrix<double>.Build.Dense(30, 6, (i, j) => (Math.Sin(1.7 * i) * (j + 1)) + (Math.Cos(0.9 * i) * ((j * j) - 3)));
        var holes = exact.MapIndexed((i, j, value) => ((7 * i) + j) % 11 == 0 ? double.NaN : value, Zeros.Include);
        var (whole, holed) = (Pca.BySvd(exact, 2, toUnitVariance: false), Pca.ByNipals(holes, 2, toUnitVariance: false));
        Assert.All(((whole.Plane.Loadings * whole.Plane.Loadings.Transpose()) - (holed.Plane.Loadings * holed.Plane.Loadings.Transpose())).Enumerate(), value => Assert.InRange(value, -0.05, 0.05));
        double[] row = [.. exact.Row(4)];
        double[] partly = [row[0], double.NaN, row[2], row[3], double.NaN, row[5]];
        Assert.All(whole.Judge(row).Scores.Zip(whole.Judge(partly).Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal([1, 4], whole.Judge(partly).Residuals.Select((value, j) => (value, j)).Where(pair => double.IsNaN(pair.value)).Select(pair => pair.j));
        var pls = Pls.ByNipals(holes.RemoveColumn(5), exact.SubMatrix(0, 30, 5, 1), 2);
        Assert.Equal(row[5], pls.Predict(row[..5])[0], 0.05 * 46);
    }

    [Fact]
    public void Unfolds_a_batch_and_folds_it_again()
    {
        Matrix<double>[] batches = [Some.SubMatrix(0, 4, 0, 3), Some.SubMatrix(4, 4, 0, 3)];
        Assert.Equal(batches[1], Unfolding.Fold(Unfolding.BatchWise(batches).Row(1).ToArray(), 3));
        Assert.Equal(8, Unfolding.ObservationWise(batches).RowCount);
        var running = Unfolding.Running(batches[0].SubMatrix(0, 2, 0, 3), 4);
        Assert.Equal((12, 6), (running.Length, running.Count(double.IsNaN)));
        Assert.Equal(batches[0][1, 2], running[5]);
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("column 2 is constant", () => Pca.BySvd(Matrix<double>.Build.Dense(9, 3, (i, j) => j == 1 ? 4 : Math.Sin(i + j)), 2));
        Refused("number of components", () => Pca.BySvd(Some, 8));
        Refused("independent directions", () => Pca.BySvd(Matrix<double>.Build.Dense(9, 3, (i, j) => i * (j + 1)), 2));
        Refused("independent directions", () => Pca.ByNipals(Matrix<double>.Build.Dense(9, 3, (i, j) => i * (j + 1)), 2));
        Refused("Row 1, column 1", () => Pca.BySvd(Some.MapIndexed((i, j, value) => i + j == 0 ? double.NaN : value), 2));
        Refused("row 3", () => Pca.ByNipals(Some.MapIndexed((i, _, value) => i == 2 ? double.NaN : value), 2));
        Refused("columns in the model", () => Pca.BySvd(Some, 2).Judge([1, 2]));
        Refused("values that are there", () => Pca.BySvd(Some, 2).Judge([.. Enumerable.Repeat(double.NaN, 7)]));
        Refused("rows of responses", () => Pls.BySimpls(Some, Some.SubMatrix(0, 5, 0, 1), 2));
        Refused("responses is left for component 2", () => Pls.BySimpls(Some, Pca.BySvd(Some, 1).Plane.Scores, 2));
        Refused("responses is left for component 2", () => Pls.ByNipals(Some, Pca.BySvd(Some, 1).Plane.Scores, 2));
        Refused("leave nothing of the rows", () => ClassModel.Of(Matrix<double>.Build.Dense(9, 3, (i, j) => j == 2 ? i * 2 : Math.Sin((i * i) + j)), 3));
        Refused("share of refused members", () => ClassModel.Of(Some, 2).Limit(0));
        Refused("Align the batches", () => Unfolding.BatchWise([Some, Some.SubMatrix(0, 3, 0, 7)]));
    }
}
