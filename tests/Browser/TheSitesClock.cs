using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Times on pages are the site's: every page says of which zone they are (the site of these tests is one hour ahead of UTC).</summary>
public sealed class TheSitesClock(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("DI-5")]
    public async Task Stands_on_every_page_with_its_offset_and_runs()
    {
        await site.BatchAsync("TIME-71");
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync("dan");
        var clock = hand.Page.Locator(".site-clock");
        foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
        {
            await hand.Page.SetViewportSizeAsync(width, height);
            foreach (var path in new[] { "/", "/deviations", "/batches/TIME-71", "/equipment", "/recipes", "/people", "/trail", "/ledger", "/inbox" })
            {
                await hand.Page.GotoAsync(new Uri(site.Address, path).ToString());
                await Expect(clock).ToHaveTextAsync(new Regex(@"^Time at the site\s*\d\d:\d\d \+01:00$"));
                await Expect(clock).ToBeInViewportAsync(new() { Ratio = 1 });
                Assert.True(await hand.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{path} is wider than a screen of {width}.");
            }

            await Picture.KeepAsync(hand.Page, $"site-clock-{width}");
        }

        site.Leap(TimeSpan.FromHours(3));
        await Expect(clock).ToContainTextAsync(site.Desk.Now.ToString("HH:", CultureInfo.InvariantCulture));
        await hand.Page.GotoAsync(new Uri(site.Address, "/batches/TIME-71/operate").ToString());
        await Expect(hand.Page.Locator(".who-bar")).ToContainTextAsync("+01:00"); // without the frame
    }

    [Fact, Requirement("DI-5")]
    public async Task Goes_on_by_the_count_when_the_server_s_was_set_until_an_administrator_accepts_it()
    {
        await site.BatchAsync("TIME-73");
        var (hand, office) = (new OperatorsPage(await chromium.ScreenAsync(), site.Address), new OperatorsPage(await chromium.ScreenAsync(), site.Address));
        await hand.SignInAsync("ada", "/batches/TIME-73/operate");
        await office.SignInAsync("fay", "/ledger");
        await Expect(office.Page.GetByText("Goes on evenly")).ToBeVisibleAsync();
        var before = site.Desk.Now;
        site.SetClock(TimeSpan.FromHours(5));
        foreach (var page in new[] { hand.Page, office.Page })
            await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The server's clock jumped to" })).ToBeVisibleAsync();
        Assert.InRange(site.Desk.Now - before, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        await hand.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).First.ClickAsync();
        await Expect(hand.Page.Locator(".say.stop").Filter(new() { HasText = "acts wait until then" })).Not.ToHaveCountAsync(0);
        foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
        {
            await office.Page.SetViewportSizeAsync(width, height);
            await Picture.KeepAsync(office.Page, $"clock-jumped-{width}", whole: true);
            await hand.Page.SetViewportSizeAsync(width, height);
            await Picture.KeepAsync(hand.Page, $"clock-jumped-operate-{width}");
        }

        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Accept what the clock shows" }).ClickAsync();
        await office.Page.GetByLabel("Why the clock is right now").FillAsync("The machine was moved to another host");
        await office.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Accept what the clock shows" }).ClickAsync();
        await Expect(office.Page.GetByText("The clock was accepted")).ToBeVisibleAsync();
        await Expect(office.Page.GetByRole(AriaRole.Cell, new() { Name = "The machine was moved to another host" })).ToBeVisibleAsync();
        await Expect(office.Page.GetByText("The server's clock jumped to")).ToHaveCountAsync(0);
        await Expect(hand.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The server's clock jumped to" })).ToHaveCountAsync(0);
        Assert.True(site.Desk.Now - before >= TimeSpan.FromHours(5));
    }

    [Fact, Requirement("DI-5")]
    public async Task Has_its_offset_on_the_axis_of_a_trend()
    {
        var (batch, processor) = await site.BatchAsync("TIME-72");
        await site.ToThirdStepAsync(batch, processor);
        await site.LeaveLimitsAsync(batch, processor);
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync("eve", $"/deviations/{batch}-D1");
        await hand.AliveAsync($"{batch}-D1");
        var trend = hand.Page.Locator("svg.trend").First;
        await Expect(trend.GetByText("+01:00")).ToHaveCountAsync(1);
        await trend.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "pictures", "trend-axis.png") });
    }
}
