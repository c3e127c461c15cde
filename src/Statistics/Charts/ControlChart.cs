namespace Cellwright.Statistics.Charts;

/// <summary>One point of a chart with its centre line and limits, in the unit of the statistic that is charted.</summary>
/// <param name="Value">What is charted.</param>
/// <param name="Centre">Centre line.</param>
/// <param name="Lower">Lower control limit.</param>
/// <param name="Upper">Upper control limit.</param>
public readonly record struct ChartPoint(double Value, double Centre, double Lower, double Upper)
{
    /// <summary>Whether the point lies outside its limits; on a limit is inside.</summary>
    public bool IsOutside => Value < Lower || Value > Upper;
}

/// <summary>What a process does while it is in control, in the unit of its values.</summary>
/// <param name="Mean">Process mean.</param>
/// <param name="Sigma">Standard deviation of single values within subgroups.</param>
public readonly record struct ProcessEstimate(double Mean, double Sigma)
{
    internal ProcessEstimate Checked()
    {
        Input.Finite(Mean, "process mean");
        Input.Positive(Sigma, "process standard deviation");
        return this;
    }
}
