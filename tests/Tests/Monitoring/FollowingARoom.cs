extern alias plant;

using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Demo;
using Cellwright.Server.Hosting;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Notices;
using Cellwright.Server.Readings;
using Cellwright.Server.Record;
using Cellwright.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using plant::Cellwright.VirtualPlant.Devices;

namespace Cellwright.Tests.Monitoring;

/// <summary>A clean room has no batches: the real server learns from a day of its own readings, says nothing while it is as it was, and alarms when its pressure gives way.</summary>
[Requirement("DI-6", "P211-110")]
public sealed class FollowingARoom : IAsyncLifetime
{
    private const string Room = "EM-01", Pressure = "differential-pressure", Model = "room-c101@1";
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-room-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 6, 13, 27, TimeSpan.Zero));
    private readonly CleanroomMonitor monitor = new(20261123, Room);
    private RunningSite site = null!;
    private DemoPerson reader = null!;
    private DateTimeOffset lived;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        lived = clock.GetUtcNow();
        await OpenAsync();
        await site.EmployAsync();
        reader = site.Team.Operator;
        await site.EquipAsync(Room, "cleanroom-monitor", days: 365);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Alarms_once_when_its_pressure_gives_way_and_says_when_it_is_back_also_over_a_restart()
    {
        var began = clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromDays(1));
        await FitAsync("1", began, clock.GetUtcNow());
        await ApproveAsync("1");
        await FitAsync("2", began, clock.GetUtcNow(), 0.01);
        await site.Team.Engineer.MustAsync(new RunInShadow("room-c101", "2"), Ct);
        await WorkAsync("R-1");

        // Nothing while it is as it was.
        await LiveAsync(TimeSpan.FromHours(4));
        Assert.Empty((await StateAsync()).Alarms);
        var view = await ViewAsync();
        Assert.Equal((Model, ModelStanding.InForce, false), (view.Models[0].Model, view.Models[0].Standing, view.Models[0].IsAlarming));
        Assert.InRange(view.Models[0].Points.Count, 300, 720);

        // Two pascals less are still within the cascade of ten, and no limit is left.
        var gaveWay = clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromMinutes(30), -2);
        var alarm = Assert.Single((await StateAsync()).Alarms);
        Assert.Equal((Model, true, Pressure), (alarm.Began.Model, alarm.Began.IsOutside, alarm.Began.TopTags[0]));
        Assert.InRange(alarm.Began.Through, gaveWay.AddMinutes(5), gaveWay.AddMinutes(9)); // six rows, the first of them begun before
        Assert.InRange(gaveWay, alarm.Began.OnsetLow!.Value.AddMinutes(-2), alarm.Began.OnsetHigh!.Value.AddMinutes(2));
        Assert.True(alarm.Began.Farthest is { } far && far.Value > far.Limit, alarm.Began.Sentence);
        Assert.Null(alarm.EndedAt);

        // Whoever looks after the room is told, and the batch that runs there has a deviation with the readings.
        await Eventually.Holds(() => site.Get<NoticeBook>().Of(site.Team.Engineer.UserName).Notices.Any(one => one.Equipment == Room), "the engineer is told", TimeSpan.FromSeconds(60));
        Assert.All(new[] { site.Team.Engineer.UserName, site.Team.Supervisor.UserName, site.Team.Quality.UserName }, person => Assert.Contains(site.Get<NoticeBook>().Of(person).Notices, one => one.Path == $"/equipment/{Room}/monitoring"));
        Assert.Equal(new StepThere("R-1", "C1"), Assert.Single(alarm.Steps));
        await Eventually.Holds(() => DriftsAsync("R-1").Result.Count == 1, "the deviation is open", TimeSpan.FromSeconds(60));
        var deviation = (await DriftsAsync("R-1"))[0];
        Assert.Contains($"most of it in {Pressure}", deviation.What, StringComparison.Ordinal);
        Assert.False(deviation.Holds);
        Assert.InRange(deviation.Evidence.Count, 30, 60);

        // A server that starts anew says nothing twice, and goes on.
        await RestartAsync();
        await site.Get<EquipmentWatch>().CheckAsync(Ct);
        await LiveAsync(TimeSpan.FromMinutes(30), -2);
        Assert.Null(Assert.Single((await StateAsync()).Alarms).EndedAt);
        Assert.True((await ViewAsync()).Models[0].IsAlarming);

        await LiveAsync(TimeSpan.FromHours(1));
        var over = Assert.Single((await StateAsync()).Alarms);
        Assert.Equal((false, Model), (over.Ended!.IsOutside, over.Ended.Model));
        await RestartAsync();
        await LiveAsync(TimeSpan.FromMinutes(20));
        Assert.Single((await StateAsync()).Alarms);
        Assert.Single(await DriftsAsync("R-1"));

        // Whoever is given the batch's record is given the room's, and the model's that judged it.
        var streams = (await BatchStreams.ReadAsync(site.Get<IRecord>(), "R-1", Ct)).Select(entry => entry.Stream).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>([$"equipment-monitoring/{Room}", $"equipment/{Room}", $"model/{Model}"], StringComparer.Ordinal), streams);

        // Both answers come again from the readings to the last byte; the one in shadow recorded nothing.
        using var terminal = await site.SignInAsync(reader);
        foreach (var end in new[] { false, true })
        {
            var again = await terminal.ReadAsync<EquipmentRecomputation>($"/api/equipment/{Room}/monitoring/alarms/1/recomputation?end={(end ? "true" : "false")}");
            Assert.True(again.IsSame, again.Because);
        }

        Assert.All(await site.StreamAsync($"equipment-monitoring/{Room}"), entry => Assert.DoesNotContain("room-c101@2", System.Text.Encoding.UTF8.GetString(entry.Data.Span), StringComparison.Ordinal));
        Assert.Equal(ModelStanding.Shadow, (await ViewAsync()).Models[1].Standing);
    }

    [Fact]
    public async Task An_alarm_ends_when_nothing_follows_the_room_any_more()
    {
        var began = clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromDays(1));
        await FitAsync("1", began, clock.GetUtcNow());
        await ApproveAsync("1");
        await LiveAsync(TimeSpan.FromMinutes(30), -2);
        Assert.NotNull((await StateAsync()).Open);
        var model = await site.Desk.StateAsync<MonitoringModel>(Model, Ct);
        var quality = site.Team.Quality;
        await quality.MustAsync(new RetireModel("room-c101", "1", "Moved"), Ct, await quality.SignAsync(quality, "retirement", SignedText.Hash(ModelStatements.Retirement(model, "Moved")), Ct));
        await Eventually.Holds(() => StateAsync().Result.Open is null, "the alarm is over", TimeSpan.FromSeconds(60));
        Assert.Contains("no model follows EM-01", Assert.Single((await StateAsync()).Alarms).Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_learned_from_is_refused_in_a_sentence()
    {
        var began = clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromMinutes(90));
        await site.EquipAsync("CP-01", "cell-processor");
        var now = clock.GetUtcNow();
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: Room, From: began, To: now), "Too few training rows: 8"); // rows, where numerics want a hundred
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: Room, From: began.AddDays(-2), To: began.AddDays(-1)), "no hour of readings");
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: Room, From: now, To: began), "ends before it begins");
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: Room, From: began, To: now.AddDays(1)), "in the future");
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: Room), "from when to when");
        await RefusedAsync(new(Guid.CreateVersion7(), "room-c101", "1", Equipment: "CP-01", From: began, To: now), "runs in batches");
        Assert.Empty(await site.StreamAsync($"model/{Model}"));
    }

    [Fact]
    public async Task A_gap_is_declared_on_the_card_and_what_came_too_late_is_one()
    {
        var began = clock.GetUtcNow();
        await LiveAsync(TimeSpan.FromHours(12));
        await LiveAsync(TimeSpan.FromMinutes(30), late: true);
        await LiveAsync(TimeSpan.FromHours(12));
        await FitAsync("1", began, clock.GetUtcNow());
        var card = (await site.Desk.StateAsync<MonitoringModel>(Model, Ct)).Card!;
        Assert.InRange(card.Run!.Empty, 29, 32);
        Assert.InRange(card.Run.Rows, 1430, 1441);
        Assert.Contains(card.Notes, note => note.Contains("1 gaps of more than 10 minutes", StringComparison.Ordinal));
    }

    private async Task OpenAsync() => site = await RunningSite.OpenAsync(folder, clock: clock, liveForAtLeast: TimeSpan.FromDays(100));

    private async Task RestartAsync()
    {
        await site.DisposeAsync();
        await OpenAsync();
    }

    private async Task FitAsync(string version, DateTimeOffset from, DateTimeOffset to, double? alpha = null)
    {
        using var engineer = await site.SignInAsync(site.Team.Engineer);
        var (status, refusal) = await engineer.PostAsync("/api/models", JsonSerializer.Serialize(new FitModel(Guid.CreateVersion7(), "room-c101", version, Alpha: alpha, Equipment: Room, From: from, To: to), JsonForms.Web));
        Assert.True(status == 200, $"{status} {refusal}");
    }

    private async Task RefusedAsync(FitModel asked, string words)
    {
        using var engineer = await site.SignInAsync(site.Team.Engineer);
        var (status, refusal) = await engineer.PostAsync("/api/models", JsonSerializer.Serialize(asked, JsonForms.Web));
        Assert.Equal(409, status);
        Assert.Contains(words, refusal!.Sentence, StringComparison.Ordinal);
    }

    private async Task ApproveAsync(string version)
    {
        var (quality, model) = (site.Team.Quality, await site.Desk.StateAsync<MonitoringModel>($"room-c101@{version}", Ct));
        await quality.MustAsync(new ApproveModel("room-c101", version), Ct, await quality.SignAsync(quality, "approval", SignedText.Hash(ModelStatements.Approval(model)), Ct));
    }

    // A batch that runs a step on a processor in the same room.
    private async Task WorkAsync(string batch)
    {
        var recipe = await site.AdoptAsync(Programme.Recipe);
        await site.EquipAsync("CP-01", "cell-processor", days: 365);
        await site.StartAsync(batch, recipe);
        await site.DoAsync(new StartStep(batch, "S1"), new RecordByHand(batch, "S1", "cd3", 55, "%", null), new RecordByHand(batch, "S1", "viability", 95, "%", null), new CompleteStep(batch, "S1"),
            new StartStep(batch, "S2"), new CheckInEquipment(batch, "S2", "processor", "CP-01"), new CompleteStep(batch, "S2"), new StartStep(batch, "C1"));
    }

    // The monitor lives for a time, with its pressure off by so much; then all of it is judged.
    private async Task LiveAsync(TimeSpan time, double off = 0, bool late = false)
    {
        var readings = monitor.Advance(lived, lived + time, TimeSpan.FromMinutes(1)).Where(sample => sample.At > lived && sample.At <= lived + time)
            .Select(sample => (monitor.Tags[sample.Tag], sample)).Select(one => new Reading(
                Room, one.Item1.Name, one.sample.Value + (one.Item1.Name == Pressure ? off : 0), one.Item1.Unit, Quality.Good, one.sample.At, late ? one.sample.At.AddHours(1) : one.sample.At, late, "")).ToList();
        lived += time;
        foreach (var some in readings.Chunk(50_000)) await site.Get<ReadingStore>().AppendAsync(some);
        clock.Advance(time);
        await site.Get<EquipmentWatch>().CheckAsync(Ct);
    }

    private Task<EquipmentMonitoring> StateAsync() => site.Desk.StateAsync<EquipmentMonitoring>(Room, Ct);

    private async Task<EquipmentMonitoringView> ViewAsync()
    {
        using var terminal = await site.SignInAsync(reader);
        return await terminal.ReadAsync<EquipmentMonitoringView>($"/api/equipment/{Room}/monitoring");
    }

    private async Task<IReadOnlyList<Deviation>> DriftsAsync(string batch)
    {
        var all = await site.Desk.StatesAsync<Deviation>($"{batch}-D", Ct);
        return [.. all.Where(one => one.Class == DeviationClass.Drift)];
    }
}
