using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cellwright.Statistics.Numbers;

/// <summary>Sums of products over numbers that lie side by side, four at once. Nothing is fused and the order is fixed, so that every machine gives the same digits.</summary>
internal static class Lanes
{
    private const int Width = 4;

    /// <summary>Σ a b.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var from = ref MemoryMarshal.GetReference(a);
        ref var with = ref MemoryMarshal.GetReference(b[..a.Length]);
        var (sums, i) = (Vector256<double>.Zero, 0);
        for (; i <= a.Length - Width; i += Width) sums += Vector256.LoadUnsafe(ref from, (nuint)i) * Vector256.LoadUnsafe(ref with, (nuint)i);
        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds a multiple: to += factor × what.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> what)
    {
        ref var into = ref MemoryMarshal.GetReference(to);
        ref var from = ref MemoryMarshal.GetReference(what[..to.Length]);
        var (by, i) = (Vector256.Create(factor), 0);
        for (; i <= to.Length - Width; i += Width) (Vector256.LoadUnsafe(ref into, (nuint)i) + (by * Vector256.LoadUnsafe(ref from, (nuint)i))).StoreUnsafe(ref into, (nuint)i);
        for (; i < to.Length; i++) to[i] += factor * what[i];
    }

    /// <summary>Adds the lower triangle of Σ c c' over columns of equal length, which lie one after the other; <paramref name="to"/> is square, row after row.</summary>
    public static void AddOuter(Span<double> to, ReadOnlySpan<double> columns, int length)
    {
        var j = 0;
        for (; j <= columns.Length - (4 * length); j += 4 * length)
            AddFour(to, columns.Slice(j, length), columns.Slice(j + length, length), columns.Slice(j + (2 * length), length), columns.Slice(j + (3 * length), length));
        for (; j < columns.Length; j += length)
        {
            var column = columns.Slice(j, length);
            for (var i = 0; i < length; i++) Add(to.Slice(i * length, i + 1), column[i], column);
        }
    }

    // Four columns at once: each sum is fetched and put back once for four products.
    private static void AddFour(Span<double> to, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        ref var ra = ref MemoryMarshal.GetReference(a);
        ref var rb = ref MemoryMarshal.GetReference(b);
        ref var rc = ref MemoryMarshal.GetReference(c);
        ref var rd = ref MemoryMarshal.GetReference(d);
        for (var i = 0; i < a.Length; i++)
        {
            var sums = to.Slice(i * a.Length, i + 1);
            ref var into = ref MemoryMarshal.GetReference(sums);
            var (va, vb, vc, vd) = (Vector256.Create(a[i]), Vector256.Create(b[i]), Vector256.Create(c[i]), Vector256.Create(d[i]));
            var k = 0;
            for (; k <= sums.Length - Width; k += Width)
            {
                var at = (nuint)k;
                (Vector256.LoadUnsafe(ref into, at)
                    + ((va * Vector256.LoadUnsafe(ref ra, at)) + (vb * Vector256.LoadUnsafe(ref rb, at)))
                    + ((vc * Vector256.LoadUnsafe(ref rc, at)) + (vd * Vector256.LoadUnsafe(ref rd, at)))).StoreUnsafe(ref into, at);
            }

            for (; k < sums.Length; k++) sums[k] = sums[k] + ((a[i] * a[k]) + (b[i] * b[k])) + ((c[i] * c[k]) + (d[i] * d[k]));
        }
    }
}
