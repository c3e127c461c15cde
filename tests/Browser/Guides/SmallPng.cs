using System.Buffers.Binary;
using System.IO.Compression;

namespace Cellwright.Browser.Guides;

/// <summary>A screen's picture with at most 256 colours, a third of its size (PNG, third edition: W3C Recommendation, 2025).</summary>
internal static class SmallPng
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The same picture, small. Takes what Chromium makes: eight bits, RGB or RGBA, not interlaced.</summary>
    public static byte[] Of(byte[] png)
    {
        var (width, height, pixels) = Read(png);
        var palette = Palette(pixels);
        var nearest = new Dictionary<int, byte>();
        var rows = new byte[height * (width + 1)]; // one byte before each row: no filter, the best for a palette
        for (var at = 0; at < pixels.Length; at++)
        {
            if (!nearest.TryGetValue(pixels[at], out var index)) nearest[pixels[at]] = index = Nearest(palette, pixels[at]);
            rows[at / width * (width + 1) + 1 + at % width] = index;
        }

        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "PLTE"u8, [.. palette.SelectMany(colour => (byte[])[(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour])]);
        using (var packed = new MemoryStream())
        {
            using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zip.Write(rows);
            Chunk(file, "IDAT"u8, packed.ToArray());
        }

        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Width, height and the colours as 0xRRGGBB.</summary>
    public static (int Width, int Height, int[] Pixels) Read(byte[] png)
    {
        int width = 0, height = 0, bytes = 0;
        using var packed = new MemoryStream();
        for (var at = Signature.Length; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = png.AsSpan(at + 4, 4);
            var data = png.AsSpan(at + 8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                (width, height, bytes) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), data[9] == 6 ? 4 : 3);
                if (data[8] != 8 || data[9] is not (2 or 6) || data[12] != 0) throw new InvalidDataException("This is not a picture as Chromium makes it.");
            }
            else if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            at += length + 12;
        }

        packed.Position = 0;
        using var zip = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new int[width * height];
        byte[] before = new byte[width * bytes], row = new byte[width * bytes];
        for (var y = 0; y < height; y++)
        {
            var filter = zip.ReadByte();
            zip.ReadExactly(row);
            Unfilter(filter, row, before, bytes);
            for (var x = 0; x < width; x++) pixels[y * width + x] = row[x * bytes] << 16 | row[x * bytes + 1] << 8 | row[x * bytes + 2];
            (before, row) = (row, before);
        }

        return (width, height, pixels);
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int bytes)
    {
        for (var x = 0; x < row.Length; x++)
        {
            int left = x < bytes ? 0 : row[x - bytes], up = above[x], corner = x < bytes ? 0 : above[x - bytes];
            row[x] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        int toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    // The colours that cover most, of those that differ: flat pages have few, and between them lie the edges of letters.
    private static int[] Palette(int[] pixels) =>
    [
        .. pixels.CountBy(colour => colour).GroupBy(count => count.Key & 0xF8F8F8).Select(alike => (Colour: alike.MaxBy(count => count.Value).Key, Covers: alike.Sum(count => count.Value)))
            .OrderByDescending(one => one.Covers).Take(256).Select(one => one.Colour),
    ];

    private static byte Nearest(int[] palette, int colour)
    {
        var (best, least) = (0, int.MaxValue);
        for (var index = 0; index < palette.Length; index++)
        {
            int red = (palette[index] >> 16) - (colour >> 16), green = (palette[index] >> 8 & 255) - (colour >> 8 & 255), blue = (palette[index] & 255) - (colour & 255);
            if (red * red + green * green + blue * blue is var away && away < least) (best, least) = (index, away);
        }

        return (byte)best;
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(~0u, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return crc;
    }
}
