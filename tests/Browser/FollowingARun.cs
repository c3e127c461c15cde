using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>What a model says of a batch that runs: a sentence, its evidence one tap away, and no more than somebody can use.</summary>
[Requirement("DI-6", "P211-110")]
public sealed class FollowingARun(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Shows_a_probe_that_is_off_as_drift_with_its_evidence_and_to_the_operator_what_to_do()
    {
        await FollowedRuns.PrepareAsync(site);
        var dan = await AtAsync("dan", $"/batches/{FollowedRuns.Drifting}", FollowedRuns.Drifting);
        await dan.Page.GetByRole(AriaRole.Link, new() { Name = "Monitoring", Exact = true }).Last.ClickAsync();
        await dan.AliveAsync(FollowedRuns.Drifting);
        var verdict = dan.Page.Locator("[data-model='culture-run@1']");
        await Expect(verdict.Locator(".verdict")).ToContainTextAsync("The process moved");
        await Expect(verdict.Locator(".verdict")).ToContainTextAsync("Chamber temperature");
        await Expect(verdict.Locator(".corner")).ToContainTextAsync("culture-run@1");
        await Expect(verdict.Locator(".corner")).ToContainTextAsync("20");
        await Expect(verdict.GetByRole(AriaRole.Link, new() { Name = $"{FollowedRuns.Drifting}-D1" })).ToBeVisibleAsync();

        // One tap, and the evidence is there: in degrees, beside what was foretold.
        await Expect(verdict.Locator("#evidence figure").First).ToBeHiddenAsync();
        await verdict.Locator("#evidence > summary").ClickAsync();
        await Expect(verdict.Locator("#evidence figure svg").First).ToBeVisibleAsync();
        await Expect(verdict.Locator("#evidence figure").Nth(1).Locator("path.before")).ToHaveCountAsync(12);
        await Expect(verdict.Locator("#evidence figure").Nth(1)).ToContainTextAsync("RUN-09 to RUN-20");
        var strongest = verdict.Locator("#evidence tbody tr").First;
        await Expect(strongest).ToContainTextAsync("Chamber temperature");
        await Expect(strongest).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"37\.[45]"));
        await Expect(strongest).ToContainTextAsync("°C");
        await Expect(dan.Page.Locator("#material")).ToContainTextAsync("CD3+");
        await Expect(dan.Page.Locator("#unseen")).ToContainTextAsync("controller hides");

        // The batch beside it runs as it should.
        await dan.Page.GotoAsync(new Uri(site.Address, $"/batches/{FollowedRuns.Usual}/monitoring").ToString());
        await dan.AliveAsync(FollowedRuns.Usual);
        await Expect(verdict.Locator(".verdict")).ToBeVisibleAsync();
        await Expect(verdict.Locator(".verdict")).Not.ToContainTextAsync("The process moved");

        // Who works at the batch is told where to look, and no statistics.
        var ada = await AtAsync("ada", $"/batches/{FollowedRuns.Drifting}/monitoring", FollowedRuns.Drifting);
        await Expect(ada.Page.Locator(".verdict")).ToContainTextAsync("Look at Chamber temperature of BX-91");
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = $"{FollowedRuns.Drifting}-D1" })).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#evidence")).ToHaveCountAsync(0);
        await Picture.KeepAsync(ada.Page, "monitoring-operator", whole: true);
    }

    [Fact]
    public async Task Teaches_what_to_do_where_no_model_follows()
    {
        await site.OrderAsync("PLAIN-1");
        var dan = await AtAsync("dan", "/batches/PLAIN-1/monitoring", "No model follows PLAIN-1");
        await Expect(dan.Page.Locator(".empty")).ToContainTextAsync("19");
        await Picture.KeepAsync(dan.Page, "monitoring-none", whole: true);
    }

    private async Task<OperatorsPage> AtAsync(string user, string path, string title)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        await hand.AliveAsync(title);
        return hand;
    }
}
