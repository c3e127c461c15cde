using Cellwright.Server.Readings;

namespace Cellwright.Server.Pages;

/// <summary>The last half hour of the tags that a page shows, read beside its drawing and seldom: a trend is a look back.</summary>
/// <param name="live">Where readings are.</param>
/// <param name="shown">Called when trends are there to be drawn.</param>
public sealed class TagTrends(Live live, Func<Task> shown)
{
    private const int Stretches = 60;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(30), Pause = TimeSpan.FromSeconds(15);
    private Dictionary<(string, string), IReadOnlyList<TrendPoint>> read = [];
    private IReadOnlyList<(string, string)> of = [];
    private DateTimeOffset next = DateTimeOffset.MinValue;
    private bool reading;

    /// <summary>What was read.</summary>
    public IReadOnlyDictionary<(string Item, string Tag), IReadOnlyList<TrendPoint>> Read => read;

    /// <summary>Reads them again when others are shown, or now and then.</summary>
    public void Show(IReadOnlyList<TagRow> rows, DateTimeOffset now)
    {
        List<(string, string)> wanted = [.. rows.Where(row => row.Value is not null).Select(row => (row.Item.Id, row.Tag))];
        if (reading || (now < next && wanted.SequenceEqual(of))) return;
        (of, next, reading) = (wanted, now + Pause, true);
        _ = ReadAsync(wanted, now);
    }

    private async Task ReadAsync(List<(string Item, string Tag)> wanted, DateTimeOffset now)
    {
        try
        {
            var found = new Dictionary<(string, string), IReadOnlyList<TrendPoint>>();
            foreach (var (item, tag) in wanted) found[(item, tag)] = await live.TrendAsync(item, tag, now - Length, now, Stretches);
            read = found;
            await shown();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Trends are an addition: without them the page says what it knows, and they are read again in a while.
        }
        finally
        {
            reading = false;
        }
    }
}
