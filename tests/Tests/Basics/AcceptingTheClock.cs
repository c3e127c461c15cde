using Cellwright.Domain.Basics;

namespace Cellwright.Tests.Basics;

/// <summary>After a jump of the server's clock an administrator says why it is right.</summary>
public sealed class AcceptingTheClock
{
    private static readonly DateTimeOffset Shows = Acting.Start.AddHours(3);

    [Fact]
    public void Records_what_it_showed_what_was_counted_and_why() =>
        Given.Nothing<ServerClock>().When(new AcceptClock(" The machine was moved. "), Jumped(true)).Then(new ClockAccepted(Shows, Acting.Start, "The machine was moved."));

    [Fact]
    public void Is_refused_while_the_clock_goes_on_as_before() =>
        Given.Nothing<ServerClock>().When(new AcceptClock("The machine was moved."), Jumped(false)).ThenRefused("clock", "nothing to accept");

    [Fact]
    public void Is_refused_without_a_reason() => Given.Nothing<ServerClock>().When(new AcceptClock(" "), Jumped(true)).ThenRefused("reason");

    private static Act Jumped(bool jumped) =>
        Acting.By(Acting.Person("ada", Role.Administrator), facts: Acting.Knowing((new ClockNow(), new ClockReading(Shows, Acting.Start, jumped))));
}
