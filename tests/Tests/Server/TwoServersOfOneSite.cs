using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Equipment;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Tests.Equipment;

namespace Cellwright.Tests.Server;

/// <summary>Two servers of one site on one PostgreSQL: it does not matter at which one somebody works.</summary>
[Requirement("P211-68b2", "P11-10e3")]
public sealed class TwoServersOfOneSite(Postgres postgres)
{
    private const int Statements = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_on_one_batch_with_no_lost_update_and_watch_it_together()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await (await RunningSite.OpenAsync(postgres: database)).EmployAsync();
        var recipe = await one.AdoptAsync(HandRecipe.Text(statements: Statements));
        await one.EquipAsync("CP-01", "cell-processor");
        await one.StartAsync("B-0001", recipe);

        using var folder = new Readings.TemporaryFolder();
        foreach (var secret in new[] { "key", "keys" }) Copy(Path.Combine(one.Data, secret), Path.Combine(folder.Path, secret));
        await using var two = await RunningSite.OpenAsync(folder.Path, database);
        using var here = await one.SignInAsync(one.Team.Operator);
        using var there = await Terminal.SignInAsync(two.Address, one.Team.Operator.UserName, one.Team.Operator.Password);

        await Both(here, there, "StartStep", new { batchId = "B-0001", step = "S1" }, Guid.CreateVersion7());
        foreach (var number in Enumerable.Range(1, Statements / 2))
        {
            // Each his own sentence, and both the same one under one id.
            await Task.WhenAll(StandsAsync(here, number * 2 - 1), StandsAsync(there, number * 2));
            await Both(here, there, "Confirm", Sentence(number), Guid.CreateVersion7());
        }

        var entries = await one.StreamAsync("batch/B-0001");
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(version => (long)version), entries.Select(entry => entry.Version));
        Assert.Equal(Statements, entries.Count(entry => entry.Type == nameof(Confirmed)));
        Assert.Single(entries, entry => entry.Type == nameof(StepStarted));

        await Works(there, "CompleteStep", new { batchId = "B-0001", step = "S1" });
        await Works(there, "StartStep", new { batchId = "B-0001", step = "S2" });
        await Works(here, "RecordByHand", new { batchId = "B-0001", step = "S2", parameter = "glucose", value = 2.5, unit = "g/L" });
        await Works(there, "CompleteStep", new { batchId = "B-0001", step = "S2" });
        await Works(here, "StartStep", new { batchId = "B-0001", step = "S3" });
        await Works(there, "CheckInEquipment", new { batchId = "B-0001", step = "S3", demand = "processor", equipmentId = "CP-01" });
        await Works(here, "CompleteStep", new { batchId = "B-0001", step = "S3" });
        await Works(there, "StartStep", new { batchId = "B-0001", step = "S4" });

        // The device speaks to the first server, the step was started at the second.
        await Eventually.Holds(() => two.Get<RegisteredEquipment>().Contains("CP-01"), "the second knows the item", Deadline);
        await Eventually.Holds(() => one.Desk.StateAsync<Batch>("B-0001", Ct).Result.Step("S4") is { Active: true }, "the first knows the step", Deadline);
        await using var edge = new EdgeDouble(one.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(DateTimeOffset.UtcNow);
        await edge.BearDeviceAsync("CP-01", DateTimeOffset.UtcNow, ("chamber-temperature", "Cel", 1));
        await Eventually.Holds(() => one.Get<Gateway>().Devices.Any(device => device.Online), "the device is seen", Deadline);
        await edge.DataAsync("CP-01", "chamber-temperature", (DateTimeOffset.UtcNow, 41));
        await Eventually.Holds(() => two.Desk.StateAsync<Deviation>("B-0001-D1", Ct).Result.Status == DeviationStatus.Open, "the deviation is open at both", Deadline);
        Assert.Single(await one.StreamAsync("deviation/B-0001-D1"), entry => entry.Type == nameof(DeviationOpened));
    }

    private static Task StandsAsync(Terminal terminal, int number) => Works(terminal, "Confirm", Sentence(number));

    private static object Sentence(int number) => new { batchId = "B-0001", step = "S1", demand = $"statement-{number}" };

    private static async Task Works(Terminal terminal, string name, object fields)
    {
        var (status, refusal) = await terminal.GiveAsync(name, fields);
        Assert.True(status == 200, $"{name}: {refusal?.Sentence}");
    }

    private static async Task Both(Terminal here, Terminal there, string name, object fields, Guid id)
    {
        var answers = await Task.WhenAll(here.GiveAsync(name, fields, id), there.GiveAsync(name, fields, id));
        Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.Refusal?.Sentence));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
