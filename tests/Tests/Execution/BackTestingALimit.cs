using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.BackTesting;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Tests.Desk;

namespace Cellwright.Tests.Execution;

/// <summary>A changed limit, and what it would have flagged in the batches that were executed.</summary>
[Requirement("P211-110", "P211-68b1")]
public sealed class BackTestingALimit
{
    private const string Temperature = "unit: Cel, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, hold: true";

    [Fact]
    public void Says_which_values_a_tighter_limit_flags_and_as_what()
    {
        var batches = new[] { Executed("B-1", 37.0), Executed("B-2", 37.4), Executed("B-3", 37.7), Executed("B-4", 38.5) };
        var history = Assert.Single(BackTest.Of(TestRecipe.Recipe, With(Temperature, Temperature.Replace("[36.5, 37.5], proven: [36, 38]", "[36.8, 37.2], proven: [36.5, 37.5]", StringComparison.Ordinal)), batches));
        Assert.Equal(("R1", "temperature"), (history.Phase.Id, history.Parameter!.Name));
        Assert.Equal(
            [(Assessment.Normal, Assessment.Normal), (Assessment.Normal, Assessment.Alert), (Assessment.Alert, Assessment.Outside), (Assessment.Outside, Assessment.Outside)],
            history.Values.Select(value => (value.Then, value.Now)));
        Assert.Equal(["B-2", "B-3"], history.Values.Where(value => value.NewlyFlagged).Select(value => value.Batch));
        Assert.Equal((2, 0), (history.NewlyFlagged, history.NoLongerFlagged));
    }

    [Fact]
    public void Says_what_a_wider_limit_lets_pass()
    {
        var history = Assert.Single(BackTest.Of(TestRecipe.Recipe, With(Temperature, Temperature.Replace("proven: [36, 38]", "proven: [36, 39]", StringComparison.Ordinal)), [Executed("B-4", 38.5)]));
        Assert.Equal((0, 1), (history.NewlyFlagged, history.NoLongerFlagged));
    }

    [Fact]
    public void Has_nothing_to_say_where_no_limit_changed() =>
        Assert.Empty(BackTest.Of(TestRecipe.Recipe, With("title: Temperature", "title: Warmth of the chamber"), [Executed("B-1", 37)]));

    [Fact]
    public void Judges_the_value_that_stands_and_not_the_one_that_was_corrected()
    {
        var batch = Happened(Executed("B-1", 39), Values.Of("R1", "temperature", 37, "Cel") with { Supersedes = 39, Reason = "misread" });
        Assert.Equal(37, Assert.Single(Assert.Single(BackTest.Of(TestRecipe.Recipe, Tighter(), [batch])).Values).Value);
    }

    [Fact]
    public void Judges_how_long_a_step_took_by_a_changed_duration()
    {
        var batch = Executed("B-1", 37);
        batch = Happened(batch, new StepStarted("I1"));
        batch = new StepCompleted("I1").Apply(batch, new("olga", Acting.Start.AddHours(29), 9));
        var history = Assert.Single(BackTest.Of(TestRecipe.Recipe, With("maximum-duration: 30 h", "maximum-duration: 28 h"), [batch]));
        Assert.Equal(new JudgedDuration("B-1", "I1", TimeSpan.FromHours(29), false, true), Assert.Single(history.Durations));
        Assert.Equal(1, history.NewlyFlagged);
    }

    [Fact]
    public void Converts_where_units_differ_and_says_where_they_cannot_be_compared()
    {
        var litres = With("title: Glucose, unit: g/L, normal: [2, 6], proven: [1, 10]", "title: Glucose, unit: mg/L, normal: [2000, 6000], proven: [1000, 4500]");
        var batch = Happened(Executed("B-1", 37), new StepStarted("H1"), Values.Of("H1", "glucose", 5, "g/L"));
        var history = Assert.Single(BackTest.Of(TestRecipe.Recipe, litres, [batch]));
        Assert.Equal((5000, Assessment.Outside), (Assert.Single(history.Values).Value, history.Values[0].Now));
        var moles = With("title: Glucose, unit: g/L, normal: [2, 6], proven: [1, 10]", "title: Glucose, unit: mmol/L, normal: [10, 30], proven: [5, 50]");
        Assert.Equal(["B-1"], Assert.Single(BackTest.Of(TestRecipe.Recipe, moles, [batch])).NotComparable);
    }

    [Fact]
    public void Counts_excursions_of_a_watched_tag_from_its_readings()
    {
        var batch = Executed("B-1", 37);
        batch = Happened(batch, new StepStarted("E1"), new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null), new StepStarted("I1"));
        batch = new StepCompleted("I1").Apply(batch, new("olga", Acting.Start.AddHours(25), 9));
        var after = With("proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, taking: average", "proven: [36, 37.8], class: CPP, observation: equipment, tag: chamber-temperature, taking: average");
        var asked = Assert.Single(BackTest.Watched(TestRecipe.Recipe, after, [batch]));
        Assert.Equal(("CP-01", "chamber-temperature", Acting.Start, Acting.Start.AddHours(25)), (asked.Equipment, asked.Tag, asked.From, asked.To));

        Reading[] readings = [.. new[] { 37, 37.6, 37.9, 37.9, 37, 38.2, 37 }.Select((value, minute) => new Reading("CP-01", asked.Tag, value, "Cel", Quality.Good, Acting.Start.AddMinutes(minute), Acting.Start, false, "r"))];
        var step = Assert.Single(Assert.Single(BackTest.Of(TestRecipe.Recipe, after, [batch], new Dictionary<WatchedSpan, IReadOnlyList<Reading>> { [asked] = readings })).Watched);
        Assert.Equal(new Excursions(1, 1, TimeSpan.FromMinutes(1)), step.Then);
        Assert.Equal(new Excursions(1, 2, TimeSpan.FromMinutes(3)), step.Now);
        Assert.Equal((7, 37, 38.2), (step.Readings, step.Lowest, step.Highest));
    }

    private static Recipe Tighter() => With(Temperature, Temperature.Replace("[36, 38]", "[36.4, 37.6]", StringComparison.Ordinal));

    private static Recipe With(string part, string replacement)
    {
        Assert.Contains(part, TestRecipe.Text, StringComparison.Ordinal);
        return RecipeReader.Read(TestRecipe.Text.Replace(part, replacement, StringComparison.Ordinal));
    }

    private static Batch Executed(string id, double temperature) => Happened(
        Batch.Empty, new BatchOrdered(id, TestRecipe.Hash, TestRecipe.Text, "PO-7", null), new BatchStarted(), new StepStarted("R1"),
        Values.Of("R1", "temperature", temperature, "Cel") with { Assessment = TestRecipe.Recipe.Phase("R1").Parameter("temperature").Assess(temperature) });

    private static Batch Happened(Batch batch, params Domain.Basics.Event<Batch>[] events) =>
        events.Aggregate(batch, (state, happened) => happened.Apply(state, new("olga", Acting.Start, 1)));
}
