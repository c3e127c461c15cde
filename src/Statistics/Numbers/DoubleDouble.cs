namespace Cellwright.Statistics.Numbers;

/// <summary>
/// A number as the unevaluated sum of two doubles, about 31 decimal digits. Sums of squares and least squares are
/// computed in it, so that their results are as exact as the input (Dekker 1971, Numerische Mathematik 18:224;
/// Hida, Li &amp; Bailey 2001, "Algorithms for quad-double precision floating point arithmetic", ARITH-15).
/// </summary>
internal readonly struct DoubleDouble(double high, double low = 0)
{
    public double High { get; } = high;

    public double Low { get; } = low;

    public static implicit operator DoubleDouble(double value) => new(value);

    public static explicit operator double(DoubleDouble value) => value.High + value.Low;

    /// <summary>Exact for up to 28 digits but for the last bits of the pair: the 96-bit integer is exact, and so is the power of ten.</summary>
    public static DoubleDouble From(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        DoubleDouble whole = Sum(Sum((double)(uint)bits[2] * 18446744073709551616.0, (double)(uint)bits[1] * 4294967296.0), (double)(uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xFF;
        DoubleDouble divisor = Math.Pow(10, Math.Min(scale, 15));
        if (scale > 15) divisor *= Math.Pow(10, scale - 15);
        return value < 0 ? -(whole / divisor) : whole / divisor;
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (s, e) = TwoSum(a.High, b.High);
        var (t, f) = TwoSum(a.Low, b.Low);
        (s, e) = QuickTwoSum(s, e + t);
        return Of(QuickTwoSum(s, e + f));
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var p = a.High * b.High;
        var e = Math.FusedMultiplyAdd(a.High, b.High, -p) + (a.High * b.Low) + (a.Low * b.High);
        return Of(QuickTwoSum(p, e));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var q1 = a.High / b.High;
        var r = a - (q1 * b);
        var q2 = r.High / b.High;
        r -= q2 * b;
        return Sum(Of(QuickTwoSum(q1, q2)), r.High / b.High);
    }

    /// <summary>One Newton step from the square root of the leading part (Karp &amp; Markstein 1997, ACM TOMS 23:561).</summary>
    public static DoubleDouble Sqrt(DoubleDouble value)
    {
        if (value.High <= 0) return 0;
        var root = Math.Sqrt(value.High);
        return Sum(root, (value - ((DoubleDouble)root * root)).High / (2 * root));
    }

    public static DoubleDouble Abs(DoubleDouble value) => value.High < 0 ? -value : value;

    private static DoubleDouble Sum(DoubleDouble a, DoubleDouble b) => a + b;

    private static DoubleDouble Of((double High, double Low) pair) => new(pair.High, pair.Low);

    private static (double, double) TwoSum(double a, double b)
    {
        var s = a + b;
        var v = s - a;
        return (s, (a - (s - v)) + (b - v));
    }

    private static (double, double) QuickTwoSum(double a, double b)
    {
        var s = a + b;
        return (s, b - (s - a));
    }
}
