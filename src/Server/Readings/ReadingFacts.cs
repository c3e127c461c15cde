using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment;
using Cellwright.Server.Equipment.Connectors;

namespace Cellwright.Server.Readings;

/// <summary>Answers what decisions ask of readings.</summary>
/// <param name="store">Where readings are kept.</param>
/// <param name="gateway">Knows how often each device said that it speaks.</param>
/// <param name="registered">Knows what each item's class says of its tags.</param>
/// <param name="liveForAtLeast">Least time for which a value counts as live.</param>
public sealed class ReadingFacts(ReadingStore store, Gateway gateway, RegisteredEquipment registered, TimeSpan liveForAtLeast) : IFactSource
{
    private static readonly TimeSpan Undeclared = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<object> AnswerAsync(Need need, CancellationToken ct)
    {
        if (need is not ReadingsOf asked) throw new NotSupportedException($"Nobody answers the need {need.GetType().Name}.");
        var readings = await store.WindowAsync(asked.Equipment, asked.Tag, asked.From, asked.To);
        var (staleAfter, onEvent) = SilenceOf(asked.Equipment, asked.Tag);
        return new TagHistory(readings, staleAfter, onEvent);
    }

    /// <summary>How long a tag may be silent before it is stale, and whether it speaks only when something was measured.</summary>
    public (TimeSpan StaleAfter, bool OnEvent) SilenceOf(string equipment, string name)
    {
        var tag = gateway.Find(equipment)?.Find(name);
        var known = registered.Tag(equipment, name);

        // The class decides where it knows the tag: a device could otherwise declare itself never stale.
        var stale = known?.StaleAfter ?? (tag?.Interval ?? Undeclared) * gateway.Options.StaleFactor;
        return (stale < liveForAtLeast ? liveForAtLeast : stale, known?.OnEvent ?? tag?.OnEvent ?? false);
    }
}
