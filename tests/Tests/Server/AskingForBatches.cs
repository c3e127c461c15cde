namespace Cellwright.Tests.Server;

/// <summary>The list of batch numbers at the door.</summary>
public sealed class AskingForBatches
{
    [Fact]
    public async Task Gives_all_in_order_or_so_many_at_once()
    {
        await using var site = await (await RunningSite.OpenAsync()).EmployAsync();
        var recipe = await site.AdoptAsync(HandRecipe.Text());
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        Assert.Empty(await terminal.ReadAsync<string[]>("/api/batches"));
        foreach (var batch in new[] { "B-0003", "B-0001", "B-0004", "B-0002" })
        {
            await site.StartAsync(batch, recipe);
            Assert.Contains(batch, await terminal.ReadAsync<string[]>("/api/batches")); // as soon as the order was answered
        }

        Assert.Equal(["B-0001", "B-0002", "B-0003", "B-0004"], await terminal.ReadAsync<string[]>("/api/batches"));
        Assert.Equal(["B-0001", "B-0002", "B-0003"], await terminal.ReadAsync<string[]>("/api/batches?most=3"));
        Assert.Equal(["B-0004"], await terminal.ReadAsync<string[]>("/api/batches?most=3&after=B-0003"));
        Assert.Empty(await terminal.ReadAsync<string[]>("/api/batches?most=3&after=B-0004"));
        Assert.Equal(["B-0003", "B-0004"], await terminal.ReadAsync<string[]>("/api/batches?after=B-0002x"));
        var (status, refusal) = await Terminal.RefusalAsync(await terminal.GetAsync("/api/batches?most=0"));
        Assert.Equal((400, "most"), (status, refusal?.Rule));
    }
}
