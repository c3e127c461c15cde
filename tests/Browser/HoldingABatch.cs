using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A hold that a person places for a reason of their own, from the batch's page to the operator's and back.</summary>
public sealed class HoldingABatch(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("P211-100", "P11-10g")]
    public async Task Stops_the_operator_until_quality_releases_it()
    {
        var (batch, _) = await site.BatchAsync("HOLD-61");
        var ada = await AtAsync("ada");
        await ada.OpenAsync(batch);
        await Expect(ada.Main).ToBeEnabledAsync();

        var cora = await AtAsync("cora");
        await OpenAsync(cora, batch);
        await cora.PressAsync("Hold the batch…");
        var dialog = cora.Page.Locator("dialog[open]");
        await Expect(dialog).ToContainTextAsync("No step is started, filled in or completed until the quality unit releases the hold.");
        await cora.PressAsync("Hold it");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why the batch is held.");
        await dialog.GetByLabel("Why is the batch held").FillAsync("A supplier recalled a lot of bags.");
        await cora.PressAsync("Hold it");
        await Expect(dialog).ToHaveCountAsync(0);
        var hold = cora.Page.Locator("[data-hold]");
        await Expect(hold).ToContainTextAsync("A supplier recalled a lot of bags. since");
        await Expect(hold).ToContainTextAsync("Held by Cora Supervisor");
        await Expect(hold.GetByRole(AriaRole.Button)).ToHaveCountAsync(0); // a supervisor places holds and releases none

        var said = ada.Page.Locator(".say.stop[role=alert]");
        await Expect(said).ToContainTextAsync("A supplier recalled a lot of bags. Cora Supervisor holds the batch; nothing goes on until the quality unit releases it.");
        await Expect(said.Locator("a")).ToHaveCountAsync(0);
        await Expect(ada.Main).ToBeDisabledAsync();
        await Picture.KeepAsync(ada.Page, "operate-held-by-hand");
        await OpenAsync(ada, batch);
        await Expect(ada.Page.Locator("[data-hold]")).ToContainTextAsync("Held by Cora Supervisor");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("hold", System.Text.RegularExpressions.RegexOptions.IgnoreCase) })).ToHaveCountAsync(0);
        await ada.OpenAsync(batch);

        var eve = await AtAsync("eve");
        await OpenAsync(eve, batch);
        foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
        {
            await eve.Page.SetViewportSizeAsync(width, height);
            await Picture.KeepAsync(eve.Page, $"batch-held-{width}", whole: true);
            Assert.True(await eve.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"The batch's page is wider than {width}.");
        }

        await eve.PressAsync("Release the hold…");
        await Expect(eve.Page.Locator("dialog[open]")).ToContainTextAsync("It is held for: A supplier recalled a lot of bags. After the release its steps go on.");
        await eve.PressAsync("Release it");
        await Expect(eve.Page.Locator("dialog[open]").GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why the batch may go on.");
        await eve.Page.GetByLabel("Why may the batch go on").FillAsync("No bag of the lot is in this batch.");
        await eve.PressAsync("Release it");
        await Expect(eve.Page.Locator("[data-hold]")).ToHaveCountAsync(0);

        await Expect(said).ToHaveCountAsync(0);
        await ada.PressMainAsync("Start this step");
        await ada.SaidSavedAsync("R01 started");
        var placed = Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(HoldPlaced)));
        var released = Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(HoldReleased)));
        Assert.Equal(("cora", "eve"), (placed.Actor, released.Actor));
    }

    [Fact, Requirement("P211-100")]
    public async Task A_deviations_hold_is_released_on_the_deviations_page_only()
    {
        var (batch, processor) = await site.BatchAsync("HOLD-62");
        await site.ToThirdStepAsync(batch, processor);
        await site.LeaveLimitsAsync(batch, processor);
        var eve = await AtAsync("eve");
        await OpenAsync(eve, batch);
        var hold = eve.Page.Locator("[data-hold]");
        await Expect(hold.GetByRole(AriaRole.Link, new() { Name = $"{batch}-D1" })).ToBeVisibleAsync();
        await Expect(hold.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    private async Task<OperatorsPage> AtAsync(string person)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(person);
        return hand;
    }

    private async Task OpenAsync(OperatorsPage hand, string batch)
    {
        await hand.Page.GotoAsync(new Uri(site.Address, $"/batches/{batch}").ToString());
        await hand.AliveAsync(batch);
    }
}
