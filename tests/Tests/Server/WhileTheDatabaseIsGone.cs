using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Server;

/// <summary>The database goes away under a running site, and comes back.</summary>
[Requirement("P11-10e3", "P211-68b2")]
public sealed class WhileTheDatabaseIsGone
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_are_refused_with_a_sentence_and_each_has_its_effect_once_when_sent_again()
    {
        await using var postgres = await PostgresCluster.StartAsync();
        await using var site = await (await RunningSite.OpenAsync(postgres: await postgres.NewDatabaseAsync())).EmployAsync();
        using var terminal = await site.SignInAsync(site.Team.Engineer);
        var commands = Enumerable.Range(0, 60).Select(number => (Id: Guid.CreateVersion7(), Item: $"EQ-{number:D3}")).ToList();

        var stopping = Task.CompletedTask;
        var answers = new List<Task<int>>();
        foreach (var (id, item) in commands)
        {
            if (answers.Count == 20)
            {
                await Task.WhenAll(answers.Take(5));
                stopping = postgres.StopServerAsync("immediate");
            }

            answers.Add(RegisterAsync(terminal, id, item));
        }

        await stopping;
        var first = await Task.WhenAll(answers);
        Assert.All(first, status => Assert.True(status is 200 or 503, $"answered {status}"));
        Assert.Equal(200, first[0]);
        Assert.Equal(503, await RegisterAsync(terminal, commands[^1].Id, commands[^1].Item));
        Assert.Equal(503, (int)(await terminal.GetAsync("/health")).StatusCode);
        Assert.Equal("record", (await Terminal.RefusalAsync(await terminal.GetAsync("/api/batches"))).Refusal?.Rule);

        await postgres.StartServerAsync();
        await Eventually.Holds(() => terminal.GetAsync("/health").Result.IsSuccessStatusCode, "the record answers again", TimeSpan.FromSeconds(60));
        foreach (var (id, item) in commands) Assert.Equal(200, await RegisterAsync(terminal, id, item));
        foreach (var (_, item) in commands) Assert.Single(await site.StreamAsync($"equipment/{item}"));

        // The site goes on by itself: its lists, watches and reactions follow the record again.
        var entries = (await site.EntriesAsync()).Count;
        await Eventually.Holds(() => site.Get<Cellwright.Server.Pages.Site>().Position >= entries, "the pages have caught up", TimeSpan.FromSeconds(60));
        await Eventually.Holds(() => site.Get<Cellwright.Server.Equipment.EquipmentBook>().Items.Any(item => item.Id == "EQ-059"), "the equipment book has caught up", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_record_that_was_taken_away_is_missed_and_goes_on_when_it_is_back()
    {
        await using var site = await (await RunningSite.OpenAsync()).EmployAsync();
        using var terminal = await site.SignInAsync(site.Team.Engineer);
        var (file, aside) = (Path.Combine(site.Data, "record.db"), Path.Combine(site.Data, "aside.db"));
        var id = Guid.CreateVersion7();
        File.Move(file, aside);
        var body = new { id = "EQ-001", @class = "cell-processor", name = "item", room = "C-1", shared = false };
        var (status, refusal) = await terminal.GiveAsync(nameof(RegisterEquipment), body, id);
        Assert.Equal((503, "record"), (status, refusal?.Rule));
        Assert.Contains("put the file back", refusal!.Sentence, StringComparison.Ordinal);
        File.Move(aside, file);
        Assert.Equal(200, (await terminal.GiveAsync(nameof(RegisterEquipment), body, id)).Status);
        Assert.Single(await site.StreamAsync("equipment/EQ-001"));
    }

    private static async Task<int> RegisterAsync(Terminal terminal, Guid id, string item)
    {
        var (status, refusal) = await terminal.GiveAsync(
            nameof(RegisterEquipment), new { id = item, @class = "cell-processor", name = "item", room = "C-1", shared = false }, id);
        if (status == 503) Assert.Equal("record", refusal?.Rule);
        return status;
    }
}
