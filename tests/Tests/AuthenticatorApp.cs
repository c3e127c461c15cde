using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cellwright.Tests;

/// <summary>An authenticator app: codes by the clock (RFC 6238), from the step before to the step after, so that a test need not wait for the next.</summary>
internal sealed class AuthenticatorApp(string key)
{
    private int step = -1;

    public IReadOnlyList<string> Recovery { get; set; } = [];

    public string Next()
    {
        Assert.True(step <= 1, "An authenticator app gives three codes to a test, no more.");
        var message = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + step++);
        var hash = HMACSHA1.HashData(Secret(), message);
        var at = hash[^1] & 0xF;
        return $"{(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at, 4)) & 0x7FFFFFFF) % 1_000_000:D6}";
    }

    private byte[] Secret()
    {
        var (bits, bytes) = (0, new List<byte>());
        var held = 0;
        foreach (var letter in key)
        {
            held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8) continue;
            bytes.Add((byte)(held >> (bits -= 8)));
            held &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
