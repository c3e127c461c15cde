using Cellwright.Ledger;
using CsCheck;

namespace Cellwright.Tests.Ledger;

public sealed class EncodingAnEntry
{
    private static readonly string[] Awkward = ["Åsa", "批次/一", "🧬", "batch/B-0001"];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 1, 40], Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i]));

    private static readonly Gen<DateTimeOffset> Time = Gen.Select(Gen.Long[DateTime.MinValue.Ticks + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-840, 840])
        .Select((ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    /// <summary>Of a command that was kept in the entry, or of format 1, where it was not.</summary>
    private static readonly Gen<byte[]> Hash = Gen.OneOf(Gen.Byte.Array[EntryCodec.HashBytes], Gen.Const(Array.Empty<byte>()));

    private static readonly Gen<byte[]> Encoded = Gen.Select(Text, Gen.Long[1, long.MaxValue], Gen.Select(Text, Text), Time, Gen.Guid, Hash, Gen.Byte.Array[0, 60])
        .Select((stream, version, words, at, id, hash, data) => EntryCodec.Encode(stream, version, words.Item1, words.Item2, at, id, hash, data));

    /// <summary>Both layouts, byte by byte. Entries are kept for decades: these never change.</summary>
    [Theory]
    [InlineData("01", "")]
    [InlineData("02", "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")]
    public void Golden_bytes(string format, string hash)
    {
        var bytes = EntryCodec.Encode(
            "batch/A", 2, "StepCompleted", "operator-7", new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(1)),
            new Guid("00112233-4455-6677-8899-aabbccddeeff"), Convert.FromHexString(hash), "{\"step\":1}"u8);
        Assert.Equal(
            format + "0007" + "62617463682F41" + "0000000000000002" + "000D" + "53746570436F6D706C65746564" + "000A" + "6F70657261746F722D37"
            + "08DE4C49920F7800" + "003C" + "00112233445566778899AABBCCDDEEFF" + hash + "0000000A" + "7B2273746570223A317D",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void What_was_encoded_is_decoded_again() =>
        Gen.Select(Text, Gen.Long[1, long.MaxValue], Gen.Select(Text, Text), Time, Gen.Guid, Hash, Gen.Byte.Array[0, 60]).Sample((stream, version, words, at, id, hash, data) =>
        {
            var (type, actor) = words;
            var bytes = EntryCodec.Encode(stream, version, type, actor, at, id, hash, data);
            var entry = EntryCodec.Decode(7, bytes);
            return entry.Index == 7 && entry.Stream == stream && entry.Version == version && entry.Type == type && entry.Actor == actor
                && entry.At.EqualsExact(at) && entry.CommandId == id && entry.CommandHash.Span.SequenceEqual(hash) && entry.Data.Span.SequenceEqual(data) && entry.Bytes.Span.SequenceEqual(bytes);
        });

    [Fact, Requirement("P11-10a1")]
    public void Bytes_are_refused_unless_they_are_the_one_encoding() =>
        Gen.Select(Encoded, Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Byte[1, 255]).Sample((bytes, kind, place, value) =>
        {
            place %= bytes.Length;
            byte[] changed = kind switch
            {
                0 => [.. bytes[..place], (byte)(bytes[place] ^ value), .. bytes[(place + 1)..]],
                1 => bytes[..place],
                2 => [.. bytes, value],
                _ => [.. bytes[..place], value, .. bytes[place..]],
            };
            try
            {
                var entry = EntryCodec.Decode(0, changed);
                return kind != 1
                    && EntryCodec.Encode(entry.Stream, entry.Version, entry.Type, entry.Actor, entry.At, entry.CommandId, entry.CommandHash.Span, entry.Data.Span).AsSpan().SequenceEqual(changed);
            }
            catch (FormatException)
            {
                return true;
            }
        }, iter: 20_000);
}
