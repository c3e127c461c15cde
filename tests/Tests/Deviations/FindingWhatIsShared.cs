using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

/// <summary>Which other batches may be affected, and what keeps happening: questions to the record (211.192).</summary>
[Requirement("P211-192")]
public sealed class FindingWhatIsShared
{
    private static readonly DateTimeOffset At = Acting.Start;

    [Fact]
    public void Reads_what_a_batch_touched_and_who_touched_it()
    {
        var footprint = Footprint.Of(Floor.In("M1").Has(new MaterialAdded("M1", "vector", "vector", "V-1", 1, "mL", true)).After(60)
            .Has(new StepStarted("O1"), new EquipmentCheckedOut("O1", "processor", "processor", "CP-01")).State);
        Assert.Equal(new ItemUse("CP-01", "processor", "E1", At, At.AddHours(1)), footprint.Items.Single(use => use.Item == "CP-01"));
        Assert.Null(footprint.Items.Single(use => use.Item == "CC-01").To);
        Assert.Equal([new LotUse("V-1", "M1", At)], footprint.Lots);
        Assert.Equal(["olga"], footprint.Steps.Single(step => step.Step == "M1").People);
    }

    [Fact]
    public void Ends_with_the_batch_what_was_under_way_in_it()
    {
        var footprint = Footprint.Of(Floor.In("M1").After(60).Has(new BatchAborted("Withdrawn", "sofia", "Sofia", "")).State);
        Assert.Equal(At.AddHours(1), footprint.Steps.Single(step => step.Step == "M1").To);
    }

    [Fact]
    public void Takes_the_equipment_that_the_parameter_was_read_from()
    {
        var batch = Floor.In("R1").State;
        Assert.Equal(["CP-01"], Circumstances.Of(Of("R1", "temperature"), batch).Items);
        Assert.Equal(["CC-01"], Circumstances.Of(Of("R1", "density"), batch).Items);
        Assert.Empty(Circumstances.Of(Of("F1", null), batch).Items);
    }

    [Fact]
    public void Takes_the_lots_of_the_step_and_for_a_matter_of_material_all_lots()
    {
        var batch = Floor.In("M1", "R1").Has(new MaterialAdded("M1", "vector", "vector", "V-1", 1, "mL", false)).State;
        Assert.Equal(["V-1"], Circumstances.Of(Of("M1", null), batch).Lots);
        Assert.Empty(Circumstances.Of(Of("R1", "temperature"), batch).Lots);
        var material = Of("R1", "temperature") with { Classifications = [new Classification(DeviationSeverity.Major, DeviationClass.Material, "r", "quirin", At)] };
        Assert.Equal(["V-1"], Circumstances.Of(material, batch).Lots);
    }

    [Fact]
    public void Names_batches_that_share_equipment_lot_step_or_person()
    {
        var related = RelatedBatches.Of(Here(),
        [
            Other("B-1", items: "CP-01"), // the batch itself
            Other("B-2", items: "CP-01"), Other("B-3", lot: "V-1", days: 400), Other("B-4", phase: "R1"), Other("B-5", person: "olga"),
            Other("B-6", items: "CP-02", lot: "V-2", phase: "X1", person: "otto"),
        ]);
        Assert.Equal(["B-2", "B-3", "B-4", "B-5"], related.Select(other => other.BatchId));
        Assert.Equal([SharedKind.Equipment, SharedKind.Lot, SharedKind.Step, SharedKind.Person], related.Select(other => Assert.Single(other.Shared).Kind));
    }

    [Fact]
    public void Leaves_out_what_lies_outside_the_time()
    {
        Assert.Empty(RelatedBatches.Of(Here(), [Other("B-2", items: "CP-01", days: 29), Other("B-3", phase: "R1", days: -30), Other("B-4", person: "olga", days: 1)]));
        Assert.Single(RelatedBatches.Of(Here(), [Other("B-2", items: "CP-01", days: 28)]));
    }

    [Fact]
    public void Names_for_nothing_but_the_same_step_the_neighbours_before_and_after_it()
    {
        var before = Enumerable.Range(1, 15).Select(number => Other($"B-1{number:D2}", phase: "R1", days: -number));
        var after = Enumerable.Range(1, 15).Select(number => Other($"B-2{number:D2}", phase: "R1", days: number));
        var related = RelatedBatches.Of(Here(), [.. before, .. after, Other("B-300", items: "CP-01", phase: "R1", days: 20)]);
        var expected = Enumerable.Range(1, RelatedBatches.Neighbours).Select(number => $"B-1{number:D2}").Concat(Enumerable.Range(1, RelatedBatches.Neighbours).Select(number => $"B-2{number:D2}"));
        Assert.Equal([.. expected, "B-300"], related.Select(other => other.BatchId));
    }

    [Fact]
    public void Leaves_out_the_same_step_of_another_recipe_version() =>
        Assert.Empty(RelatedBatches.Of(Here(), [Other("B-2", phase: "R1") with { RecipeHash = "other" }]));

    [Fact]
    public void Counts_what_keeps_happening_newest_first()
    {
        var now = Here();
        var found = Recurrence.Of(now,
        [
            now,
            now with { DeviationId = "B-2-D1", At = At.AddDays(-3), Items = ["CP-09"], Lots = [] },
            now with { DeviationId = "B-3-D1", At = At.AddDays(-2), Phase = "X1", Lots = [] },
            now with { DeviationId = "B-4-D1", At = At.AddHours(-1), Phase = "X1", Items = [] },
            now with { DeviationId = "B-5-D1", At = At.AddDays(1) }, // later
            now with { DeviationId = "B-6-D1", At = At.AddDays(-366) }, // long ago
        ]);
        Assert.Equal(
            ["Turn early: B-4-D1, B-3-D1, B-2-D1", "Equipment CP-01: B-3-D1", "Lot V-1: B-4-D1", "Step R1: B-2-D1", "Shift early shift of 2026-03-02: B-4-D1"],
            found.Select(one => $"{one.Kind} {one.What}: {string.Join(", ", one.Earlier)}"));
    }

    [Theory, Requirement("P211-192")]
    [InlineData("R1", "CP-09", "V-9", true)]
    [InlineData("X1", "CP-01", "V-9", true)]
    [InlineData("X1", "CP-09", "V-1", true)]
    [InlineData("X1", "CP-09", "V-9", false)]
    public void Finds_what_goes_wrong_in_one_turn_of_the_day_again_and_again(string phase, string item, string lot, bool found)
    {
        var now = Here() with { At = new(2026, 3, 2, 23, 0, 0, TimeSpan.FromHours(1)) };
        var other = now with { Phase = phase, Items = [item], Lots = [lot] };
        var recurrences = Recurrence.Of(now,
        [
            other with { DeviationId = "B-2-D1", At = now.At.AddDays(-3) },
            other with { DeviationId = "B-3-D1", At = now.At.AddDays(-1).AddHours(5) },
            other with { DeviationId = "B-4-D1", At = now.At.AddDays(-2).AddHours(-12) }, // by day
        ]);
        Assert.DoesNotContain(Recurrence.Of(now, [other with { DeviationId = "B-2-D1", At = now.At.AddDays(-3) }]), one => one.Kind == SharedKind.Turn); // once is chance
        Assert.Equal(found ? ["night: B-3-D1, B-2-D1"] : [], recurrences.Where(one => one.Kind == SharedKind.Turn).Select(one => $"{one.What}: {string.Join(", ", one.Earlier)}"));
    }

    [Fact]
    public void Puts_what_happened_most_often_first()
    {
        var now = Here();
        var found = Recurrence.Of(now, [now with { DeviationId = "B-2-D1", At = At.AddDays(-3), Phase = "X1", Lots = [] }, now with { DeviationId = "B-3-D1", At = At.AddDays(-2), Lots = [] }]);
        Assert.Equal([(SharedKind.Equipment, 2), (SharedKind.Turn, 2), (SharedKind.Step, 1)], found.Select(one => (one.Kind, one.Earlier.Count)));
        Assert.Equal(["B-3-D1", "B-2-D1"], found[0].Earlier);
    }

    [Theory]
    [InlineData("2026-03-02T05:59:00+01:00", "night shift of 2026-03-01")]
    [InlineData("2026-03-02T06:00:00+01:00", "early shift of 2026-03-02")]
    [InlineData("2026-03-02T14:00:00+01:00", "late shift of 2026-03-02")]
    [InlineData("2026-03-02T22:00:00+01:00", "night shift of 2026-03-02")]
    public void Knows_the_shift_of_a_time(string at, string shift)
    {
        var found = Shift.Of(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(shift, found.ToString());
        Assert.True(found.Start <= DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Circumstances Here() => new("B-1-D1", "B-1", At, "test", "hash", "R1", ["CP-01"], ["V-1"], ["olga"]);

    private static Deviation Of(string step, string? parameter) =>
        new() { Id = "B-1-D1", BatchId = "B-1", Status = DeviationStatus.Open, Step = step, Parameter = parameter, OpenedAt = At };

    private static Footprint Other(string batch, string? items = null, string? lot = null, string? phase = null, string? person = null, double days = 0)
    {
        var at = At.AddDays(days);
        return new Footprint(batch, "test", "hash",
            items is null ? [] : [new ItemUse(items, "processor", "E1", at, at.AddHours(1))],
            lot is null ? [] : [new LotUse(lot, "M1", at)],
            phase is null && person is null ? [] : [new StepWork(phase ?? "Z1", phase ?? "Z1", at, at.AddMinutes(5), person is null ? [] : ImmutableHashSet.Create(person))]);
    }
}
