using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Server.Desk;
using Cellwright.Server.Recipes;
using Cellwright.Server.Rehearsing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Server;

/// <summary>A draft run against the virtual plant: real processes, a record of its own, and a verdict that stays with the draft.</summary>
public sealed class RehearsingADraft(SharedSite shared)
{
    [Fact]
    public async Task Runs_beside_the_site_and_keeps_its_verdict_with_the_draft()
    {
        var site = await shared.AskAsync();
        var program = CellwrightProcess.PathOf("Server", "cellwright");
        using var folder = new Readings.TemporaryFolder();
        using var rehearsals = new Rehearsals(folder.Path, program, site.Desk, new RecipeShelf(site.Desk), NullLogger<Rehearsals>.Instance);
        var emil = Acting.Person("emil", Role.Engineer);
        var id = shared.Name("try").ToLowerInvariant();
        var saved = await site.Desk.SendAsync(new SaveDraft(id, 0, HandRecipe.Text("9", 1)), new Caller(emil, "T-01", Guid.CreateVersion7()), TestContext.Current.CancellationToken);
        Assert.Null(saved.Refusal);

        Assert.Null(await rehearsals.StartAsync(id, emil, TestContext.Current.CancellationToken));
        Assert.Equal("rehearsal", (await rehearsals.StartAsync(id, emil, TestContext.Current.CancellationToken))?.Rule);
        await Eventually.Holds(() => rehearsals.Of(id)?.Report.Ended == true, "the rehearsal ends", TimeSpan.FromMinutes(5));
        Assert.True(rehearsals.Of(id)!.Report.Completed, rehearsals.Of(id)!.Report.Verdict);

        var verdict = Assert.Single((await site.Desk.StateAsync<Draft>(id, TestContext.Current.CancellationToken)).Rehearsals);
        Assert.Equal((1, true), (verdict.Revision, verdict.Completed));
        Assert.Contains("the exported record is intact", verdict.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain(await site.Desk.StatesAsync<Domain.Execution.Batch>("", TestContext.Current.CancellationToken), batch => batch.Recipe?.Name == "hands@9");
    }
}
