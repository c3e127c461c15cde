using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Deviations;
using Cellwright.Server.Pages;
using Cellwright.Server.Pages.Parts;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageSite = Cellwright.Server.Pages.Site;

namespace Cellwright.Tests.Server;

/// <summary>The lists from which pages draw themselves.</summary>
public sealed class ListingTheSite
{
    private static readonly object[] Whole = [.. Scenarios.Ordered, new BatchStarted(), new StepStarted("E1"), new DeviationAnnounced($"{Floor.Id}-D1", "E1", null, "Too late", false, [])];

    [Fact]
    public async Task Has_a_batch_of_which_the_desk_has_not_heard_yet()
    {
        await using var office = new Office();
        Assert.Null((await office.StateAsync<Batch>(Floor.Id)).Recipe);
        await office.HasAsync($"batch/{Floor.Id}", "sofia", Scenarios.Ordered); // as another server, or an append whose answer is on its way
        using var site = Listing(office);
        await site.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(() => site.Position == 1 && site.Batches.Count == 1, "the batch is on the list");
        await site.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Keeps_a_line_of_what_is_over_and_follows_what_happens_to_it_afterwards()
    {
        await using var office = new Office();
        await office.HasAsync($"batch/{Floor.Id}", "sofia", [.. Whole, new BatchAborted("Withdrawn", "sofia", "Sofia", "")]);
        await office.HasAsync($"deviation/{Floor.Id}-D1", "system", new DeviationOpened($"{Floor.Id}-D1", Floor.Id, "E1", null, "Too late", false, []));
        var reactor = office.NewReactor();
        using var site = Listing(office, reactor);
        await site.StartAsync(TestContext.Current.CancellationToken);
        await site.Complete.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(site.Batches);
        Assert.Equal((Floor.Id, BatchStatus.Aborted, 1, 1), Line(site.Ended.Single()));
        Assert.Equal(Floor.Id, site.Waiting.Single().Id);
        Assert.Equal(1, site.DeviationsUndecided.Calling);

        // Several entries at once, of which the desk knows nothing yet: each counts once.
        await office.HasAsync($"batch/{Floor.Id}", "sofia",
            new DeviationAnnounced($"{Floor.Id}-D2", "E1", null, "Found later", false, []), new DeviationAnnounced($"{Floor.Id}-D3", "E1", null, "Found later still", false, []));
        await office.HasAsync($"deviation/{Floor.Id}-D1", "quirin", new ContinuationDecided("No effect", "quirin", "Quirin", ""));
        await office.HasAsync($"release/{Floor.Id}", "quirin", new BatchRejected("Aborted", "", "quirin", "Quirin", ""));
        await Office.FollowAsync(reactor);
        await Eventually.Holds(() => site.Decided.Count == 1 && site.Ended.Single().Deviations == 3, "what came later is on the lists");
        Assert.Equal((Floor.Id, BatchStatus.Aborted, 3, 2), Line(site.Ended.Single()));
        Assert.Empty(site.Waiting);
        Assert.Equal(DispositionStatus.Rejected, site.DecisionOn(Floor.Id)?.Status);
        await site.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Says_on_every_page_that_the_record_is_still_being_read()
    {
        await using var office = new Office();
        await office.HasAsync($"batch/{Floor.Id}", "sofia", Scenarios.Ordered);
        using var site = Listing(office);
        Assert.Equal(0, site.Reading);
        Assert.Contains("data-reading", await DrawnAsync(site));
        await site.StartAsync(TestContext.Current.CancellationToken);
        await site.Complete.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Null(site.Reading);
        Assert.DoesNotContain("data-reading", await DrawnAsync(site));
        await site.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Says_how_many_lines_a_long_list_has_that_is_cut()
    {
        var cut = Cut<int>.Of(Enumerable.Range(1, 1000), 20);
        Assert.Equal((20, 1000, true), (cut.Rows.Count, cut.Total, cut.IsCut));
        Assert.False(Cut<int>.Of([1, 2], 2).IsCut);
    }

    [Theory]
    [InlineData(100, 2640, true)]
    [InlineData(7, 7, false)]
    public async Task Says_of_a_history_that_only_its_newest_are_shown(int shown, int total, bool says)
    {
        await using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Shown"] = shown, ["Total"] = total, ["Who"] = "op-07" });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<NewestLine>(parameters)).ToHtmlString());
        Assert.Equal(says, html.Contains("The newest 100 of 2,640 are shown.", StringComparison.Ordinal) && html.Contains("/trail?who=op-07", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_the_batches_that_a_deviation_may_affect_without_reading_those_that_it_cannot()
    {
        await using var office = new Office();
        await AppendAsync(office, "F-1", Acting.Start, null);
        await office.HasAsync("deviation/F-1-D1", "system", new DeviationOpened("F-1-D1", "F-1", "M1", null, "Too late", false, []));
        await AppendAsync(office, "F-2", Acting.Start.AddDays(20), null); // the same step within four weeks
        await AppendAsync(office, "F-3", Acting.Start.AddDays(200), null); // the same lot, whenever it was
        await AppendAsync(office, "F-4", Acting.Start.AddDays(200), "V-9"); // nothing
        var reactor = office.NewReactor();
        using var relations = new Relations(office.Record, office.Desk, reactor, NullLogger<Relations>.Instance);
        await relations.StartAsync(TestContext.Current.CancellationToken);
        await relations.CaughtUpAsync(TestContext.Current.CancellationToken);
        var before = office.Record.Reads;
        var related = await relations.RelatedAsync("F-1-D1", TestContext.Current.CancellationToken);
        Assert.Equal(["F-2", "F-3"], related.Select(one => one.BatchId));
        Assert.Equal(4, office.Record.Reads - before); // the deviation, its batch, and these two

        // What happens to a batch later counts.
        await office.HasAsync("batch/F-4", "olga", new MaterialAdded("M1", "vector", "vector", "V-1", 1, "mL", false));
        await office.HasAsync("batch/F-2", "olga", new BatchAborted("", "sofia", "Sofia", ""));
        related = await relations.RelatedAsync("F-1-D1", TestContext.Current.CancellationToken);
        Assert.Contains("F-4", related.Select(one => one.BatchId));
        await relations.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task AppendAsync(Office office, string id, DateTimeOffset at, string? lot)
    {
        object[] events =
        [
            new BatchOrdered(id, TestRecipe.Hash, TestRecipe.Text, "PO-7", null), new BatchStarted(), new StepStarted("M1"),
            new MaterialAdded("M1", "vector", "vector", lot ?? "V-1", 1, "mL", false), new BatchAborted("", "sofia", "Sofia", ""),
        ];
        await office.Record.AppendAsync(new Append($"batch/{id}", 0, Guid.NewGuid(), new byte[32], "olga", at, [.. events.Select(happened => new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened)))]));
    }

    private static PageSite Listing(Office office, Cellwright.Server.Desk.Reactor? reactor = null) =>
        new(office.Record, office.Desk, reactor ?? office.NewReactor(), NullLogger<PageSite>.Instance);

    private static (string, BatchStatus, int, int) Line(EndedBatch row) => (row.Id, row.Status, row.Deviations, row.Undecided);

    private static async Task<string> DrawnAsync(PageSite site)
    {
        await using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton(site).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<StillReading>()).ToHtmlString());
    }
}
