using Cellwright.Domain.Deviations;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A value left its limits; the operator waits, and somebody of the quality unit sits at a desk.</summary>
public sealed class DecidingADeviation(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const string Words = "One reading, four minutes; cells are not harmed by it.";

    [Fact, Requirement("P211-100", "P11-50a", "P11-200a")]
    public async Task By_signature_lets_the_batch_go_on()
    {
        var (batch, processor) = await site.BatchAsync("DEV-71");
        await site.ToThirdStepAsync(batch, processor);
        await site.LeaveLimitsAsync(batch, processor);
        var ada = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await ada.SignInAsync("ada");
        await ada.OpenAsync(batch);
        var onHold = ada.Page.GetByText("Nothing goes on until the quality unit decides");
        await Expect(onHold).ToBeVisibleAsync();

        var eve = new OperatorsPage(await chromium.ScreenAsync(1920, 1080), site.Address);
        await eve.SignInAsync("eve", "/deviations");
        await eve.AliveAsync("Deviations");
        await eve.Page.GetByRole(AriaRole.Link, new() { Name = $"{batch}-D1", Exact = true }).ClickAsync();
        await eve.AliveAsync($"{batch}-D1");
        await Expect(eve.Page.Locator("svg.trend")).ToBeVisibleAsync();
        await eve.PressAsync("Let it go on…");
        await eve.PressAsync("Go on to sign");
        await Expect(eve.Page.GetByText("Say why the batch may go on in spite of this deviation.")).ToBeVisibleAsync();
        await eve.Page.GetByLabel("Why may the batch go on in spite of it?").FillAsync(Words);
        await eve.PressAsync("Go on to sign");
        await Expect(eve.Page.Locator("dialog .statement")).ToContainTextAsync(Words);
        await Picture.KeepAsync(eve.Page, "deciding");
        await eve.SignAsync("eve");
        await Expect(eve.Page.GetByText(Words)).ToBeVisibleAsync();
        await Expect(eve.Page.GetByText("Signed by Eve Quality (approval)")).ToBeVisibleAsync();
        await Picture.KeepAsync(eve.Page, "decided", whole: true);

        await Expect(onHold).ToHaveCountAsync(0);
        Assert.Empty((await site.StateAsync(batch)).Holds);
        Assert.Single(await site.EntriesAsync($"deviation/{batch}-D1", nameof(ContinuationDecided)));
    }

    [Fact, Requirement("P211-192")]
    public async Task Is_followed_by_actions_that_are_told_and_shown_when_they_are_overdue()
    {
        var (batch, processor) = await site.BatchAsync("DEV-72");
        await site.ToThirdStepAsync(batch, processor);
        await site.LeaveLimitsAsync(batch, processor);
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>("DEV-72-D1")).Status == DeviationStatus.Open, "the deviation is open");
        await site.HappenedAsync("DEV-72-D1", new CorrectiveActionPlanned(1, ActionKind.Preventive, "Put the gasket on the maintenance plan", "ada", "Ada Operator", site.Desk.Now.AddDays(-1)));

        var eve = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await eve.SignInAsync("eve", "/deviations?show=overdue");
        await Expect(eve.Page.Locator("table.board tbody tr")).ToHaveCountAsync(1);
        await Expect(eve.Page.Locator("table.board tbody tr")).ToContainTextAsync("Overdue");
        await Picture.KeepAsync(eve.Page, "deviations-overdue", whole: true);
        await eve.Page.GetByRole(AriaRole.Link, new() { Name = "DEV-72-D1", Exact = true }).ClickAsync();
        await eve.AliveAsync("DEV-72-D1");
        await Expect(eve.Page.Locator("#actions")).ToContainTextAsync("Overdue");
        await eve.Page.GotoAsync(new Uri(site.Address, "/inbox").ToString());
        await Expect(eve.Page.GetByText("Action 1 of deviation DEV-72-D1 was due")).ToBeVisibleAsync();

        var ada = new OperatorsPage(await chromium.ScreenAsync(390, 844), site.Address);
        await ada.SignInAsync("ada", "/inbox");
        await Expect(ada.Page.GetByText("Action 1 of deviation DEV-72-D1 was due")).ToBeVisibleAsync();
        Assert.Single(await site.EntriesAsync("deviation/DEV-72-D1", nameof(CorrectiveActionOverdue)));
    }
}
