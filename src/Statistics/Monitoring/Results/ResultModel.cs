namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>What upstream explains of one measurand, and what it foretells of a further lot. Each measurand has its own model, and no result is a predictor.</summary>
/// <param name="Measurand">Name of the measurand.</param>
/// <param name="Unit">Of predictions.</param>
/// <param name="IsLogarithmic">Fitted to log10.</param>
/// <param name="Basis">What it predicts from: starting material, course, both, or nothing where upstream explains nothing that could be told from chance.</param>
/// <param name="Components">Components of the partial least squares; 0 where it predicts the mean.</param>
/// <param name="Q2">Share of the squared deviations that is foretold with each lot left out in turn, everything chosen anew without it; below zero it is worse than the mean.</param>
/// <param name="Chance">Share of permutations of the results over the lots (the true order among them) whose Q2 is at least as large.</param>
/// <param name="Coefficients">Of the columns of <see cref="Upstream"/>, the mean of the training results first.</param>
/// <param name="LeftOut">The same without each lot in turn.</param>
/// <param name="Lots">Training lots with a result: id, result and what was foretold of it without it, both as <see cref="LotResult.Scaled"/>.</param>
/// <param name="Strongest">The columns that bear most of the prediction, strongest first.</param>
public sealed record ResultModel(
    string Measurand, string Unit, bool IsLogarithmic, string Basis, int Components, double Q2, double Chance, double[] Coefficients, double[][] LeftOut,
    IReadOnlyList<ForetoldLot> Lots, IReadOnlyList<string> Strongest)
{
    /// <summary>Share of lots that a prediction interval is made for.</summary>
    public const double Coverage = 0.9;

    /// <summary>Fewest training lots with a result: a ninth residual bounds nine lots in ten (1/(1 - 0.9) - 1), and five parts of two lots each choose a model.</summary>
    public const int FewestLots = 10;

    /// <summary>Up to this share of permutations upstream is taken to explain something (engineering assumption).</summary>
    public const double MostChance = 0.05;

    /// <summary>True where a prediction is more than the spread of the training lots.</summary>
    public bool Explains => Components > 0;

    /// <summary>
    /// The result of a further lot with its interval, by the jackknife+ (Barber, Candès, Ramdas &amp; Tibshirani 2021, Annals of Statistics 49:486): at least 80 % of further lots lie
    /// in intervals made for 90 %, whatever the distribution, and close to 90 % where leaving out one lot changes little.
    /// </summary>
    /// <param name="row">As <see cref="Upstream"/> gives it.</param>
    /// <exception cref="IndexOutOfRangeException">A row with more columns than the model, or a model of fewer than nine lots.</exception>
    public ForetoldResult Foretell(double[] row)
    {
        var n = Lots.Count;
        var (lows, highs) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var (foretold, missed) = (Apply(LeftOut[i], row), Math.Abs(Lots[i].Result - Lots[i].Foretold));
            (lows[i], highs[i]) = (foretold - missed, foretold + missed);
        }

        Array.Sort(lows);
        Array.Sort(highs);
        var rank = (int)Math.Ceiling((Coverage * (n + 1)) - 1e-9);
        return new ForetoldResult(Unscaled(Apply(Coefficients, row)), Unscaled(lows[n - rank]), Unscaled(highs[rank - 1]));
    }

    /// <summary>A scaled value in the unit of the measurand.</summary>
    /// <param name="value">As <see cref="LotResult.Scaled"/>.</param>
    public double Unscaled(double value) => IsLogarithmic ? Math.Pow(10, value) : value;

    private static double Apply(double[] coefficients, double[] row)
    {
        var sum = coefficients[0];
        for (var j = 0; j < row.Length; j++) sum += coefficients[j + 1] * row[j];
        return sum;
    }
}

/// <summary>A training lot and what was foretold of it without it.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Result">As <see cref="LotResult.Scaled"/>.</param>
/// <param name="Foretold">What was foretold of it, on the same scale.</param>
public sealed record ForetoldLot(string Run, double Result, double Foretold);

/// <summary>A prediction, in the unit of the measurand.</summary>
/// <param name="Value">What is foretold.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
public sealed record ForetoldResult(double Value, double Low, double High)
{
    /// <summary>True when a measured value fell inside.</summary>
    /// <param name="value">In the unit of the measurand.</param>
    public bool Contains(double value) => value >= Low && value <= High;
}
