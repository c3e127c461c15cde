using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;

namespace Cellwright.Tests.Deviations;

[Requirement("P211-100")]
public sealed class OpeningADeviation
{
    private static readonly ImmutableList<EvidenceReading> Around = [new(Acting.Start, 39, "1:7")];
    private static readonly OpenDeviation Command = new("B-1-D1", "B-1", "R1", "temperature", "What happened", true, Around);

    [Fact]
    public void Follows_from_what_the_batch_announced() =>
        Assert.Equal(
            Reaction.Give(Command),
            Assert.Single(new DeviationReactions().React("B-1", new DeviationAnnounced("B-1-D1", "R1", "temperature", "What happened", true, Around))));

    [Fact]
    public void Keeps_what_happened_with_the_readings_around_it()
    {
        var state = Given.Nothing<Deviation>().When(Command, Acting.By(Performer.System)).Then(new DeviationOpened("B-1-D1", "B-1", "R1", "temperature", "What happened", true, Around)).State;
        Assert.Equal((DeviationStatus.Open, "B-1", Acting.Start), (state.Status, state.BatchId, state.OpenedAt));
        Assert.Equal(Around, state.Evidence);
    }

    [Fact]
    public void Does_nothing_a_second_time() =>
        Given.Nothing<Deviation>().When(Command, Acting.By(Performer.System)).Stream.When(Command, Acting.By(Performer.System)).ThenNothing();

    [Fact]
    public void Follows_from_nothing_else() => Assert.Empty(new DeviationReactions().React("B-1", new Cellwright.Domain.Execution.Commands.BatchStarted()));
}
