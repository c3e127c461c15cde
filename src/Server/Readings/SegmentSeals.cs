using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using System.Text.Json;

namespace Cellwright.Server.Readings;

/// <summary>Seals finished segments in the ledger: their hash, once for each number, also when a crash makes the store report one twice.</summary>
public sealed class SegmentSeals
{
    private readonly TaskCompletionSource<(IRecord Record, Desk.Desk Desk)> ready = new();

    /// <summary>From now on seals are written to this record; what was reported before waits until here.</summary>
    public void Use(IRecord record, Desk.Desk desk) => ready.TrySetResult((record, desk));

    /// <summary>Writes the seal of a segment.</summary>
    public async Task SealAsync(SealedSegment segment)
    {
        var (record, desk) = await ready.Task;
        var happened = new SegmentSealed(segment.Number, segment.Sha256, segment.Rows, segment.From, segment.To);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"segment {segment.Number} {segment.Sha256}"));
        await record.AppendAsync(new Append(
            "readings/segments", Append.Any, new Guid(hash.AsSpan(0, 16)), hash, Performer.System.Id, desk.Now,
            [new NewEntry(nameof(SegmentSealed), JsonSerializer.SerializeToUtf8Bytes(happened, EventCatalogue.Options))]));
    }
}
