using Cellwright.Server.Demo;

namespace Cellwright.Tests.Server;

/// <summary>The clock that server and virtual plant of a demo share.</summary>
public sealed class LeapingInTheDemo
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arrives_after_many_ticks_also_when_it_was_asked_before_the_first_of_them()
    {
        var told = new List<DateTimeOffset>();
        var clock = new PlantClock(Start, handsOn: 60, fastest: 1e9, (to, _) =>
        {
            told.Add(to);
            return Task.CompletedTask;
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var there = clock.LeapToAsync(Start.AddHours(2), stop.Token);
        Assert.False(there.IsCompleted);
        var running = Task.Run(() => clock.RunAsync(stop.Token), Ct);
        await there.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.True(clock.GetUtcNow() >= Start.AddHours(2));
        await stop.CancelAsync();
        await Task.WhenAny(running);
        Assert.True(told.Count > 2);
        Assert.Equal(told.Order(), told);
    }
}
