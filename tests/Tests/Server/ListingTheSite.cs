using Cellwright.Domain.Execution;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Server;

/// <summary>The lists from which pages draw themselves.</summary>
public sealed class ListingTheSite
{
    [Fact]
    public async Task Has_a_batch_of_which_the_desk_has_not_heard_yet()
    {
        await using var office = new Office();
        Assert.Null((await office.StateAsync<Batch>(Floor.Id)).Recipe);
        await office.HasAsync($"batch/{Floor.Id}", "sofia", Scenarios.Ordered); // as another server, or an append whose answer is on its way
        using var site = new Cellwright.Server.Pages.Site(office.Record, office.Desk, office.NewReactor(), NullLogger<Cellwright.Server.Pages.Site>.Instance);
        await site.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(() => site.Position == 1 && site.Batches.Count == 1, "the batch is on the list");
        await site.StopAsync(TestContext.Current.CancellationToken);
    }
}
