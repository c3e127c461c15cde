namespace Cellwright.Server.Readings;

/// <summary>What was decoded lately of sealed segments; bounded, so that old readings cost memory only while someone looks at them.</summary>
internal sealed class SegmentCache
{
    private readonly Recent<int, SegmentIndex> _indexes = new(64);
    private readonly Recent<(int, int), Row[]> _groups = new(24); // 24 groups of 32 768 rows of 40 bytes: about 31 MB
    private readonly Recent<int, int[]> _places = new(4);

    public Task<SegmentIndex> IndexAsync(Segment segment) => _indexes.GetAsync(segment.Number, segment.ReadIndexAsync);

    public Task<Row[]> GroupAsync(Segment segment, int group) => _groups.GetAsync((segment.Number, group), () => segment.ReadGroupAsync(group));

    public Task<int[]> PlacesAsync(Segment segment) => _places.GetAsync(segment.Number, segment.ReadPlacesAsync);

    private sealed class Recent<TKey, TValue>(int capacity) where TKey : notnull
    {
        private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Task<TValue> Value)>> _byKey = [];
        private readonly LinkedList<(TKey Key, Task<TValue> Value)> _order = [];

        public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> read)
        {
            lock (_order)
            {
                if (_byKey.TryGetValue(key, out var node) && !node.Value.Value.IsFaulted)
                {
                    _order.Remove(node);
                    _order.AddFirst(node);
                    return node.Value.Value;
                }

                if (node is not null) _order.Remove(node);
                _byKey[key] = _order.AddFirst((key, Task.Run(read)));
                if (_order.Count > capacity)
                {
                    _byKey.Remove(_order.Last!.Value.Key);
                    _order.RemoveLast();
                }

                return _order.First!.Value.Value;
            }
        }
    }
}
