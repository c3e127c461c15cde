using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Server.Record;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>The server is down in the middle of a step: work goes on on the last pack, and what was done is typed in afterwards.</summary>
public sealed class PaperForABadDay(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("P211-100", "A11-16", "P211-188")]
    public async Task Lets_work_go_on_and_shows_afterwards_what_came_from_paper()
    {
        var (batch, processor) = await site.BatchAsync("PAPER-91");
        await site.ToThirdStepAsync(batch, processor);
        var cora = await AtAsync(batch, "cora");
        await cora.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Print pack PAPER-91-P") }).ClickAsync();
        await Expect(cora.Page.GetByText("is printed")).ToBeVisibleAsync();
        var pack = (await site.StateAsync(batch)).Packs.Single().Number;
        var paper = await cora.Page.Context.APIRequest.GetAsync(new Uri(site.Address, $"/api/batches/{batch}/pack.pdf?number={pack}").ToString());
        Assert.Equal(PdfPrinter.Browser is null ? 503 : 200, paper.Status);
        await cora.Page.GotoAsync(new Uri(site.Address, $"/api/batches/{batch}/pack?number={pack}").ToString());
        await Expect(cora.Page.Locator("article.step[data-step=R03]")).ToContainTextAsync("Chamber temperature");
        await Picture.KeepAsync(cora.Page, "paper-pack", whole: true);
        await cora.Page.Context.CloseAsync();

        var stopped = await site.DownAsync();
        var onPaper = new DateTimeOffset(stopped.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, stopped.Offset).AddSeconds(2);
        await SiteUnderTest.Until(() => Task.FromResult(TimeProvider.System.GetUtcNow() > onPaper.AddSeconds(2)), "the work on paper is done");
        await site.UpAsync();
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Downtime>(Downtime.Server)).Covers(onPaper), "the server knows that it was down");

        cora = await AtAsync(batch, "cora");
        await cora.Page.GetByLabel("Number of the pack").FillAsync(pack);
        await cora.Page.GetByLabel("Day on the paper").FillAsync(onPaper.ToString("yyyy-MM-dd"));
        await cora.Page.Locator("#paper-by").SelectOptionAsync("ada");
        await cora.Page.GetByLabel("Why on paper").FillAsync("The server was down.");
        await TypeAsync(cora.Page, "chamber-temperature", "37.1", onPaper);
        await TypeAsync(cora.Page, "co2", "5", onPaper);
        await TypeAsync(cora.Page, "end", null, onPaper.AddSeconds(-1));
        await cora.PressAsync("Second person: compare and sign");
        await Expect(cora.Page.Locator("#enter").Locator("..").GetByRole(AriaRole.Alert)).ToContainTextAsync("is before");
        await TypeAsync(cora.Page, "end", null, onPaper.AddSeconds(1));
        await Picture.KeepAsync(cora.Page, "paper-typed", whole: true);
        await cora.PressAsync("Second person: compare and sign");
        await Expect(cora.Page.Locator("dialog .statement")).ToContainTextAsync("by ada: step R03, chamber-temperature: 37.1 Cel");
        await Picture.KeepAsync(cora.Page, "paper-compare");
        await cora.TrySigningAsync("cora", SiteUnderTest.Password);
        await Expect(cora.Page.Locator("dialog[open]").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await cora.SignAsync("ben");
        await Expect(cora.Page.GetByText($"3 acts entered from pack {pack}")).ToBeVisibleAsync();

        var step = (await site.StateAsync(batch)).Step("R03")!;
        Assert.Equal(("ada", onPaper.AddSeconds(1)), (step.CompletedBy, step.CompletedAt));
        Assert.All(step.Late, late => Assert.Equal((pack, "cora", "ben", null), (late.Claim.Pack, late.EnteredBy, late.Claim.Verifier, late.Claim.Doubt)));
        await cora.Page.GotoAsync(new Uri(site.Address, $"/batches/{batch}/step?key=R03").ToString());
        await Expect(cora.Page.GetByText("Late entry").First).ToBeVisibleAsync();
        await Expect(cora.Page.GetByText($"done on paper {pack}").First).ToBeVisibleAsync();
        await Picture.KeepAsync(cora.Page, "paper-step", whole: true);
        await cora.Page.GotoAsync(new Uri(site.Address, $"/api/batches/{batch}/record").ToString());
        await Expect(cora.Page.GetByText("late entry").First).ToBeVisibleAsync();
        await Picture.KeepAsync(cora.Page, "paper-record");

        var eve = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await eve.SignInAsync("eve", $"/batches/{batch}/review");
        await Expect(eve.Page.GetByText("Step R03: 3 entries were done on paper").First).ToBeVisibleAsync();
        await Picture.KeepAsync(eve.Page, "paper-review");
    }

    private static async Task TypeAsync(IPage page, string line, string? value, DateTimeOffset at)
    {
        var fields = page.Locator($"fieldset[data-line='{line}']");
        if (value is not null) await fields.GetByLabel("Value").FillAsync(value);
        await fields.GetByLabel("Time").FillAsync(at.ToString("HH:mm:ss"));
    }

    private async Task<OperatorsPage> AtAsync(string batch, string who)
    {
        var page = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await page.SignInAsync(who, $"/batches/{batch}/paper");
        await page.AliveAsync($"Paper of {batch}");
        return page;
    }
}
