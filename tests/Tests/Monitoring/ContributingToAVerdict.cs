using Cellwright.Domain.Monitoring;
using Cellwright.Server.Monitoring;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Monitoring;

/// <summary>What bears a signal: how far each tag lies from what was foretold, since the process began to move.</summary>
public sealed class ContributingToAVerdict
{
    [Fact]
    public void Counts_from_the_onset_and_names_first_what_the_verdict_names()
    {
        var all = Contribution.Of(On(Models.Said(Verdict.Drift, onset: 30, tags: "b"), Tag("a", 0, 9), Tag("b", 0, 4), Tag("c", 0, -6), Tag("nothing")));
        Assert.Equal(["b", "a", "c"], all.Select(one => one.Tag.Name));
        Assert.Equal([4.0, 9, -6], all.Select(one => Math.Round(one.Deviations, 9)));
        Assert.Equal([14.0, 19, 4], all.Select(one => Math.Round(one.Value, 9)));
    }

    [Fact]
    public void Takes_the_latest_moments_where_nothing_began() =>
        Assert.Equal(5, Contribution.Of(On(Models.Said(Verdict.None), Tag("a", 0, 5)))[0].Deviations, 9);

    // Six moments each, ten minutes apart; one standard deviation is 1.
    private static TagView Tag(string name, params double[] deviations) =>
        new(name, null, "Cel", [.. deviations.SelectMany((far, part) => Enumerable.Range(1, 6).Select(at => new BandPoint(Acting.Start.AddMinutes(part * 60 - 30 + 10 * at), 10 + far, 8, 10, 12, far)))], []);

    private static ModelOnBatch On(ModelVerdict said, params TagView[] tags) => new("test-run@1", ModelStanding.InForce, Models.Card(), 0.05, null, said, [], tags, []);
}
