using System.Diagnostics;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A board with as many batches as a large site has under way.</summary>
public sealed class FullBoard(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const int Batches = 200;

    [Fact]
    public async Task Stays_readable_on_every_screen_and_shows_first_what_presses()
    {
        var (held, processor) = await site.BatchAsync("FULL-00");
        await site.ToThirdStepAsync(held, processor);
        foreach (var ten in Enumerable.Range(1, Batches - 1).Chunk(10))
            await Task.WhenAll(ten.Select(number => site.OrderAsync($"FULL-{number:D3}", started: number % 4 > 0)));
        await site.LeaveLimitsAsync(held, processor);

        foreach (var (width, height) in new[] { (1280, 800), (1920, 1080), (390, 844) })
        {
            var cora = new OperatorsPage(await chromium.ScreenAsync(width, height), site.Address);
            await cora.SignInAsync("cora", "/ledger");
            var watch = Stopwatch.StartNew();
            await cora.Page.GotoAsync(site.Address.ToString());
            await cora.AliveAsync("Board");
            var rows = cora.Page.Locator("table.board tbody tr");
            await Expect(rows).ToHaveCountAsync(Batches);
            TestContext.Current.SendDiagnosticMessage($"{Batches} batches at {width}: alive after {watch.ElapsedMilliseconds} ms");
            await Expect(rows.First).ToContainTextAsync(held);
            await Expect(rows.First).ToContainTextAsync("On hold");
            await Picture.KeepAsync(cora.Page, $"full-board-{width}");
            var overflow = await cora.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"The board is {overflow} px wider than a screen of {width}.");
            var clipped = await cora.Page.EvaluateAsync<int>("[...document.querySelectorAll('table.board td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).length");
            Assert.True(clipped == 0, $"{clipped} cells do not show all that they hold on a screen of {width}.");
            var small = await cora.Page.EvaluateAsync<int>("[...document.querySelectorAll('table.board .button')].filter(button => button.getBoundingClientRect().height < 44).length");
            Assert.True(small == 0, $"{small} buttons are smaller than a gloved finger on a screen of {width}.");
            await cora.Page.Context.CloseAsync();
        }
    }
}
