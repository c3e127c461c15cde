using Cellwright.Tests.Readings;

namespace Cellwright.Tests.Equipment;

public sealed class WhileTheDiskIsFull
{
    [Fact]
    public async Task Publishers_wait_and_nothing_is_lost_once_there_is_space_again()
    {
        var disk = new FullDisk(inFlush: false);
        await using var line = await Line.StartAsync(disk: disk.Open, waitingMessages: 100);
        var troubles = 0;
        line.Gateway.Trouble += _ => Interlocked.Increment(ref troubles);
        await using var edge = await line.BornAsync();
        disk.Full = true;
        var sent = 0;
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++, sent++) await edge.DataAsync("CP-01", "co2", (Line.Start.AddMilliseconds(i), i));
        }, TestContext.Current.CancellationToken);
        await Eventually.Holds(() => troubles > 2, "the disk refuses and the first message waits");
        Assert.Equal(0, sent); // nobody is told that what is not on the disk arrived
        Assert.Null(line.Store.Latest("CP-01", "co2"));
        disk.Full = false;
        await publishing;
        await line.ArriveAsync(1000);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (double)i), (await line.ReadingsAsync()).Select(r => r.Value));
    }
}
