using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Monitoring.Across;
using Cellwright.Statistics.Monitoring.Across;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using Cellwright.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Facts = Cellwright.Server.Monitoring.Across.Facts;
using PageSite = Cellwright.Server.Pages.Site;

namespace Cellwright.Tests.Monitoring;

/// <summary>What batches recorded, beside what they used: read from their records, charted, and put down to what moved it.</summary>
[Requirement("P211-110")]
public sealed class ComparingBatches(SharedSite shared)
{
    private const string Glucose = "H1/glucose";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Reads_of_a_batch_what_stands_and_what_it_used_before()
    {
        var floor = Floor.In("M1", "H1");
        floor.Has(new MaterialAdded("M1", "medium", "medium", "M-1", 100, "mL", false), Value("H1", "glucose", 6.4, "g/L", Floor.Start));
        floor.Has(Value("H1", "glucose", 4.6, "g/L", Floor.Start.AddHours(1)) with { Supersedes = 6.4, Reason = "Wrong line" });
        var facts = BatchFacts.Of(floor.State);
        var glucose = Assert.Single(facts.Values, one => one.Reference == Glucose);
        Assert.Equal((4.6, Floor.Start), (glucose.Value, glucose.At));
        Assert.Contains(facts.Used, used => used is { Kind: "equipment:processor", Which: "CP-01" });
        Assert.Contains(facts.Used, used => used is { Kind: "lot:medium", Which: "M-1" });

        // A lot that came in after the value was taken cannot have moved it.
        var column = ResponseColumn.Of([facts with { Used = [.. facts.Used, new("lot:medium", "M-2", glucose.At.AddMinutes(1))] }], "test", Glucose, 10)!;
        Assert.Equal("M-1", column.Rows[0].Facts["lot:medium"]);
        Assert.Equal(("g/L", new Limits(1, 10)), (column.Unit, column.Proven));
        Assert.Null(ResponseColumn.Of([facts], "test", "H1/nothing", 10));
        Assert.Null(ResponseColumn.Of([facts], "other", Glucose, 10));
    }

    [Fact]
    public async Task Keeps_of_ended_batches_what_comparisons_need_and_takes_corrections_in()
    {
        await using var office = new Office();
        for (var i = 0; i < 12; i++) await BatchAsync(office.Record, $"K-{i:D2}", TestRecipe.Text, i, 4 + (i / 100.0), end: i < 11);
        var reactor = office.NewReactor();
        using var site = new PageSite(office.Record, office.Desk, reactor, NullLogger<PageSite>.Instance);
        await site.StartAsync(Ct);
        await site.Complete.WaitAsync(Ct);
        var column = ResponseColumn.Of(site.Executed("test"), "test", Glucose, 10)!;
        Assert.Equal((10, 2), (column.Rows.Count, column.Older));
        Assert.Equal("K-11", column.Rows[^1].Batch); // under way, and it counts
        Assert.Equal(Enumerable.Range(2, 10).Select(i => 4 + (i / 100.0)), column.Rows.Select(row => row.Value));
        Assert.Empty(site.Executed("other"));

        await office.HasAsync("batch/K-03", "otto", Value("H1", "glucose", 9.5, "g/L", Floor.Start) with { Supersedes = 4.03, Reason = "Wrong line" });
        await Office.FollowAsync(reactor);
        await Eventually.Holds(() => ResponseColumn.Of(site.Executed("test"), "test", Glucose, 10)!.Rows.Single(row => row.Batch == "K-03").Value == 9.5, "the correction is taken in");
        await site.StopAsync(Ct);
    }

    [Fact]
    public void Charts_points_with_limits_rules_strata_and_capability()
    {
        var column = Column([.. Enumerable.Range(0, 40).Select(i => 5 + (0.1 * Math.Sin(7.0 * i)) + (i >= 30 ? 1.5 : 0))]);
        var chart = ControlCharting.Of(column, new(ChartKind.Individuals, RuleSet.WesternElectric, Facts.Operator, 20, 5));
        Assert.Equal([PanelKind.Values, PanelKind.MovingRanges], chart.Panels.Select(panel => panel.Kind));
        Assert.Equal((40, 39), (chart.Panels[0].Points.Count, chart.Panels[1].Points.Count));
        Assert.All(chart.Panels[0].Points.Skip(30), point => Assert.Contains(1, point.Broken));
        Assert.Contains(4, chart.Panels[0].Points[37].Broken);
        Assert.Equal([("ada", 20), ("ben", 20)], chart.Strata.Select(one => (one.Level!, one.Count)));
        Assert.Equal(91.75, chart.RunLength);
        Assert.Null(chart.Capability.Within); // not stable
        Assert.True(chart.Capability.Overall!.Nearest is { } ppk && ppk.Low < ppk.Value && ppk.Value < ppk.High);
        Assert.True(chart.Capability.NormalityP < 0.05);

        var quiet = ControlCharting.Of(Column([.. Enumerable.Range(0, 40).Select(i => 5 + (0.1 * Math.Sin(7.0 * i)))]), new(ChartKind.Individuals, RuleSet.Limits, null, 0, 5));
        Assert.Equal(0, quiet.Signals);
        Assert.NotNull(quiet.Capability.Within);
        Assert.Equal([8, 8], ControlCharting.Of(column, new(ChartKind.MeansAndRanges, RuleSet.Nelson, null, 0, 5)).Panels.Select(panel => panel.Points.Count));
        Assert.Equal(10, ControlCharting.Of(column, new(ChartKind.MeansAndDeviations, RuleSet.Nelson, null, 0, 4)).Panels[1].Points.Count);
        Assert.True(ControlCharting.Of(column, new(ChartKind.Ewma, RuleSet.Limits, null, 20, 5)) is { Signals: > 5, RunLength: > 350 and < 390 });
        Assert.True(ControlCharting.Of(column, new(ChartKind.Cusum, RuleSet.Limits, null, 20, 5)) is { Signals: > 5, RunLength: > 450 and < 480 });
        Assert.Contains("equal", ControlCharting.Of(Column([3, 3, 3, 3]), new(ChartKind.Individuals, RuleSet.Limits, null, 0, 5)).Refusal);
    }

    [Fact]
    public void Tries_versions_of_the_recipe_and_work_on_equipment_as_approved_changes()
    {
        var column = Column([.. Enumerable.Range(0, 24).Select(i => 5 + (0.1 * Math.Sin(7.0 * i)))], i => i < 12 ? "1" : "2");
        var item = Floor.Item("CP-01", "cell-processor");
        item = item with { UseLog = [new(Domain.Equipment.UseKind.Calibrated, column.Rows[9].At.AddMinutes(-1), "dan", "report", 3), new(Domain.Equipment.UseKind.Cleaned, column.Rows[9].At, "dan", "agent", 4), new(Domain.Equipment.UseKind.Calibrated, column.Rows[0].At.AddDays(-1), "dan", "report", 2)] };
        var changes = Causes.ChangesIn(column, [item]).ToList();
        Assert.Equal("version:2", changes[0].Name);
        Assert.Equal(12, changes[0].After.Count(after => after));
        Assert.StartsWith("calibrated:CP-01:", Assert.Single(changes.Skip(1)).Name);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => i >= 9 && i % 2 == 0)], changes[1].After);
        Assert.Contains("at least 8", Causes.Of(Column([1, 2, 3]), []).Refusal);
    }

    [Fact]
    public async Task Answers_at_the_door_with_the_operator_who_moves_it()
    {
        var site = await shared.AskAsync();
        var (id, noise) = (shared.Name("across").ToLowerInvariant(), new Random(5));
        var text = TestRecipe.Text.Replace("id: test\n", $"id: {id}\n", StringComparison.Ordinal);
        for (var i = 0; i < 30; i++)
            await BatchAsync(site.Record, $"{id}-{i:D2}", text, i, 4 + (0.1 * noise.NextDouble()) + (i % 3 == 0 ? 0.5 : 0), end: true, by: i % 3 == 0 ? "otto" : "olga");
        using var viewer = await site.SignInAsync(site.Team.Quality);
        await Eventually.Holds(() => site.Get<PageSite>().Executed(id).Count() == 30, "all batches are known");
        var listed = Assert.Single((await viewer.ReadAsync<JsonElement>("/api/control-charts")).EnumerateArray(), one => one.GetProperty("recipe").GetString() == id);
        Assert.Equal((Glucose, 30), (listed.GetProperty("reference").GetString(), listed.GetProperty("batches").GetInt32()));
        var chart = await viewer.ReadAsync<JsonElement>($"/api/control-charts/{id}?parameter={Uri.EscapeDataString(Glucose)}&chart=Cusum&by=operator");
        Assert.Equal(30, chart.GetProperty("panels")[0].GetProperty("points").GetArrayLength());
        Assert.Equal("H1 Read off: Glucose", chart.GetProperty("column").GetProperty("title").GetString());
        var causes = await viewer.ReadAsync<JsonElement>($"/api/control-charts/{id}/causes?parameter={Uri.EscapeDataString(Glucose)}");
        var found = causes.GetProperty("report").GetProperty("attributions")[0];
        Assert.Equal((nameof(Cause.Fact), Facts.Operator), (found.GetProperty("cause").GetString(), found.GetProperty("name").GetString()));
        Assert.InRange(Math.Abs(found.GetProperty("levels")[0].GetProperty("effect").GetDouble()), 0.4, 0.6);
        Assert.Equal(404, (int)(await viewer.GetAsync($"/api/control-charts/{id}?parameter=H1/none")).StatusCode);
    }

    [Fact]
    public void Says_of_a_chance_without_digits_that_it_is_small() =>
        Assert.Equal(["p = 0.0123", "p = 0.002", "p < 0.0001", "p < 0.0001", "p = 1"], ((double[])[0.0123, 0.002, 9e-5, 0, 1]).Select(Cellwright.Server.Pages.CauseWords.P));

    private static ResponseColumn Column(double[] values, Func<int, string>? version = null) => new("test", Glucose, "Glucose", "g/L", new Limits(4, 7), null,
        [.. values.Select((value, i) => new ResponseRow($"B-{i:D2}", value, Floor.Start.AddDays(i), [value], new Dictionary<string, string>
        {
            [Facts.Operator] = i % 2 == 0 ? "ada" : "ben", [Facts.Version] = version?.Invoke(i) ?? "1", [Facts.Equipment + "processor"] = i % 2 == 0 ? "CP-01" : "CP-02",
        }))], 0, 0, [Facts.Equipment + "processor", Facts.Operator, Facts.Version]);

    private static ValueRecorded Value(string step, string parameter, double value, string unit, DateTimeOffset at) => new()
    {
        Step = step, Parameter = parameter, Value = value, Unit = unit, Assessment = Assessment.Normal, Source = ValueSource.Hand, SourceAt = at,
    };

    // A batch a day, as the product writes it, of which only what is compared was done.
    private static async Task BatchAsync(IRecord record, string id, string text, int day, double glucose, bool end, string by = "olga")
    {
        var at = Floor.Start.AddDays(day - 40);
        object[] events =
        [
            new BatchOrdered(id, RecipeReader.HashOf(text), text, $"PO-{id}", null), new BatchStarted(), new StepStarted("H1"), Value("H1", "glucose", glucose, "g/L", at), new StepCompleted("H1"),
            .. end ? [new BatchCompleted()] : (object[])[],
        ];
        await record.AppendAsync(new Append($"batch/{id}", 0, Guid.NewGuid(), new byte[32], by, at, [.. events.Select(happened => new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened)))]), Ct);
    }
}
