using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Server.Hosting;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Readings;
using Cellwright.Server.Record;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Server;
using Integrator = Cellwright.Ledger.Integrator;
using SiteKey = Cellwright.Ledger.SiteKey;

namespace Cellwright.Tests.Monitoring;

/// <summary>The question that the product answers, on the real server: is this batch unusual because this patient's cells are, or because the process moved?</summary>
[Requirement("DI-6", "P211-110")]
[Long(30)]
public sealed class FollowingRealBatches(Programme programme) : IClassFixture<Programme>
{
    private const string Model = "grown-run@1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_whose_cells_grow_eighty_fold_is_not_taken_for_drift()
    {
        var view = await programme.MonitoringAsync(Programme.Strong);
        var said = view.Models.Single(model => model.Model == Model).Said!;
        Assert.True(said.Verdict is Verdict.Biology or Verdict.None, $"{said.Verdict}: {said.Sentence}");
        Assert.DoesNotContain(view.Verdicts, verdict => verdict.OpensDeviation || (verdict.Said.Model == Model && verdict.Said.Verdict == Verdict.Drift));
        Assert.Empty((await BatchAsync(Programme.Strong)).Deviations);
    }

    [Fact]
    public async Task Half_a_degree_of_a_probe_opens_a_deviation_in_the_run_with_the_evidence_while_every_limit_is_kept()
    {
        var view = await programme.MonitoringAsync(Programme.Biased);
        var reached = Assert.Single(view.Verdicts, verdict => verdict.OpensDeviation);
        Assert.Equal((Verdict.Drift, false), (reached.Said.Verdict, reached.Shadow));
        Assert.True(reached.Said.Step == "C3", string.Join('\n', view.Verdicts.Select(verdict => $"{verdict.Said.Step} {verdict.Said.Through:O} {verdict.Said.Stations} {verdict.Said.Verdict}: {verdict.Said.Sentence} {string.Join(", ", verdict.Said.TopTags)} {verdict.Said.OnsetLow:O} {verdict.Said.OnsetHigh:O} {string.Join(", ", verdict.Said.Statistics)}")));
        Assert.All(reached.Said.TopTags, tag => Assert.StartsWith("processor/chamber-temperature", tag, StringComparison.Ordinal));

        var batch = await BatchAsync(Programme.Biased);
        var middle = batch.Step("C3")!.StartedAt.AddHours(18);
        Assert.True(reached.Said.OnsetLow <= middle && middle <= reached.Said.OnsetHigh, $"{reached.Said.OnsetLow:O} to {reached.Said.OnsetHigh:O} is not about {middle:O}");
        Assert.True(reached.At < batch.Step("C4")!.StartedAt, "Steps remained.");
        var notice = Assert.Single(batch.Deviations);
        await Eventually.Holds(() => programme.Site.Desk.StateAsync<Deviation>(notice.Id, Ct).Result.Status == DeviationStatus.Open, "the deviation is open", TimeSpan.FromSeconds(60));
        var deviation = await programme.Site.Desk.StateAsync<Deviation>(notice.Id, Ct);
        Assert.Equal((DeviationClass.Drift, "C3", false), (deviation.Class, deviation.Step, deviation.Holds));
        Assert.InRange(deviation.Evidence.Count, 30, 60);
        Assert.InRange(deviation.Evidence.Where(reading => reading.At >= middle).Average(reading => reading.Value), 37.4, 37.6);
        Assert.Empty(batch.Holds);
        Assert.Empty(batch.Excursions);
    }

    [Theory]
    [InlineData(Programme.Long, "duration of C2", "above", "C2")]
    [InlineData(Programme.Misread, "N2 log10 density", "below", "N2")]
    public async Task A_step_that_lasts_too_long_and_a_value_that_moved_are_found_in_the_run_by_the_name_of_their_step(string id, string event_, string where, string step)
    {
        var view = await programme.MonitoringAsync(id);
        var opened = view.Verdicts.Where(verdict => verdict.OpensDeviation).ToList();
        Assert.True(opened.Count == 1, string.Join('\n', opened.Select(verdict => $"{verdict.Said.Step} {verdict.Said.Sentence} {string.Join(", ", verdict.Said.TopTags)} {verdict.Said.OnsetLow:O} {verdict.Said.OnsetHigh:O}")));
        var reached = opened[0];
        Assert.Equal((Verdict.Drift, event_, false), (reached.Said.Verdict, reached.Said.Strongest, reached.Shadow));
        Assert.StartsWith($"{event_} lies ", reached.Said.Sentence, StringComparison.Ordinal);
        Assert.Contains(where, reached.Said.Sentence, StringComparison.Ordinal);
        var batch = await BatchAsync(id);
        Assert.Equal(batch.Step(step)!.CompletedAt, reached.Said.OnsetHigh);
        Assert.True(reached.At < batch.Step("C4")!.StartedAt, "Steps remained.");
        var notice = Assert.Single(batch.Deviations);
        await Eventually.Holds(() => programme.Site.Desk.StateAsync<Deviation>(notice.Id, Ct).Result.Status == DeviationStatus.Open, "the deviation is open", TimeSpan.FromSeconds(60));
        var deviation = await programme.Site.Desk.StateAsync<Deviation>(notice.Id, Ct);
        Assert.Equal((DeviationClass.Drift, false), (deviation.Class, deviation.Holds));
        Assert.Contains($"it shows in {event_}", deviation.What, StringComparison.Ordinal);
        Assert.Equal(event_, Contribution.Of(view.Models[0])[0].Tag.Name);
    }

    [Fact]
    public async Task Every_verdict_comes_again_from_the_record_and_the_readings_to_the_last_byte()
    {
        foreach (var batch in new[] { Programme.Strong, Programme.Biased, Programme.Late, Programme.Long, Programme.Misread })
        {
            var verdicts = (await programme.MonitoringAsync(batch)).Verdicts;
            Assert.NotEmpty(verdicts);
            foreach (var verdict in verdicts)
            {
                var again = await programme.Reader.ReadAsync<Recomputation>($"/api/batches/{batch}/monitoring/verdicts/{verdict.Ordinal}/recomputation");
                Assert.True(again.IsSame, again.Because);
            }
        }
    }

    [Fact]
    public async Task What_comes_too_late_is_missing_and_what_is_missing_is_never_called_normal()
    {
        var model = (await programme.MonitoringAsync(Programme.Late)).Models[0];
        Assert.Equal(Verdict.Undetermined, model.Said!.Verdict);
        Assert.Contains("processor/co2 said nothing in time", model.Said.Sentence, StringComparison.Ordinal);
        Assert.Empty(model.Tags.Single(tag => tag.Name == "processor/co2 level").Points);
        Assert.InRange(model.Tags.Single(tag => tag.Name == "processor/chamber-temperature level").Points.Count, 40, 60);
        Assert.Empty((await BatchAsync(Programme.Late)).Deviations);
    }

    [Fact]
    public async Task Each_tag_is_shown_against_the_band_that_its_own_past_foretold()
    {
        var model = (await programme.MonitoringAsync(Programme.Biased)).Models[0];
        Assert.Equal((Model, ModelStanding.InForce), (model.Model, model.Standing));
        var level = model.Tags.Single(tag => tag.Name == "processor/chamber-temperature level");
        Assert.Equal("Cel", level.Unit);
        Assert.InRange(level.Points.Count, 40, 60);
        Assert.True(level.Points.Count(point => point.Value > point.High) >= 1);
        Assert.All(level.Points.Take(20), point => Assert.InRange(point.Predicted, 36.8, 37.2));
        Assert.Contains(model.Points, point => point.IsOutside);

        // Beside it the newest batches that it learned from, each at the same place of the same step.
        Assert.Equal(Enumerable.Range(19, 12).Select(number => $"G-{number}"), level.Predecessors.Select(before => before.Batch));
        Assert.All(level.Predecessors, before => Assert.Equal(level.Points.Count, before.Values.Count));
        Assert.All(level.Predecessors.SelectMany(before => before.Values), value => Assert.InRange(value!.Value, 36.5, 37.5));
        var count = model.Tags.Single(tag => tag.Name == "N2 log10 density");
        Assert.Equal("/mL", count.Unit);
        Assert.InRange(Assert.Single(count.Points).Value, 1e5, 1e8); // as it was counted, not its logarithm
        Assert.All(count.Predecessors, before => Assert.InRange(Assert.Single(before.Values)!.Value, 1e5, 1e8));
        Assert.Contains("innovation_mewma_0.1", model.Points[0].Statistics.Select(statistic => statistic.Name));
    }

    [Fact]
    public async Task A_model_in_shadow_follows_beside_is_compared_and_alarms_nobody()
    {
        var verdicts = (await programme.MonitoringAsync(Programme.Biased)).Verdicts.Where(verdict => verdict.Said.Model == "grown-run@2").ToList();
        Assert.Equal(Verdict.Drift, verdicts[^1].Said.Verdict);
        Assert.All(verdicts, verdict => Assert.Equal((true, false), (verdict.Shadow, verdict.OpensDeviation)));

        var comparison = await programme.Reader.ReadAsync<ModelComparison>("/api/models/grown-run@2/comparison");
        Assert.Equal(Model, comparison.InForce);
        Assert.True(comparison.Batches.Single(batch => batch.Batch == Programme.Biased).Agree);
        var strong = comparison.Batches.Single(batch => batch.Batch == Programme.Strong);
        Assert.Equal((Model, "grown-run@2"), (strong.InForce!.Said.Model, strong.Other!.Said.Model));
        Assert.All(comparison.Batches.Where(batch => batch.Batch.StartsWith("G-", StringComparison.Ordinal)), batch => Assert.Equal((true, null), (batch.Learned, batch.Agree)));
        Assert.Equal(comparison.Batches.Count(batch => batch.Agree is not null), comparison.Agreements + comparison.Disagreements);
    }

    [Fact]
    public async Task A_jump_of_the_probe_is_said_at_once_and_opens_nothing()
    {
        var advice = Assert.Single((await programme.MonitoringAsync(Programme.Biased)).Advice, advice => advice.Kind == AdviceKind.Jump);
        var started = (await BatchAsync(Programme.Biased)).Step("C3")!.StartedAt;
        Assert.Equal(("C3", "chamber", "chamber-temperature"), (advice.Step, advice.Parameter, advice.Tag));
        Assert.InRange((advice.ReadAt - started).TotalHours, 18, 18.1);
        Assert.Empty((await programme.MonitoringAsync(Programme.Strong)).Advice);
    }

    [Fact]
    public async Task The_batches_of_a_recipe_are_a_campaign_folder_that_fit_reads()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"cellwright-campaign-{Guid.NewGuid():N}");
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.RunAsync(["monitor", "export", "grown", "--calibrate", "10", "--data", programme.Folder, "--out", folder], output, error));
        Assert.StartsWith("35 batches of grown, ", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await CommandLine.RunAsync(["monitor", "fit", folder, "--out", Path.Combine(folder, "model.json")], output, error));
        Assert.Equal(1, await CommandLine.RunAsync(["monitor", "export", "grown", "--data", programme.Folder, "--out", folder], output, error));
        Assert.Contains("Name a new folder", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await CommandLine.RunAsync(["monitor", "export", "nothing", "--data", programme.Folder, "--out", folder + "2"], output, error));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_record_of_a_batch_holds_what_was_said_of_it_and_by_which_model()
    {
        var file = Path.Combine(Path.GetTempPath(), $"cellwright-{Guid.NewGuid():N}.cellwright");
        var (output, error) = (new StringWriter(), new StringWriter());
        var site = programme.Site;
        await site.Get<Integrator>().IntegrateOnceAsync(programme.Clock, Ct);
        Assert.IsType<Exported>(await new BatchExport(site.Record, site.Get<SiteKey>(), site.Get<ReadingStore>().WindowAsync, programme.Clock, null).WriteAsync(Programme.Biased, file, Ct));
        Assert.True(await CommandLine.RunAsync(["verify", file], output, error) == 0, error.ToString());
        var streams = (await site.EntriesAsync()).Select(entry => entry.Stream).Distinct().Count(stream => stream == $"monitoring/{Programme.Biased}" || stream.StartsWith("model/grown-run@", StringComparison.Ordinal));
        Assert.Equal(3, streams);
        using var archive = System.IO.Compression.ZipFile.OpenRead(file);
        var record = await new StreamReader(archive.Entries.Single(entry => entry.FullName.EndsWith(".html", StringComparison.Ordinal)).Open()).ReadToEndAsync(Ct);
        Assert.Contains($"monitoring/{Programme.Biased}", record, StringComparison.Ordinal);
        Assert.Contains("model/grown-run@1", record, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact, Requirement("P11-10g")]
    public async Task Fitting_is_for_engineers_and_refused_what_the_batches_do_not_support()
    {
        using var engineer = await programme.Site.SignInAsync(programme.Engineer);
        Assert.Equal("role", (await AskAsync(programme.Reader, new FitModel(Guid.CreateVersion7(), "other", "1", "grown", ["1"])))!.Rule);
        Assert.Single(await programme.Site.StreamAsync("refused/model/other@1"));
        var impossible = await AskAsync(engineer, new FitModel(Guid.CreateVersion7(), "other", "1", "grown", ["1"], Alpha: 0.001));
        Assert.Equal("campaign", impossible!.Rule);
        Assert.Contains("smallest share of false alarms", impossible.Sentence, StringComparison.Ordinal);
        Assert.Contains("wait for more batches", (await AskAsync(engineer, new FitModel(Guid.CreateVersion7(), "other", "1", "unknown", ["1"])))!.Sentence, StringComparison.Ordinal);
        Assert.Equal("model-version", (await AskAsync(engineer, new FitModel(Guid.CreateVersion7(), "grown-run", "1", "grown", ["1"], Except: ["G-01"])))!.Rule);
        Assert.Empty(await programme.Site.StreamAsync("model/other@1"));

        static async Task<Refusal?> AskAsync(Terminal terminal, FitModel asked)
        {
            var (status, refusal) = await terminal.PostAsync("/api/models", JsonSerializer.Serialize(asked, JsonForms.Web));
            Assert.Equal(409, status);
            return refusal;
        }
    }

    [Fact]
    public async Task The_card_says_what_the_model_rests_on_and_cannot_do()
    {
        var model = await programme.Reader.ReadAsync<ModelView>($"/api/models/{Model}");
        Assert.Equal(ModelStanding.InForce, model.Standing);
        var card = model.Model.Card!;
        Assert.Equal((30, 30, 1.0 / 31), (card.Training.Count, card.CalibrationRuns, model.SmallestAlpha));
        Assert.Equal(["S1/cd3", "S1/viability"], card.Covariates);
        Assert.Contains(card.NotObservable, sentence => sentence.Contains("controller hides", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_starts_anew_says_the_same_and_records_nothing_twice()
    {
        var before = JsonSerializer.Serialize(await programme.MonitoringAsync(Programme.Biased), JsonForms.Web);
        var entries = (await programme.Site.StreamAsync($"monitoring/{Programme.Biased}")).Count;
        await programme.RestartAsync();
        var site = programme.Site;
        await Eventually.Holds(() => site.Get<MonitoringWatch>().Of(Programme.Biased, Model) is not null, "the batch, which ended a moment ago, is followed again", TimeSpan.FromSeconds(60));
        Assert.Equal(entries, (await site.StreamAsync($"monitoring/{Programme.Biased}")).Count);
        Assert.Equal(before, JsonSerializer.Serialize(await programme.MonitoringAsync(Programme.Biased), JsonForms.Web));
    }

    private Task<Batch> BatchAsync(string id) => programme.Site.Desk.StateAsync<Batch>(id, Ct);
}
