namespace Cellwright.Statistics.Numbers;

/// <summary>Sums with 31 digits.</summary>
internal static class Wide
{
    public static DoubleDouble[] From(ReadOnlySpan<double> values)
    {
        var wide = new DoubleDouble[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }

    public static DoubleDouble[] From(ReadOnlySpan<decimal> values)
    {
        var wide = new DoubleDouble[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = DoubleDouble.From(values[i]);
        return wide;
    }

    public static DoubleDouble Mean(ReadOnlySpan<DoubleDouble> values)
    {
        DoubleDouble sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    public static DoubleDouble Mean(ReadOnlySpan<double> values)
    {
        DoubleDouble sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    public static DoubleDouble SquaresAbout(ReadOnlySpan<double> values, double centre)
    {
        DoubleDouble sum = 0;
        foreach (var value in values)
        {
            var from = (DoubleDouble)value - centre;
            sum += from * from;
        }

        return sum;
    }

    public static DoubleDouble SquaresAbout(ReadOnlySpan<DoubleDouble> values, DoubleDouble centre)
    {
        DoubleDouble sum = 0;
        foreach (var value in values) sum += (value - centre) * (value - centre);
        return sum;
    }
}
