using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.MixedEffects;

/// <summary>A random factor: operators, reagent lots, patients. Its levels are a sample of many.</summary>
/// <param name="Name">For sentences and for finding its results.</param>
/// <param name="Levels">The level of each row.</param>
public sealed record RandomFactor(string Name, IReadOnlyList<string> Levels);

/// <summary>What restricted maximum likelihood found of one random factor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variance">Variance between its levels, in the unit of y squared; zero where the data show none.</param>
/// <param name="StandardError">Of the variance, from the expected information; of little use near zero.</param>
/// <param name="Effects">Best linear unbiased prediction for each level, in the unit of y.</param>
public sealed record Component(string Name, double Variance, double StandardError, IReadOnlyDictionary<string, double> Effects);

/// <summary>
/// A linear mixed model y = Xβ + Σ Z_k u_k + e with independent random effects, nested or crossed, fitted by restricted maximum likelihood (Patterson &amp; Thompson 1971,
/// Biometrika 58:545) with Fisher scoring (Searle, Casella &amp; McCulloch 1992, "Variance Components", Wiley, chapter 8). Operations grow with the cube of the rows: made for up to a thousand or so.
/// </summary>
/// <param name="Coefficients">β, in the unit of y over that of the column.</param>
/// <param name="StandardErrors">Of β, with the variances taken as known.</param>
/// <param name="Components">One for each factor, in their order.</param>
/// <param name="ResidualVariance">Variance of e, in the unit of y squared.</param>
/// <param name="LogLikelihood">Restricted log-likelihood; comparable between models with the same X only.</param>
public sealed record VarianceComponents(double[] Coefficients, double[] StandardErrors, IReadOnlyList<Component> Components, double ResidualVariance, double LogLikelihood)
{
    /// <summary>The fit.</summary>
    /// <param name="fixedEffects">X with its intercept column, rows × coefficients.</param>
    /// <param name="y">Response of each row.</param>
    /// <param name="factors">At least one random factor, each with two or more levels, at least one of which comes twice.</param>
    /// <exception cref="UnusableInputException">Sizes differ, too few rows, a value not finite, dependent columns, a factor that cannot be told from the residual or from another factor, or no residual left.</exception>
    public static VarianceComponents Fit(Matrix<double> fixedEffects, ReadOnlySpan<double> y, params IReadOnlyList<RandomFactor> factors)
    {
        Input.Rows(fixedEffects, 3, 1, "fixed effects");
        Input.Values(y, 3, "responses");
        Input.SameLength(fixedEffects.RowCount, "rows of fixed effects", y.Length, "responses");
        Input.Count(factors.Count, 1, "random factors");
        var (n, p) = (y.Length, fixedEffects.ColumnCount);
        Input.Count(n, p + factors.Count + 1, "rows");
        foreach (var factor in factors) Check(factor, n);
        for (var k = 1; k < factors.Count; k++)
        {
            for (var l = 0; l < k; l++) Check(factors[l], factors[k]);
        }

        var names = factors.Select(factor => factor.Levels.Distinct().Order(StringComparer.Ordinal).ToArray()).ToArray();
        var designs = factors.Select((factor, k) => Matrix<double>.Build.Dense(n, names[k].Length, (i, level) => factor.Levels[i] == names[k][level] ? 1 : 0)).ToArray();

        // In units of the residuals of the fixed effects alone, so that tolerances hold for any unit.
        var start = Regression.LinearFit.Of(fixedEffects, y, intercept: false);
        var unit = start.ResidualDeviation;
        if (!(unit > 0)) Input.Refuse($"The fixed effects leave nothing of the {n} responses, so there is no variance to share out. Use fewer of them.");
        var response = Vector<double>.Build.Dense(y.ToArray()) / unit;

        var variances = new double[factors.Count + 1];
        Array.Fill(variances, 1.0 / variances.Length);
        var state = new State(fixedEffects, response, designs, variances);
        for (var round = 0; ; round++)
        {
            var (next, moved) = Step(state);
            state = next;
            if (moved < 1e-13) break;
            if (round == 500) Input.Refuse($"The variances were not found in {round} rounds. Two factors may describe the same differences: leave one out.");
        }

        if (!(state.Variances[^1] > 1e-10)) Input.Refuse($"The factors leave no residual, so their variances cannot be told apart. Leave one out.");
        var errors = state.Errors();
        return new VarianceComponents(
            [.. state.Coefficients * unit], [.. state.Covariance.Diagonal().Select(value => Math.Sqrt(value) * unit)],
            [.. factors.Select((factor, k) => new Component(factor.Name, state.Variances[k] * unit * unit, errors[k] * unit * unit,
                names[k].Zip(designs[k].TransposeThisAndMultiply(state.Weighted) * state.Variances[k] * unit).ToDictionary(pair => pair.First, pair => pair.Second)))],
            state.Variances[^1] * unit * unit, state.LogLikelihood - ((n - p) * Math.Log(unit)));
    }

    /// <summary>One Fisher step, halved until the likelihood does not fall; a variance that would become negative is held at zero while its score points there.</summary>
    private static (State State, double Moved) Step(State state)
    {
        var free = Enumerable.Range(0, state.Variances.Length).Where(k => state.Variances[k] > 0 || state.Score[k] > 0).ToArray();
        var information = Matrix<double>.Build.Dense(free.Length, free.Length, (a, b) => state.Information[free[a], free[b]]);
        var direction = information.PseudoInverse() * Vector<double>.Build.Dense(free.Length, a => state.Score[free[a]]);
        for (var step = 1.0; step > 1e-10; step /= 2)
        {
            var variances = (double[])state.Variances.Clone();
            for (var a = 0; a < free.Length; a++) variances[free[a]] = Math.Max(free[a] == variances.Length - 1 ? variances[free[a]] / 10 : 0, variances[free[a]] + (step * direction[a]));
            var moved = variances.Zip(state.Variances).Max(pair => Math.Abs(pair.First - pair.Second));
            if (moved < 1e-13) return (state, moved);
            var next = new State(state, variances);
            if (next.LogLikelihood >= state.LogLikelihood - (1e-11 * Math.Abs(state.LogLikelihood))) return (next, moved);
        }

        return (state, 0);
    }

    private static void Check(RandomFactor factor, int rows)
    {
        if (factor.Levels.Count != rows) Input.Refuse($"The factor {factor.Name} has {factor.Levels.Count} levels for {rows} rows. Give one for every row.");
        var levels = factor.Levels.Distinct().Count();
        if (levels < 2) Input.Refuse($"The factor {factor.Name} has one level only, so nothing is known of the differences between levels. Leave it out.");
        if (levels == rows) Input.Refuse($"The factor {factor.Name} has another level in every row, so it cannot be told from the residual. Leave it out.");
    }

    private static void Check(RandomFactor one, RandomFactor other)
    {
        var pairs = one.Levels.Zip(other.Levels).Distinct().Count();
        if (pairs == one.Levels.Distinct().Count() && pairs == other.Levels.Distinct().Count())
            Input.Refuse($"The factors {one.Name} and {other.Name} change together in every row, so nobody can tell which of them it is. Leave one out, or run batches in which they differ.");
    }

    /// <summary>Likelihood, score and information at one set of variances.</summary>
    private sealed class State
    {
        private readonly Matrix<double> x;
        private readonly Vector<double> y;
        private readonly Matrix<double>[] designs;

        public State(State other, double[] variances) : this(other.x, other.y, other.designs, variances)
        {
        }

        public State(Matrix<double> x, Vector<double> y, Matrix<double>[] designs, double[] variances)
        {
            (this.x, this.y, this.designs, Variances) = (x, y, designs, variances);
            var n = y.Count;
            var v = Matrix<double>.Build.DenseDiagonal(n, n, variances[^1]);
            for (var k = 0; k < designs.Length; k++) v += variances[k] * designs[k].TransposeAndMultiply(designs[k]);
            var cholesky = v.Cholesky();
            var inverse = cholesky.Solve(Matrix<double>.Build.DenseIdentity(n));
            var vx = inverse * x;
            var normal = x.TransposeThisAndMultiply(vx).Cholesky();
            Covariance = normal.Solve(Matrix<double>.Build.DenseIdentity(x.ColumnCount));
            Coefficients = Covariance * vx.TransposeThisAndMultiply(y);
            var p = inverse - (vx * Covariance * vx.Transpose());
            Weighted = p * y;
            LogLikelihood = -0.5 * (((n - x.ColumnCount) * Math.Log(2 * Math.PI)) + cholesky.DeterminantLn + normal.DeterminantLn + y.DotProduct(Weighted));

            // With V_k = Z_k Z_k': tr P V_k P V_l is the sum of the squares of Z_k' P Z_l.
            var sides = designs.Select(z => p * z).Append(p).ToArray();
            var score = designs.Select((z, k) => -0.5 * (z.PointwiseMultiply(sides[k]).Enumerate().Sum() - Square(z.TransposeThisAndMultiply(Weighted)))).Append(-0.5 * (p.Trace() - Square(Weighted)));
            Score = [.. score];
            Information = Matrix<double>.Build.Dense(variances.Length, variances.Length);
            for (var k = 0; k < variances.Length; k++)
            {
                for (var l = 0; l <= k; l++)
                {
                    var between = l == designs.Length ? p : k == designs.Length ? sides[l] : designs[k].TransposeThisAndMultiply(sides[l]);
                    Information[k, l] = Information[l, k] = 0.5 * between.Enumerate().Sum(value => value * value);
                }
            }
        }

        public double[] Variances { get; }

        public double[] Score { get; }

        public Matrix<double> Information { get; }

        public Matrix<double> Covariance { get; }

        public Vector<double> Coefficients { get; }

        /// <summary>P y, from which the random effects follow: u_k = σ_k² Z_k' P y.</summary>
        public Vector<double> Weighted { get; }

        public double LogLikelihood { get; }

        public double[] Errors() => [.. Information.PseudoInverse().Diagonal().Select(value => Math.Sqrt(Math.Max(0, value)))];

        private static double Square(Vector<double> vector) => vector.DotProduct(vector);
    }
}
