namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>
/// Whether a tag holds a level: the test of Kwiatkowski, Phillips, Schmidt &amp; Shin (1992, Journal of Econometrics 54:159) of a constant level against a random walk.
/// </summary>
public static class Stationarity
{
    /// <summary>Exceeded by one in a hundred series that hold their level (the source's table 1).</summary>
    public const double OnePercent = 0.739;

    /// <summary>Σ S² / (n² s²) of the partial sums S about the mean; s² is the long-run variance with Bartlett's weights on ⌊4 (n/100)^¼⌋ lags. Without unit; 0 for a constant series.</summary>
    /// <param name="values">In order of time.</param>
    /// <exception cref="UnusableInputException">Fewer than ten values, or one not finite.</exception>
    public static double Statistic(ReadOnlySpan<double> values)
    {
        Input.Values(values, 10, "values");
        var n = values.Length;
        var mean = 0.0;
        foreach (var value in values) mean += value / n;
        var away = new double[n];
        double sum = 0, squares = 0, partial = 0;
        for (var i = 0; i < n; i++)
        {
            away[i] = values[i] - mean;
            sum += away[i];
            partial += sum * sum;
            squares += away[i] * away[i];
        }

        var lags = (int)Math.Floor(4 * Math.Pow(n / 100.0, 0.25));
        var variance = squares / n;
        for (var k = 1; k <= lags; k++)
        {
            var product = 0.0;
            for (var i = k; i < n; i++) product += away[i] * away[i - k];
            variance += 2 * (1 - (k / (lags + 1.0))) * product / n;
        }

        // Equal values differ from their rounded mean by rounding alone.
        return values.ContainsAnyExcept(values[0]) && variance > 0 ? partial / ((double)n * n * variance) : 0;
    }
}
