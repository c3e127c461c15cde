namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>What one lot came to in one measurand.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Measurand">Its name; results of different measurands are never pooled.</param>
/// <param name="Value">In its unit.</param>
/// <param name="Unit">The same in all lots.</param>
/// <param name="IsLogarithmic">Lots differ by factors, so that statistics are done on log10.</param>
public sealed record LotResult(string Run, string Measurand, double Value, string Unit, bool IsLogarithmic)
{
    /// <summary>The value as statistics take it.</summary>
    /// <exception cref="UnusableInputException">Not finite, or on a logarithm and not above zero.</exception>
    public double Scaled
    {
        get
        {
            Input.Finite(Value, $"{Measurand} of {Run}");
            if (IsLogarithmic) Input.Positive(Value, $"{Measurand} of {Run}");
            return IsLogarithmic ? Math.Log10(Value) : Value;
        }
    }
}
