using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Recipes;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Monitoring;

/// <summary>The grid of features: from the executed record and the readings alone.</summary>
[Requirement("DI-6")]
public class GriddingABatch
{
    private const string Level = "processor/chamber-temperature level";
    private static readonly FeatureGrid Names = new(TestRecipe.Recipe, (_, _, _, _) => Task.FromResult<IReadOnlyList<Reading>>([]));

    [Fact]
    public void Has_a_station_every_ten_minutes_of_a_step_that_watches()
    {
        var floor = Culture(minutes: 36);
        Assert.Equal(["E1 end", "H1 end", "I1 0", "I1 1", "I1 2", "I1 3", "I1 end"], Stations(floor, DateTimeOffset.MaxValue).Select(station => station.Place.ToString()));
        Assert.Equal(["E1 end", "H1 end", "I1 0", "I1 1"], Stations(floor, Floor.Start.AddMinutes(29)).Select(station => station.Place.ToString()));
        var rest = Stations(floor, DateTimeOffset.MaxValue).Single(station => station.Place.Index == 3);
        Assert.Equal(TimeSpan.FromMinutes(6), rest.To - rest.From);
        Assert.Equal(["E1 end", "H1 end", "I1 0", "I1 1", "I1 2", "I1 end"], Stations(Culture(minutes: 34), DateTimeOffset.MaxValue).Select(station => station.Place.ToString()));
        Assert.Equal(["E1 end", "H1 end", "I1 0", "I1 end"], Stations(Culture(minutes: 2), DateTimeOffset.MaxValue).Select(station => station.Place.ToString()));
    }

    [Fact]
    public async Task Says_level_slope_spread_and_extremes_of_a_tag_and_a_wild_value_moves_neither_level_nor_slope()
    {
        var floor = Culture(36);
        for (var second = 0; second < 600; second += 10) floor.Reads("chamber-temperature", second / 60.0, second == 300 ? 99 : 37 + 0.6 * second / 3600.0);
        var row = Assert.Single(await RowsAsync(floor), row => row.Station.Place == new Place("I1", 0)).Values;
        Assert.Equal(37.05, Of(row, Level), 2);
        Assert.Equal(0.6, Of(row, "processor/chamber-temperature slope"), 0.05);
        Assert.Equal(0, Of(row, "processor/chamber-temperature spread"), 0.01);
        Assert.Equal((37, 99), (Of(row, "processor/chamber-temperature low"), Of(row, "processor/chamber-temperature high")));
    }

    [Fact]
    public async Task Counts_what_was_there_ten_minutes_after_a_station_and_never_what_came_later_so_that_any_day_gives_the_same()
    {
        var floor = Culture(36).ReadsEachMinute("chamber-temperature", 0, 36, 37.01);
        var before = await HashAsync(floor);
        var at = Floor.Start.AddMinutes(5.5);
        floor.Readings.Add(new Reading("CP-01", "chamber-temperature", 12, "Cel", Quality.Uncertain, at, Floor.Start.AddMinutes(20.1), true, "late"));
        floor.Readings.Add(new Reading("CP-01", "chamber-temperature", 12, "Cel", Quality.Bad, at, at, false, "bad"));
        floor.Readings.Add(new Reading("CP-01", "chamber-temperature", 12, "[degF]", Quality.Good, at, at, false, "unit"));
        floor.Readings.Add(new Reading("CP-01", "chamber-temperature", 12, "Cel", Quality.Good, at, at, false, "other") { For = new MeasuredFor("B-2", "I1") });
        floor.Readings.Add(new Reading("CP-02", "chamber-temperature", 12, "Cel", Quality.Good, at, at, false, "item"));
        Assert.Equal(before, await HashAsync(floor));
        floor.Readings.Add(new Reading("CP-01", "chamber-temperature", 12, "Cel", Quality.Uncertain, at, Floor.Start.AddMinutes(19.9), true, "in time"));
        Assert.NotEqual(before, await HashAsync(floor));
    }

    [Fact]
    public async Task Leaves_out_what_is_missing_and_has_what_was_recorded_and_how_long_it_took_at_the_end_of_its_step_whenever_that_was()
    {
        var rows = await RowsAsync(Culture(36).ReadsEachMinute("chamber-temperature", 10, 19, 37));
        Assert.True(double.IsNaN(Of(Row("I1", 0), Level)));
        Assert.Equal(37, Of(Row("I1", 1), Level));
        Assert.Equal(120, Of(Row("H1", Place.End), "H1 volume"));
        Assert.All(rows.Where(row => row.Station.Place != new Place("H1", Place.End)), row => Assert.True(double.IsNaN(Of(row.Values, "H1 volume"))));
        Assert.Equal(Math.Log10(0.6), Of(Row("I1", Place.End), "duration of I1"), 1e-12);
        Assert.True(double.IsNaN(Of(Row("I1", Place.End), Level)));
        Assert.True(double.IsNaN(Of(Row("H1", Place.End), "duration of H1"))); // it took no time
        Assert.Equal([double.NaN, 4], Names.Columns.StartingOf(Culture(1).State)); // density was never measured

        double[] Row(string step, int index) => rows.Single(row => row.Station.Place == new Place(step, index)).Values;
    }

    [Theory]
    [InlineData(0.2, 1), InlineData(55, 1), InlineData(60, 1), InlineData(90, 1.5), InlineData(36_000, 600)]
    public void Takes_the_seconds_of_a_short_step_for_a_minute(double seconds, double minutes)
    {
        var step = Culture(36).State.Step("I1")!;
        step = step with { CompletedAt = step.StartedAt.AddSeconds(seconds) };
        Assert.Equal(Math.Log10(minutes / 60), Names.Columns.All.OfType<DurationColumn>().Single(column => column.Phase == "I1").Of(step), 1e-12);
    }

    [Fact]
    public void Takes_its_classes_from_the_recipe()
    {
        Assert.Equal(["R1/density", "H1/glucose"], Names.Columns.Starting.Select(value => value.Name));
        var classes = Names.Columns.All.ToDictionary(column => column.Name, column => column.Tag.Class);
        Assert.Equal(Cellwright.Statistics.Monitoring.ObservationClass.Equipment, classes[Level]);
        Assert.Equal(Cellwright.Statistics.Monitoring.ObservationClass.Biology, classes["G1 sugar"]);
        Assert.Equal(Cellwright.Statistics.Monitoring.ObservationClass.Equipment, classes["duration of E1"]);
        Assert.Equal(Cellwright.Statistics.Monitoring.ObservationClass.Biology, classes["duration of R1"]); // it may wait for cells
        Assert.Equal("Cel/h", Names.Columns.All.Single(column => column.Name == "processor/chamber-temperature slope").Unit);
    }

    [Fact]
    public void Knows_what_the_examples_watch_and_what_their_starting_material_is()
    {
        foreach (var name in ExampleRecipes.Names)
        {
            var columns = new Columns(RecipeReader.Read(ExampleRecipes.Text(name)));
            Assert.True(columns.All.Select(column => column.Name).Distinct().Count() == columns.All.Count, name);
            Assert.Contains(columns.All, column => column is TagColumn);
        }

        var patient = new Columns(RecipeReader.Read(ExampleRecipes.Text("cart-cd19")));
        Assert.Superset(new HashSet<string> { "A02/peripheral-cd3", "A05c/viability", "A05d/cd3", "A12b/cd4-cd8-ratio" }, patient.Starting.Select(value => value.Name).ToHashSet());
        Assert.DoesNotContain(patient.Starting, value => value.Phase is "A08" or "A05e" or "A20");
        Assert.Contains(patient.All, column => column is { Name: "processor/chamber-temperature level", Observation: Cellwright.Domain.Recipes.ObservationClass.Equipment });
        Assert.Contains(patient.All, column => column is { Name: "A20 log10 viable-cell-density", Observation: Cellwright.Domain.Recipes.ObservationClass.Biology });
    }

    [Fact]
    public async Task Becomes_a_campaign_in_the_places_that_half_of_the_batches_reached()
    {
        Floor[] floors = [Culture(36, "B-1", 4), Culture(25, "B-2", 5, 121), Culture(24, "B-3", 6)];
        foreach (var (floor, at) in floors.Select((floor, at) => (floor, at)))
            for (var minute = 0; minute < 40; minute++) floor.Reads("chamber-temperature", minute, 37 + 0.1 * at);
        var readings = floors.ToDictionary(floor => floor.State.Id, floor => floor.Readings);
        var made = await BatchCampaign.OfAsync([.. floors.Select(floor => floor.State)], 1, (equipment, tag, from, to) =>
            Task.FromResult<IReadOnlyList<Reading>>([.. readings.Values.First().Where(reading => reading.At >= from && reading.At <= to && reading.Tag == tag)]));

        Assert.Equal(["H1 end", "I1 0", "I1 1", "I1 2", "I1 end"], made.Plan.Places.Select(place => place.ToString()));
        Assert.Equal(["H1/glucose"], made.Campaign.Covariates);
        Assert.Equal([RunRole.Train, RunRole.Train, RunRole.Calibrate], made.Campaign.Runs.Select(run => run.Role));
        Assert.Contains("H1 volume", made.Campaign.Tags.Select(tag => tag.Name));
        Assert.Equal([(0, true), (1, false), (2, false), (3, false), (4, true)], made.Plan.Stations().Select(station => (made.Plan.OrdinalAt(station.Time), station.IsEvent)));
        Assert.All(made.Campaign.Runs, run => Assert.Equal(made.Plan.Places.Count, run.Times.Count));
        Assert.Equal((0, 2, 4), (made.Plan.OrdinalAt(-1), made.Plan.OrdinalAt(GridPlan.TimeOf(2)), made.Plan.OrdinalAt(99)));
        Assert.StartsWith("time,step,station\n0.16666666666666666,H1,end\n0.3333333333333333,I1,0\n", made.Plan.ToCsv(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => BatchCampaign.OfAsync([floors[0].State], 0, (_, _, _, _) => Task.FromResult<IReadOnlyList<Reading>>([])));
    }

    private static IEnumerable<Station> Stations(Floor floor, DateTimeOffset until) => Station.Of(floor.State, until);

    private static async Task<string> HashAsync(Floor floor) => FeatureGrid.HashOf([], (await RowsAsync(floor)).Select(row => (row.Station.Place, row.Values)));

    private static async Task<IReadOnlyList<GridRow>> RowsAsync(Floor floor) => await new FeatureGrid(TestRecipe.Recipe, (equipment, tag, from, to) => Task.FromResult<IReadOnlyList<Reading>>(
        [.. floor.Readings.Where(reading => reading.Equipment == equipment && reading.Tag == tag && reading.At >= from && reading.At <= to).OrderBy(reading => reading.At)]))
        .RowsAsync(floor.State, Station.Of(floor.State, DateTimeOffset.MaxValue));

    private static double Of(double[] row, string column) => row[BatchCampaign.Mapping([column], Names)[0]];

    // A batch that cultured for some minutes from the start on.
    private static Floor Culture(double minutes, string id = Floor.Id, double glucose = 4, double volume = 120)
    {
        var floor = new Floor().Has(new BatchOrdered(id, TestRecipe.Hash, TestRecipe.Text, "PO-7", "COI-9"), new BatchStarted(),
            new StepStarted("E1"), new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null), new StepCompleted("E1"));
        floor.Has(new StepStarted("H1"), Values.Of("H1", "glucose", glucose, "g/L"), Values.Of("H1", "volume", volume, "mL"), new StepCompleted("H1"));
        return floor.Has(new StepStarted("I1")).After(minutes).Has(new StepCompleted("I1")).At(Floor.Start);
    }
}
