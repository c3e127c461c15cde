using System.Runtime.CompilerServices;

namespace Cellwright.VirtualPlant.Biology;

/// <summary>
/// Random numbers that depend only on what they are for: (seed, subject, quantity, instant). A new quantity
/// therefore never shifts an old one, and the same seed gives the same plant whatever the size of the clock's steps.
/// Mixer: SplitMix64 (Steele, Lea, Flood 2014); text hash: FNV-1a.
/// </summary>
public readonly struct Draw
{
    private readonly ulong key;

    private Draw(ulong key) => this.key = key;

    /// <summary>The draws of one quantity of one subject (a batch, or a tag of a device) under one seed.</summary>
    public static Draw Of(int seed, string subject, string quantity)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var c in subject) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ '/') * 1099511628211UL;
        foreach (var c in quantity) hash = (hash ^ c) * 1099511628211UL;
        return new Draw(Mix(hash));
    }

    /// <summary>Uniform on [0, 1), number <paramref name="n"/> of this quantity.</summary>
    public double Uniform(long n = 0) => (Mix(key + (ulong)n * 0x9E3779B97F4A7C15UL) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, number <paramref name="n"/> of this quantity (Box-Muller).</summary>
    public double Normal(long n = 0)
    {
        var first = Mix(key + (ulong)n * 0x9E3779B97F4A7C15UL);
        var u = ((first >> 11) + 1) * (1.0 / ((1UL << 53) + 1.0));
        var v = (Mix(first ^ 0xD1B54A32D192ED03UL) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>Normal with mean and standard deviation, held within limits.</summary>
    public double Normal(double mean, double deviation, double low, double high) =>
        Math.Clamp(mean + deviation * Normal(), low, high);

    /// <summary>Log-normal with median and sigma of the logarithm, held within limits.</summary>
    public double LogNormal(double median, double sigma, double low, double high) =>
        Math.Clamp(median * Math.Exp(sigma * Normal()), low, high);

    /// <summary>A smooth wander with unit spread over time, whose memory is about <paramref name="period"/>.</summary>
    public double Wander(DateTimeOffset at, TimeSpan period)
    {
        var n = Math.DivRem(at.UtcTicks, period.Ticks, out var rest);
        var x = (double)rest / period.Ticks;
        var s = x * x * (3 - 2 * x);
        return Normal(n) * (1 - s) + Normal(n + 1) * s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
