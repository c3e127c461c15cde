using System.Globalization;
using System.Text;

namespace Cellwright.Server.Access.Pages;

/// <summary>
/// A QR code (ISO/IEC 18004) as a picture of one path: bytes, error correction level L, versions 1 to 10. Enough for the
/// address that an authenticator app reads on a screen; on the pages of a paper pack the text stands beside it, for a code that got dirty.
/// </summary>
internal static class QrCode
{
    /// <summary>Level L: codewords in all, correction codewords a block, and blocks, of versions 1 to 10 (ISO/IEC 18004, table 9).</summary>
    private static readonly (int All, int Correction, int Blocks)[] Versions =
        [(26, 7, 1), (44, 10, 1), (70, 15, 1), (100, 20, 1), (134, 26, 1), (172, 18, 2), (196, 20, 2), (242, 24, 2), (292, 30, 2), (346, 18, 4)];

    /// <summary>Centres of the alignment patterns of versions 1 to 10 (annex E).</summary>
    private static readonly int[][] Alignment =
        [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

    /// <summary>The picture of a text.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="label">What it is, for those who do not see it.</param>
    /// <exception cref="ArgumentException">The text is longer than 271 bytes.</exception>
    public static string Svg(string text, string label)
    {
        var dark = Modules(text);
        var (size, path) = (dark.GetLength(0), new StringBuilder());
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                if (dark[y, x]) path.Append(CultureInfo.InvariantCulture, $"M{x + 4} {y + 4}h1v1h-1z");
        return $"<svg class=\"qr\" viewBox=\"0 0 {size + 8} {size + 8}\" role=\"img\" aria-label=\"{Page.Text(label)}\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>";
    }

    /// <summary>The modules, row by row; true is dark.</summary>
    public static bool[,] Modules(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Enumerable.Range(1, 10).FirstOrDefault(candidate => bytes.Length + (candidate < 10 ? 2 : 3) <= DataOf(candidate));
        if (version == 0) throw new ArgumentException("The text is too long for a code of version 10.");
        var size = 17 + 4 * version;
        var (dark, taken) = (new bool[size, size], new bool[size, size]);
        Frame(dark, taken, version);
        Fill(dark, taken, Interleaved(Encoded(bytes, version), version));

        bool[,]? best = null;
        var least = int.MaxValue;
        for (var mask = 0; mask < 8; mask++)
        {
            var masked = Masked(dark, taken, mask);
            if (Penalty(masked) is var penalty && penalty >= least) continue;
            (best, least) = (masked, penalty);
        }

        return best!;
    }

    private static int DataOf(int version) => Versions[version - 1] is var (all, correction, blocks) ? all - correction * blocks : 0;

    private static byte[] Encoded(byte[] bytes, int version)
    {
        var bits = new List<bool>();
        Put(bits, 0b0100, 4); // byte mode
        Put(bits, bytes.Length, version < 10 ? 8 : 16);
        foreach (var one in bytes) Put(bits, one, 8);
        var room = DataOf(version) * 8;
        for (var end = 0; end < 4 && bits.Count < room; end++) bits.Add(false);
        while (bits.Count % 8 != 0) bits.Add(false);
        for (var pad = 0; bits.Count < room; pad++) Put(bits, pad % 2 == 0 ? 0xEC : 0x11, 8);
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Aggregate(0, (sum, bit) => sum << 1 | (bit ? 1 : 0)))];
    }

    private static void Put(List<bool> bits, int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--) bits.Add((value >> bit & 1) == 1);
    }

    private static byte[] Interleaved(byte[] data, int version)
    {
        var (_, correction, count) = Versions[version - 1];
        var (shorter, longer) = (data.Length / count, data.Length % count);
        var (blocks, at) = (new List<byte[]>(), 0);
        for (var block = 0; block < count; block++)
        {
            var length = shorter + (block >= count - longer ? 1 : 0);
            blocks.Add(data[at..(at += length)]);
        }

        var corrections = blocks.ConvertAll(block => ReedSolomon.Correction(block, correction));
        var all = new List<byte>();
        for (var index = 0; index <= shorter; index++) all.AddRange(blocks.Where(block => index < block.Length).Select(block => block[index]));
        for (var index = 0; index < correction; index++) all.AddRange(corrections.Select(block => block[index]));
        return [.. all];
    }

    private static void Frame(bool[,] dark, bool[,] taken, int version)
    {
        var size = dark.GetLength(0);
        void Set(int x, int y, bool value)
        {
            if (x < 0 || y < 0 || x >= size || y >= size) return;
            (dark[y, x], taken[y, x]) = (value, true);
        }

        for (var at = 0; at < size; at++)
        {
            Set(6, at, at % 2 == 0);
            Set(at, 6, at % 2 == 0);
        }

        foreach (var (cx, cy) in new[] { (3, 3), (size - 4, 3), (3, size - 4) })
            for (var dy = -4; dy <= 4; dy++)
                for (var dx = -4; dx <= 4; dx++)
                    Set(cx + dx, cy + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) is not (2 or 4));
        var centres = Alignment[version - 1];
        foreach (var cy in centres)
            foreach (var cx in centres)
            {
                if ((cx, cy) == (6, 6) || (cx == 6 && cy == centres[^1]) || (cy == 6 && cx == centres[^1])) continue;
                for (var dy = -2; dy <= 2; dy++)
                    for (var dx = -2; dx <= 2; dx++)
                        Set(cx + dx, cy + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
            }

        Format(Set, size, 0);
        if (version < 7) return;
        var remainder = version;
        for (var step = 0; step < 12; step++) remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25;
        var word = version << 12 | remainder;
        for (var bit = 0; bit < 18; bit++)
        {
            Set(size - 11 + bit % 3, bit / 3, (word >> bit & 1) == 1);
            Set(bit / 3, size - 11 + bit % 3, (word >> bit & 1) == 1);
        }
    }

    // Level L has the bits 01; the code is BCH(15, 5), masked (section 7.9).
    private static void Format(Action<int, int, bool> set, int size, int mask)
    {
        var data = 0b01 << 3 | mask;
        var remainder = data;
        for (var step = 0; step < 10; step++) remainder = remainder << 1 ^ (remainder >> 9) * 0x537;
        var word = (data << 10 | remainder) ^ 0x5412;
        for (var bit = 0; bit < 15; bit++)
        {
            var value = (word >> bit & 1) == 1;
            set(8, bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, value);
            set(bit < 8 ? size - 1 - bit : bit == 8 ? 7 : 14 - bit, 8, value);
        }

        set(8, size - 8, true);
    }

    private static void Fill(bool[,] dark, bool[,] taken, byte[] words)
    {
        var (size, at) = (dark.GetLength(0), 0);
        for (var right = size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var step = 0; step < size; step++)
                for (var side = 0; side < 2; side++)
                {
                    var (x, y) = (right - side, (right + 1 & 2) == 0 ? size - 1 - step : step);
                    if (taken[y, x]) continue;
                    if (at < words.Length * 8) dark[y, x] = (words[at >> 3] >> 7 - (at & 7) & 1) == 1;
                    at++;
                }
        }
    }

    private static bool[,] Masked(bool[,] dark, bool[,] taken, int mask)
    {
        var size = dark.GetLength(0);
        var masked = (bool[,])dark.Clone();
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                if (!taken[y, x]) masked[y, x] ^= mask switch
                {
                    0 => (x + y) % 2 == 0,
                    1 => y % 2 == 0,
                    2 => x % 3 == 0,
                    3 => (x + y) % 3 == 0,
                    4 => (x / 3 + y / 2) % 2 == 0,
                    5 => x * y % 2 + x * y % 3 == 0,
                    6 => (x * y % 2 + x * y % 3) % 2 == 0,
                    _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
                };
        Format((x, y, value) => masked[y, x] = value, size, mask);
        return masked;
    }

    // The first and the second feature of section 7.8.3.1, runs and blocks: they are what makes a code hard to read on a screen.
    private static int Penalty(bool[,] dark)
    {
        var (size, sum) = (dark.GetLength(0), 0);
        for (var line = 0; line < size; line++)
            foreach (var across in new[] { true, false })
                for (var (at, run) = (1, 1); at <= size; at++)
                {
                    if (at < size && Of(line, at, across) == Of(line, at - 1, across)) { run++; continue; }
                    if (run >= 5) sum += run - 2;
                    run = 1;
                }

        for (var y = 1; y < size; y++)
            for (var x = 1; x < size; x++)
                if (dark[y, x] == dark[y, x - 1] && dark[y, x] == dark[y - 1, x] && dark[y, x] == dark[y - 1, x - 1]) sum += 3;
        return sum;

        bool Of(int line, int at, bool across) => across ? dark[line, at] : dark[at, line];
    }
}

/// <summary>Error correction over GF(256) with the polynomial 0x11D (ISO/IEC 18004, section 7.5.2).</summary>
internal static class ReedSolomon
{
    /// <summary>The remainder of the data, shifted, by the generator of that degree.</summary>
    public static byte[] Correction(byte[] data, int degree)
    {
        var generator = new byte[degree];
        generator[^1] = 1;
        byte root = 1;
        for (var step = 0; step < degree; step++)
        {
            for (var index = 0; index < degree; index++)
            {
                generator[index] = Times(generator[index], root);
                if (index + 1 < degree) generator[index] ^= generator[index + 1];
            }

            root = Times(root, 2);
        }

        var remainder = new byte[degree];
        foreach (var one in data)
        {
            var factor = (byte)(one ^ remainder[0]);
            Array.Copy(remainder, 1, remainder, 0, degree - 1);
            remainder[^1] = 0;
            for (var index = 0; index < degree; index++) remainder[index] ^= Times(generator[index], factor);
        }

        return remainder;
    }

    private static byte Times(byte a, byte b)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = product << 1 ^ (product >> 7) * 0x11D;
            product ^= (b >> bit & 1) * a;
        }

        return (byte)product;
    }
}
