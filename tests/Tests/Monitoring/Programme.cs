extern alias plant;

using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Demo;
using Cellwright.Server.Hosting;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Readings;
using Cellwright.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using plant::Cellwright.VirtualPlant.Devices;
using plant::Cellwright.VirtualPlant.Faults;
using Living = plant::Cellwright.VirtualPlant.Biology.Batches;
using Patient = plant::Cellwright.VirtualPlant.Biology.Patient;

namespace Cellwright.Tests.Monitoring;

/// <summary>A site whose batches are real batches of the virtual plant, in simulated time: thirty of them stand behind a model in force.</summary>
public sealed class Programme : IAsyncLifetime
{
    private const int Seed = 20261123, Batches = 30;
    private const string Probe = "chamber-temperature";
    private static readonly TimeSpan Culture = TimeSpan.FromHours(36);
    private readonly Dictionary<string, (CellProcessor Device, ProbeBias? Fault)> devices = [];
    private DemoPerson reader = null!;
    private readonly Living living = new(Seed, []);

    /// <summary>Four cultures of a day and a half, with a count after each. The limits are wide: they do not see half a degree.</summary>
    public static string Recipe { get; } = $$"""
        id: grown
        version: "1"
        title: A culture that is followed
        product: Cells of the tests
        example: true
        planned-duration: 6 d
        equipment:
          - {name: processor, class: cell-processor}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - type: record-by-hand
                    id: S1
                    title: Starting material
                    second-person: false
                    parameters:
                      - {name: cd3, title: CD3+, unit: "%", class: KPP, observation: biology}
                      - {name: viability, title: Viability, unit: "%", class: KPP, observation: biology}
                  - {type: check-in, id: S2, title: Check in, roles: [processor]}
        {{string.Concat(Enumerable.Range(1, 4).Select(number => $$"""
                  - type: incubate
                    id: C{{number}}
                    title: Culture {{number}}
                    equipment: processor
                    minimum-duration: 1 h
                    basis: [engineering-judgement]
                    parameters:
                      - {name: chamber, title: Chamber temperature, unit: Cel, target: 37, normal: [36, 38], proven: [35, 39], class: CPP, observation: equipment, tag: chamber-temperature, watch: true, basis: [engineering-judgement]}
                      - {name: co2, title: CO2, unit: "%", target: 5, normal: [4, 6], proven: [3, 7], class: CPP, observation: equipment, tag: co2, watch: true, basis: [engineering-judgement]}
                      - {name: ph, title: pH, unit: "[pH]", normal: [6, 8], proven: [5, 9], class: KPP, observation: biology, tag: culture-ph, watch: true, basis: [engineering-judgement]}
                  - type: record-by-hand
                    id: N{{number}}
                    title: Count
                    second-person: false
                    parameters:
                      - {name: density, title: Viable cells, unit: /mL, class: KPP, observation: biology}

        """))}}
                  - {type: check-out, id: S3, title: Check out, roles: [processor]}

        """.Replace("\n\n", "\n", StringComparison.Ordinal);

    internal RunningSite Site { get; private set; } = null!;

    /// <summary>Somebody who reads.</summary>
    internal Terminal Reader { get; private set; } = null!;

    /// <summary>The engineer, who may sign in again.</summary>
    internal DemoPerson Engineer { get; private set; } = null!;

    /// <summary>The site's clock.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 6, 13, 27, TimeSpan.Zero));

    /// <summary>Its data.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("cellwright-monitored-").FullName;

    /// <summary>A patient whose cells grow eighty-fold where the middle one's grow thirty-fold.</summary>
    public static string Strong { get; } = Enumerable.Range(1, 10_000).Select(number => $"STRONG-{number}").First(id => Patient.Of(Seed, id, false).Fold is > 79 and < 81);

    /// <summary>A batch whose temperature probe reads half a degree too high from the middle of its third culture on.</summary>
    public const string Biased = "BIASED-1";

    /// <summary>A batch whose second culture goes on for nine hours longer than any before.</summary>
    public const string Long = "LONG-1";

    /// <summary>A batch whose second count was written down ten times too low.</summary>
    public const string Misread = "MISREAD-1";

    /// <summary>A batch whose carbon dioxide is delivered an hour late, as by a device that lost its network and found it again half an hour before each culture ended.</summary>
    public const string Late = "LATE-1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        await Site.EmployAsync();
        Reader = await Site.SignInAsync(reader = Site.Team.Operator);
        Engineer = Site.Team.Engineer;
        await Site.AdoptAsync(Recipe);
        var usual = Enumerable.Range(1, Batches).Select(number => $"G-{number:00}").ToList();
        await PerformAsync(usual, null);
        await FitAsync("1");
        var model = await ModelAsync("grown-run@1");
        var quality = Site.Team.Quality;
        await quality.MustAsync(new ApproveModel("grown-run", "1"), Ct, await quality.SignAsync(quality, "approval", SignedText.Hash(ModelStatements.Approval(model)), Ct));
        await FitAsync("2", alpha: 0.1);
        await Site.Team.Engineer.MustAsync(new RunInShadow("grown-run", "2"), Ct);
        await PerformAsync([Long], null, TimeSpan.FromHours(9));
        await PerformAsync([Strong, Biased, Late, Misread], id => id == Biased ? 0.5 : null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await Site.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops the server and starts it anew on its data.</summary>
    public async Task RestartAsync()
    {
        Reader.Dispose();
        await Site.DisposeAsync();
        await OpenAsync();
        Reader = await Site.SignInAsync(reader);
    }

    private async Task OpenAsync() => Site = await RunningSite.OpenAsync(Folder, clock: Clock, liveForAtLeast: TimeSpan.FromDays(100));

    /// <summary>Asks the server for a model of what was made here, as an engineer does.</summary>
    public async Task FitAsync(string version, double? alpha = null)
    {
        using var engineer = await Site.SignInAsync(Site.Team.Engineer);
        var (status, refusal) = await engineer.PostAsync("/api/models", JsonSerializer.Serialize(new FitModel(Guid.CreateVersion7(), "grown-run", version, "grown", ["1"], Alpha: alpha), JsonForms.Web));
        Assert.True(status == 200, $"{status} {refusal}");
    }

    /// <summary>A model on record.</summary>
    public Task<MonitoringModel> ModelAsync(string name) => Site.Desk.StateAsync<MonitoringModel>(name, Ct);

    /// <summary>What the server says of a batch.</summary>
    public Task<BatchMonitoringView> MonitoringAsync(string batch) => Reader.ReadAsync<BatchMonitoringView>($"/api/batches/{batch}/monitoring");

    /// <summary>Makes batches side by side, each on a processor of its own.</summary>
    /// <param name="ids">Batches.</param>
    /// <param name="bias">How far the probe is off from the middle of the third culture on, or null.</param>
    /// <param name="longer">By how much the second culture goes on for longer than it should.</param>
    private async Task PerformAsync(IReadOnlyList<string> ids, Func<string, double?>? bias, TimeSpan longer = default)
    {
        var begun = devices.Count;
        foreach (var (id, at) in ids.Select((id, at) => (id, at)))
        {
            var item = $"CP-{begun + at + 1:00}";
            devices[id] = (new CellProcessor(Seed, item, living), null);
            await Site.EquipAsync(item, "cell-processor", days: 365);
            await Site.StartAsync(id, RecipeReader.Read(Recipe));
            var patient = Patient.Of(Seed, id, false);
            await Site.DoAsync(
            [
                new StartStep(id, "S1"), new RecordByHand(id, "S1", "cd3", Math.Round(patient.IncomingCd3, 1), "%", null), new RecordByHand(id, "S1", "viability", Math.Round(patient.IncomingViability, 1), "%", null),
                new CompleteStep(id, "S1"), new StartStep(id, "S2"), new CheckInEquipment(id, "S2", "processor", item), new CompleteStep(id, "S2"),
            ]);
            Order(id, "seed");
            Live(id, TimeSpan.FromHours(2), null);
        }

        Clock.Advance(TimeSpan.FromHours(2));
        for (var number = 1; number <= 4; number++)
        {
            foreach (var id in ids)
            {
                await Site.DoAsync(new StartStep(id, $"C{number}"));
                Order(id, "culture");
            }

            var lasts = number == 2 ? Culture + longer : Culture;
            var readings = ids.SelectMany(id => Live(id, lasts, number == 3 && bias?.Invoke(id) is { } off ? off : null)).ToList();
            var step = $"C{number}";
            await Eventually.Holds(() => ids.All(id => Site.Get<AdviceWatch>().Charts(id, step)), $"the steps {step} are followed", TimeSpan.FromSeconds(60));
            foreach (var some in readings.Chunk(50_000)) await Site.Get<ReadingStore>().AppendAsync(some);
            Clock.Advance(lasts);
            await Site.Get<MonitoringWatch>().CheckAsync(Ct);
            foreach (var id in ids)
            {
                await Site.DoAsync(new RecordFromEquipment(id, $"C{number}", "chamber"), new RecordFromEquipment(id, $"C{number}", "co2"), new RecordFromEquipment(id, $"C{number}", "ph"), new CompleteStep(id, $"C{number}"), new StartStep(id, $"N{number}"),
                    new RecordByHand(id, $"N{number}", "density", Math.Round(living.Of(id).Cells.Density / (id == Misread && number == 2 ? 10 : 1)), "/mL", null), new CompleteStep(id, $"N{number}"));
                Order(id, "feed");
                Live(id, TimeSpan.FromMinutes(20), null);
            }

            Clock.Advance(TimeSpan.FromMinutes(20));
        }

        await Site.Get<MonitoringWatch>().CheckAsync(Ct);
        foreach (var id in ids) await Site.DoAsync(new StartStep(id, "S3"), new CheckOutEquipment(id, "S3", "processor"), new CompleteStep(id, "S3"));
    }

    private void Order(string batch, string phase) =>
        Assert.Null(devices[batch].Device.Act(new PhaseCommand(phase, batch, "S", true, new Dictionary<string, double>(), new Dictionary<string, double>()), reached.GetValueOrDefault(batch, Clock.GetUtcNow())));

    private readonly Dictionary<string, DateTimeOffset> reached = [];

    // Lets a processor live for a time from where it stands, and gives what its watched tags read: one reading a minute.
    private List<Reading> Live(string batch, TimeSpan time, double? bias)
    {
        var (device, fault) = devices[batch];
        var from = reached.GetValueOrDefault(batch, Clock.GetUtcNow());
        if (bias is { } size)
        {
            var tag = device.IndexOf(Probe);
            devices[batch] = (device, fault = new ProbeBias(new FaultOrder("probe-bias", device.Id, Probe, Culture / 2, size, null), from, tag, device.Tags[tag]));
        }

        var samples = device.Advance(from, from + time, TimeSpan.FromMinutes(1));
        if (fault is not null) samples = fault.Pass(samples);
        reached[batch] = from + time;
        return [.. samples.Select(sample => (device.Tags[sample.Tag], sample)).Where(one => one.Item1.Name is Probe or "co2" or "culture-ph")
            .Select(one => new Reading(device.Id, one.Item1.Name, one.sample.Value, one.Item1.Unit, Quality.Good, one.sample.At, one.sample.At, false, ""))
            .Select(reading => batch == Late && reading.Tag == "co2" && reading.At < from + time - TimeSpan.FromMinutes(30) ? reading with { Quality = Quality.Uncertain, Received = reading.At.AddHours(1), Historical = true } : reading)];
    }
}
