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
        var sum = Sum(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Dot products of one vector with each of the columns, which lie one after the other: to_a = Σ column_a x. Four at once, because one sum waits for itself.</summary>
    public static void Dots(Span<double> to, ReadOnlySpan<double> columns, ReadOnlySpan<double> x)
    {
        ref var from = ref MemoryMarshal.GetReference(columns[..(to.Length * x.Length)]);
        ref var with = ref MemoryMarshal.GetReference(x);
        var (a, length) = (0, (nuint)x.Length);
        for (; a <= to.Length - 4; a += 4)
        {
            var (one, two, three, four) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            var (i, at) = (0, (nuint)a * length);
            for (; i <= x.Length - Width; i += Width, at += Width)
            {
                var values = Vector256.LoadUnsafe(ref with, (nuint)i);
                one += Vector256.LoadUnsafe(ref from, at) * values;
                two += Vector256.LoadUnsafe(ref from, at + length) * values;
                three += Vector256.LoadUnsafe(ref from, at + (2 * length)) * values;
                four += Vector256.LoadUnsafe(ref from, at + (3 * length)) * values;
            }

            (to[a], to[a + 1], to[a + 2], to[a + 3]) = (Sum(one), Sum(two), Sum(three), Sum(four));
            for (; i < x.Length; i++)
                for (var b = a; b < a + 4; b++) to[b] += columns[(b * x.Length) + i] * x[i];
        }

        for (; a < to.Length; a++) to[a] = Dot(columns.Slice(a * x.Length, x.Length), x);
    }

    /// <summary>The columns, which lie one after the other, taken together: to = Σ factor_a column_a.</summary>
    public static void Combine(Span<double> to, ReadOnlySpan<double> columns, ReadOnlySpan<double> factors)
    {
        ref var from = ref MemoryMarshal.GetReference(columns[..(factors.Length * to.Length)]);
        ref var into = ref MemoryMarshal.GetReference(to);
        var (i, length) = (0, (nuint)to.Length);
        for (; i <= to.Length - (2 * Width); i += 2 * Width)
        {
            var (one, two, at) = (Vector256<double>.Zero, Vector256<double>.Zero, (nuint)i);
            foreach (var factor in factors)
            {
                var by = Vector256.Create(factor);
                one += by * Vector256.LoadUnsafe(ref from, at);
                two += by * Vector256.LoadUnsafe(ref from, at + Width);
                at += length;
            }

            one.StoreUnsafe(ref into, (nuint)i);
            two.StoreUnsafe(ref into, (nuint)(i + Width));
        }

        for (; i < to.Length; i++)
        {
            to[i] = 0;
            for (var a = 0; a < factors.Length; a++) to[i] += factors[a] * columns[(a * to.Length) + i];
        }
    }

    /// <summary>to = (values - means) / scales. Tells whether all of it is finite.</summary>
    public static bool Scale(Span<double> to, ReadOnlySpan<double> values, ReadOnlySpan<double> means, ReadOnlySpan<double> scales)
    {
        ref var into = ref MemoryMarshal.GetReference(to);
        ref var from = ref MemoryMarshal.GetReference(values[..to.Length]);
        ref var mean = ref MemoryMarshal.GetReference(means[..to.Length]);
        ref var scale = ref MemoryMarshal.GetReference(scales[..to.Length]);
        var (zeros, i) = (Vector256<double>.Zero, 0);
        for (; i <= to.Length - Width; i += Width)
        {
            var scaled = (Vector256.LoadUnsafe(ref from, (nuint)i) - Vector256.LoadUnsafe(ref mean, (nuint)i)) / Vector256.LoadUnsafe(ref scale, (nuint)i);
            zeros += scaled - scaled; // NaN as soon as one is not finite
            scaled.StoreUnsafe(ref into, (nuint)i);
        }

        var zero = Sum(zeros);
        for (; i < to.Length; i++)
        {
            to[i] = (values[i] - means[i]) / scales[i];
            zero += to[i] - to[i];
        }

        return zero == 0;
    }

    /// <summary>to = whole - to.</summary>
    public static void Rest(Span<double> to, ReadOnlySpan<double> whole)
    {
        ref var into = ref MemoryMarshal.GetReference(to);
        ref var from = ref MemoryMarshal.GetReference(whole[..to.Length]);
        var i = 0;
        for (; i <= to.Length - Width; i += Width) (Vector256.LoadUnsafe(ref from, (nuint)i) - Vector256.LoadUnsafe(ref into, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
        for (; i < to.Length; i++) to[i] = whole[i] - to[i];
    }

    /// <summary>to = to × by, one by one; 0 where that is NaN.</summary>
    public static void MultiplyWhereThere(Span<double> to, ReadOnlySpan<double> by)
    {
        ref var into = ref MemoryMarshal.GetReference(to);
        ref var from = ref MemoryMarshal.GetReference(by[..to.Length]);
        var i = 0;
        for (; i <= to.Length - Width; i += Width)
        {
            var product = Vector256.LoadUnsafe(ref into, (nuint)i) * Vector256.LoadUnsafe(ref from, (nuint)i);
            (product & Vector256.Equals(product, product)).StoreUnsafe(ref into, (nuint)i);
        }

        for (; i < to.Length; i++) to[i] = to[i] * by[i] is var product && double.IsNaN(product) ? 0 : product;
    }

    /// <summary>to = values² / over, one by one. Tells whether all of it is finite.</summary>
    public static bool SquaresOver(Span<double> to, ReadOnlySpan<double> values, ReadOnlySpan<double> over)
    {
        ref var into = ref MemoryMarshal.GetReference(to);
        ref var from = ref MemoryMarshal.GetReference(values[..to.Length]);
        ref var divisors = ref MemoryMarshal.GetReference(over[..to.Length]);
        var (zeros, i) = (Vector256<double>.Zero, 0);
        for (; i <= to.Length - Width; i += Width)
        {
            var value = Vector256.LoadUnsafe(ref from, (nuint)i);
            var square = value * value / Vector256.LoadUnsafe(ref divisors, (nuint)i);
            zeros += square - square; // NaN as soon as one is not finite
            square.StoreUnsafe(ref into, (nuint)i);
        }

        var zero = Sum(zeros);
        for (; i < to.Length; i++)
        {
            to[i] = values[i] * values[i] / over[i];
            zero += to[i] - to[i];
        }

        return zero == 0;
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

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
