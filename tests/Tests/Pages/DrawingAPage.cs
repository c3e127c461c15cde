using Cellwright.Server.Pages;
using Cellwright.Tests.Desk;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageSite = Cellwright.Server.Pages.Site;

namespace Cellwright.Tests.Pages;

/// <summary>A page that follows the record, while it is still reading.</summary>
public sealed class DrawingAPage
{
    [Fact, Requirement("P211-192")]
    public async Task Draws_nothing_of_what_is_read_before_all_of_it_is_read()
    {
        await using var office = new Office();
        var site = new PageSite(office.Record, office.Desk, office.NewReactor(), NullLogger<PageSite>.Instance);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(site).AddSingleton(new Visit(null!, null!, null!, null!, office.Desk)).AddSingleton<Reading>().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var reading = services.GetRequiredService<Reading>();
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = renderer.BeginRenderingComponent<TwoHalves>();
            Assert.Empty(page.ToHtmlString());
            reading.Rest.SetResult("nothing is left");
            await page.QuiescenceTask;
            Assert.Equal("the batch: nothing is left", page.ToHtmlString());
        });
    }

    private sealed class Reading
    {
        public TaskCompletionSource<string> Rest { get; } = new();
    }

    private sealed class TwoHalves : LivePage
    {
        private string first = "", second = "";

        [Inject] private Reading Reading { get; set; } = null!;

        protected override async Task ReadAsync()
        {
            first = "the batch: ";
            second = await Reading.Rest.Task;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, first + second);
    }
}
