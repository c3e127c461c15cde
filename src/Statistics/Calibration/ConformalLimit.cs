using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Calibration;

/// <summary>
/// A limit from calibration runs, one number a run (for example the largest value of a chart over the run), that a further exchangeable run exceeds with a probability of at most
/// <paramref name="Alpha"/>, whatever the distribution (split conformal prediction: Vovk, Gammerman &amp; Shafer 2005, "Algorithmic Learning in a Random World", Springer;
/// Lei, G'Sell, Rinaldo, Tibshirani &amp; Wasserman 2018, JASA 113:1094).
/// </summary>
/// <param name="Limit">In the unit of the scores; a run alarms above it.</param>
/// <param name="Alpha">Guaranteed share of false alarms: what was asked for, rounded down to a multiple of 1/(m + 1).</param>
/// <param name="Runs">m, number of calibration runs.</param>
public sealed record ConformalLimit(double Limit, double Alpha, int Runs)
{
    /// <summary>0.05 · 20 is 1 and not a bit less: a share that is a multiple of 1/(m + 1) but for rounding counts as one.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The smallest share of false alarms that so many runs can guarantee: 1/(m + 1), so 19 runs for 5 % and 99 for 1 %; with none, 1.</summary>
    /// <exception cref="UnusableInputException">A number below zero.</exception>
    public static double SmallestAlpha(int runs)
    {
        Input.Range(runs, 0, int.MaxValue - 1, "number of calibration runs");
        return 1.0 / (runs + 1);
    }

    /// <summary>The fewest runs that can guarantee a share of false alarms: 19 for 5 %, 99 for 1 %.</summary>
    /// <param name="alpha">Share of false alarms, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">A share outside (0, 1).</exception>
    public static int FewestRuns(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        return (int)Math.Min(int.MaxValue, Math.Ceiling((1 - Rounding) / alpha) - 1);
    }

    /// <summary>The limit: the ⌈(m + 1)(1 - α)⌉-th smallest score.</summary>
    /// <param name="scores">One for each calibration run, none of which trained the model.</param>
    /// <param name="alpha">Share of false alarms that is asked for.</param>
    /// <exception cref="UnusableInputException">No score, one not finite, alpha outside (0, 1), or a share that so few runs cannot guarantee.</exception>
    public static ConformalLimit Of(ReadOnlySpan<double> scores, double alpha)
    {
        Input.Values(scores, 1, "calibration scores");
        Input.Between(alpha, 0, 1, "share of false alarms");
        var runs = scores.Length;

        if (runs < FewestRuns(alpha))
            Input.Refuse($"With {runs} calibration runs the smallest share of false alarms that can be guaranteed is {SmallestAlpha(runs):0.####}, and {alpha} was asked for. Ask for at least that, or calibrate with {FewestRuns(alpha)} runs.");
        var above = (int)Math.Floor((alpha * (runs + 1)) + Rounding);
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        return new ConformalLimit(sorted[runs - above], above / (runs + 1.0), runs);
    }

    /// <summary>The share of false alarms that this very limit will have lies in this interval with the confidence: over calibrations it is beta distributed with α(m + 1) and (1 - α)(m + 1) (Vovk 2012, ACML, JMLR W&amp;CP 25:475). Few runs, wide interval.</summary>
    /// <exception cref="UnusableInputException">A confidence outside (0, 1).</exception>
    public (double Low, double High) RealisedAlpha(double confidence = 0.95)
    {
        Input.Between(confidence, 0, 1, "confidence");
        var above = Alpha * (Runs + 1);
        return (Probability.BetaQuantile((1 - confidence) / 2, above, Runs + 1 - above), Probability.BetaQuantile((1 + confidence) / 2, above, Runs + 1 - above));
    }

    /// <summary>The p-value of a further run: (1 + number of calibration scores at least as large) / (m + 1). At most α with a probability of at most α.</summary>
    /// <param name="scores">One for each calibration run, none of which trained the model.</param>
    /// <param name="score">Of the further run, in the unit of the others.</param>
    /// <exception cref="UnusableInputException">No score, or one not finite.</exception>
    public static double P(ReadOnlySpan<double> scores, double score)
    {
        Input.Values(scores, 1, "calibration scores");
        Input.Finite(score, "score of the run");
        var atLeast = 1;
        foreach (var one in scores) atLeast += one >= score ? 1 : 0;
        return atLeast / (scores.Length + 1.0);
    }
}
