using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Desk;

/// <summary>The fake clock, which somebody can also set: what it shows jumps, and the machine's count of passing time does not.</summary>
internal sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan set;

    /// <summary>The time by the count.</summary>
    public DateTimeOffset Counted => base.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + set;

    public override long GetTimestamp() => Counted.UtcTicks;

    /// <summary>Somebody sets the clock.</summary>
    public void Jump(TimeSpan by) => set += by;
}
