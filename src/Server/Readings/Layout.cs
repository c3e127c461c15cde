using System.Collections.Immutable;

namespace Cellwright.Server.Readings;

/// <summary>What the store consists of at one instant: sealed files, then tails, the last of which grows. Replaced as a whole, so that a query never misses or doubles a row.</summary>
internal sealed record Layout(ImmutableArray<Segment> Sealed, ImmutableArray<Tail> Tails)
{
    /// <summary>The tail that grows.</summary>
    public Tail Active => Tails[^1];

    /// <summary>Every reading at an address below this number is or was in a sealed file.</summary>
    public Tail? Find(int segment) => Tails.FirstOrDefault(t => t.Segment == segment);
}
