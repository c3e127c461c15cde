using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment.Connectors;

namespace Cellwright.Server.Readings;

/// <summary>Answers what decisions ask of readings.</summary>
/// <param name="store">Where readings are kept.</param>
/// <param name="gateway">Knows how often each device said that it speaks.</param>
/// <param name="liveForAtLeast">Least time for which a value counts as live.</param>
public sealed class ReadingFacts(ReadingStore store, Gateway gateway, TimeSpan liveForAtLeast) : IFactSource
{
    private static readonly TimeSpan Undeclared = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<object> AnswerAsync(Need need, CancellationToken ct)
    {
        if (need is not ReadingsOf asked) throw new NotSupportedException($"Nobody answers the need {need.GetType().Name}.");
        var readings = await store.WindowAsync(asked.Equipment, asked.Tag, asked.From, asked.To);
        var tag = gateway.Devices.FirstOrDefault(device => device.Equipment == asked.Equipment)?.Find(asked.Tag);
        var stale = (tag?.Interval ?? Undeclared) * gateway.Options.StaleFactor;
        return new TagHistory(readings, stale < liveForAtLeast ? liveForAtLeast : stale, tag?.OnEvent ?? false);
    }
}
