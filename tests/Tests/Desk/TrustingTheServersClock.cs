using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Desk;
using Cellwright.Tests.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Desk;

public sealed class TrustingTheServersClock
{
    private static readonly Performer Ada = Acting.Person("ada", Role.Administrator);

    [Theory, InlineData(2 * 3600), InlineData(31), InlineData(-31), InlineData(-7200), Requirement("DI-5")]
    public async Task Lets_acts_wait_after_a_jump_and_goes_on_by_the_count_until_the_clock_is_right_again(int seconds)
    {
        await using var office = await new Office().RunningAsync("F1");
        office.Clock.Jump(TimeSpan.FromSeconds(seconds));
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        var refused = (await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal!;
        Assert.Equal("clock", refused.Rule);
        Assert.Contains("accept", refused.Sentence);
        Assert.Equal(Acting.Start.AddMinutes(65), Assert.Single(await office.RefusedAsync()).Entry.At);
        office.Clock.Jump(TimeSpan.FromSeconds(-seconds));
        Assert.Null((await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal);
        Assert.Equal(Acting.Start.AddMinutes(65), (await office.StreamAsync())[^1].At);
    }

    [Theory, InlineData(29), InlineData(-29)]
    public async Task Follows_what_a_time_service_corrects(int seconds)
    {
        await using var office = await new Office().RunningAsync("F1");
        for (var times = 0; times < 3; times++)
        {
            office.Clock.Advance(TimeSpan.FromMinutes(1));
            office.Clock.Jump(TimeSpan.FromSeconds(seconds));
            Assert.Null(office.Desk.Time.RefusalForActs());
        }

        Assert.Equal(office.Clock.GetUtcNow(), office.Desk.Now);
    }

    [Fact, Requirement("DI-5", "P11-10e1")]
    public async Task Takes_what_the_clock_shows_once_an_administrator_accepted_it_with_a_reason()
    {
        await using var office = await new Office().RunningAsync("F1");
        Assert.Equal("clock", (await office.SendAsync(new AcceptClock("The machine was moved"), Ada)).Refusal?.Rule);
        office.Clock.Jump(TimeSpan.FromHours(3));
        Assert.Equal("reason", (await office.SendAsync(new AcceptClock(" "), Ada)).Refusal?.Rule);
        Assert.Equal("role", (await office.SendAsync(new AcceptClock("I want to go home"), Floor.Olga)).Refusal?.Rule);
        var id = Guid.NewGuid();
        foreach (var _ in (int[])[1, 2])
            Assert.Equal([nameof(ClockAccepted)], (await office.SendAsync(new AcceptClock("The machine was moved"), Ada, id)).Happened);
        var accepted = Assert.Single((await office.StateAsync<ServerClock>(ServerClock.Site)).Accepted);
        Assert.Equal((Acting.Start.AddHours(4), Acting.Start.AddHours(1), "The machine was moved", "ada", Acting.Start.AddHours(1)),
            (accepted.Shows, accepted.Counted, accepted.Reason, accepted.By, accepted.At));
        Assert.Null((await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal);
        Assert.Equal(Acting.Start.AddHours(4), (await office.StreamAsync())[^1].At);
    }

    [Fact, Requirement("DI-5")]
    public async Task Does_not_write_earlier_than_the_record_when_an_accepted_clock_went_back()
    {
        await using var office = await new Office().RunningAsync("F1");
        office.Clock.Jump(TimeSpan.FromHours(-1));
        Assert.Null((await office.SendAsync(new AcceptClock("It was an hour ahead"), Ada)).Refusal);
        Assert.Equal("clock", (await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal?.Rule);
        office.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal);
        var entries = await office.EntriesAsync();
        Assert.Equal(entries.Select(entry => entry.At).Order(), entries.Select(entry => entry.At));
    }

    [Fact]
    public void Lets_timers_run_with_the_machine()
    {
        var machine = new FakeTimeProvider(Acting.Start);
        var (rung, steady) = (0, new SteadyClock(machine));
        using var timer = steady.CreateTimer(_ => rung++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        machine.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((2, Acting.Start.AddMinutes(2)), (rung, steady.GetUtcNow()));
        Assert.Same(steady, SteadyClock.Over(steady));
    }

    [Fact]
    public void Counts_on_the_machine_itself_as_its_clock_goes()
    {
        var clock = new Cellwright.Server.Hosting.SiteOptions { Data = "" }.Clock;
        var (began, shown) = (clock.GetTimestamp(), clock.GetUtcNow());
        SpinWait.SpinUntil(() => clock.GetUtcNow() - shown > TimeSpan.FromMilliseconds(50));
        Assert.InRange((clock.GetElapsedTime(began) - (clock.GetUtcNow() - shown)).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
