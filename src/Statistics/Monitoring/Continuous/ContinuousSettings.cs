namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>
/// What a continuous model is told. Everything else (how many rows of the past, how strongly they are shrunk, every limit) comes from the training run by cross-validation.
/// </summary>
/// <param name="Alpha">
/// Share of normal rows that may alarm, all charts together. Half a percent is half of the one percent that is promised of rows to come (an engineering assumption): 500 rows that follow
/// each other know such a share to no better than about ± 0.3 %, by the binomial's √(0.005 · 0.995 / 500).
/// </param>
/// <param name="Weight">Weight of the newest row in the moving average of innovations: 0.3, the upper of the usual 0.05 to 0.3 (Lucas &amp; Saccucci 1990, Technometrics 32:1), because a mean learned from one run is itself uncertain and longer memories take that for a change.</param>
/// <param name="ScatterWeight">Weight of the newest row in the moving average of the innovations' T²: 0.1, because a single T² scatters far more than a mean does (MacGregor &amp; Harris 1993, Journal of Quality Technology 25:106, use 0.05 to 0.1 for variances).</param>
/// <param name="Confirm">Rows in a row that alarm before the run does: six, as Russell, Chiang &amp; Braatz 2000 count delays (Chemometrics and Intelligent Laboratory Systems 51:81).</param>
/// <param name="RowsPerTag">Rows for each tag to learn a baseline from, in the first rows of a run that starts where training never was: 50 (an engineering assumption; a T² wants ten independent rows a tag at least, and neighbouring rows are not independent).</param>
public sealed record ContinuousSettings(double Alpha = 0.005, double Weight = 0.3, double ScatterWeight = 0.1, int Confirm = 6, int RowsPerTag = 50)
{
    internal ContinuousSettings Checked()
    {
        Input.Between(Alpha, 0, 0.5, "share of false alarms");
        Input.Between(Weight, 0, 1, "weight of the newest row");
        Input.Between(ScatterWeight, 0, 1, "weight of the newest scatter");
        Input.Range(Confirm, 1, 10_000, "number of rows that confirm an alarm");
        Input.Range(RowsPerTag, 10, 100_000, "number of baseline rows a tag");
        return this;
    }
}
