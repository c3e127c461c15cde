using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

public sealed class ReceivingReadings
{
    private static DateTimeOffset Start => Line.Start;

    [Fact]
    public async Task Stores_what_a_device_sends_after_its_birth()
    {
        await using var line = await Line.StartAsync();
        await using var edge = await line.BornAsync();
        await edge.DataAsync("CP-01", "co2", (Start, 5.0), (Start.AddSeconds(1), 5.1));
        await line.ArriveAsync(2);
        var latest = line.Store.Latest("CP-01", "co2")!;
        Assert.Equal((5.1, "%", Quality.Good, Start.AddSeconds(1), false), (latest.Value, latest.Unit, latest.Quality, latest.At, latest.Historical));
        Assert.Equal(latest, await line.Store.AtAddressAsync(latest.Address));
    }
}
