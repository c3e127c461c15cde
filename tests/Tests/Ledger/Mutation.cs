namespace Cellwright.Tests.Ledger;

/// <summary>What a careless or a dishonest hand does to a file.</summary>
internal static class Mutation
{
    /// <summary>A source of chance whose seed is printed.</summary>
    public static (int Seed, Random Random) Seeded()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return (seed, new Random(seed));
    }

    /// <summary>The bytes with something changed: never the same bytes again.</summary>
    public static byte[] Of(byte[] source, Random random)
    {
        while (true)
        {
            var changed = Mutate(source, random);
            if (!changed.AsSpan().SequenceEqual(source)) return changed;
        }
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var (a, b) = (random.Next(source.Length), random.Next(source.Length));
        var (from, to) = (Math.Min(a, b), Math.Max(a, b));
        switch (random.Next(6))
        {
            case 0:
                var flipped = source.ToArray();
                for (var n = random.Next(1, 4); n > 0; n--) flipped[random.Next(source.Length)] ^= (byte)random.Next(1, 256);
                return flipped;
            case 1: return [.. source[..a], (byte)random.Next(256), .. source[a..]];
            case 2: return [.. source[..a], .. source[(a + 1)..]];
            case 3: return [.. source[..from], .. source[to..]];
            case 4:
                var swapped = source.ToArray();
                (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
                return swapped;
            default:
                var length = Math.Min(random.Next(1, 200), source.Length - to);
                var copied = source.ToArray();
                source.AsSpan(from, length).CopyTo(copied.AsSpan(to));
                return copied;
        }
    }
}
