namespace Cellwright.Tests.Statistics;

/// <summary>
/// How early detections find known change points: the benchmark of Lavin &amp; Ahmad 2015 (ICMLA, arXiv:1510.03336) under its standard profile (a true detection 1, a false one -0.11, a missed
/// change -1). Each change point lies in the middle of a window, all windows together are a tenth of the series; 0 is the score of a detector that never speaks, 100 of one that speaks
/// at the start of each window and never else.
/// </summary>
internal static class ChangePointScore
{
    private const double FalsePositive = 0.11, FalseNegative = 1;

    /// <summary>The score over series, each with its number of judged rows, its change points and the detections, as row numbers.</summary>
    public static double Of(IReadOnlyList<(int Rows, int[] Changes, int[] Detections)> series)
    {
        double score = 0, silent = 0, perfect = 0;
        foreach (var (rows, changes, detections) in series)
        {
            if (changes.Length > 0)
            {
                silent -= FalseNegative * changes.Length;
                perfect += changes.Length * Scaled(-1);
            }

            var half = changes.Length == 0 ? 0 : 0.1 * rows / changes.Length / 2;
            score += changes.Sum(change => detections.Where(at => Math.Abs(at - change) <= half).Select(at => Scaled((at - change - half) / (2 * half))).DefaultIfEmpty(-FalseNegative).Max());

            // A detection outside every window counts the more the longer ago the window before it closed, and in full before the first.
            foreach (var at in detections.Where(at => !changes.Any(change => Math.Abs(at - change) <= half)))
            {
                var before = changes.Where(change => change < at).DefaultIfEmpty(int.MinValue).Max();
                score += FalsePositive * (before == int.MinValue ? -1 : Scaled((at - before - half) / (2 * half)));
            }
        }

        return 100 * (score - silent) / (perfect - silent);
    }

    /// <summary>2 / (1 + e^5y) - 1 at a place y, -1 at the start of a window and 0 at its end.</summary>
    private static double Scaled(double place) => (2 / (1 + Math.Exp(5 * place))) - 1;
}
