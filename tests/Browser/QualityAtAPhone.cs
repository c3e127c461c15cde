using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Somebody of the quality unit with a phone in one hand: from the notice to the closure of a deviation, while the batch waits.</summary>
public sealed class QualityAtAPhone(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const string Batch = "PHONE-41", Id = "PHONE-41-D1", Missing = "PHONE-42";

    [Fact]
    public async Task Is_told_decides_works_and_closes()
    {
        // An earlier batch of the same step, with a deviation of its own: what recurs, and what may be affected.
        var (earlier, _) = await site.BatchAsync("PHONE-40");
        await site.As("ada", new StartStep(earlier, "R01"));
        await site.As("ada", new ReportDeviation(earlier, "R01", "A label was illegible", false));
        await site.BatchAsync(Batch);
        await site.As("ada", new StartStep(Batch, "R01"));
        await site.As("ada", new ReportDeviation(Batch, "R01", "The bag was dropped", true));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>(Id)).HoldsNow, "the deviation holds the batch");

        var eve = new OperatorsPage(await chromium.ScreenAsync(390, 844), site.Address);
        await eve.SignInAsync("eve", "/inbox");
        var page = eve.Page;
        await Expect(page.Locator("article").First).ToContainTextAsync($"Deviation {Id} opened in step R01");
        await Picture.KeepAsync(page, "phone-inbox");
        await AliveAsync(page);
        await Reachable(page, page.GetByRole(AriaRole.Button, new() { Name = "I have seen them" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "I have seen them" }).ClickAsync();
        await Expect(page.GetByText("0 not seen")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = $"Open {Id}" }).First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(Id);
        await Expect(page.Locator(".say.alert")).ToContainTextAsync("PHONE-40-D1");
        await AliveAsync(page);
        var go = page.GetByRole(AriaRole.Button, new() { Name = "Let it go on…" });
        await Reachable(page, go);
        await Picture.KeepAsync(page, "phone-deviation");
        await eve.GiveAsync("Let it go on…", "Go on to sign", ("Why may the batch go on", "Outer wrap only; the leak test passed"));
        await eve.SignAsync("eve");
        await SiteUnderTest.Until(async () => (await site.StateAsync(Batch)).Holds.IsEmpty, "the hold has ended");

        await eve.GiveAsync("Assign…", "Assign", ("To whom", "dan"));
        await eve.GiveAsync("Classify…", "Classify", ("Severity", "Major"), ("What it is about", "Person"), ("Why", "The sterile barrier was at risk"));
        await site.As("dan", new RecordInvestigation(Id, "Leak test passed", "Slippery glove"));
        await eve.GiveAsync("Plan an action…", "Plan it", ("What is to be done", "Change the glove type"), ("Who does it", "cora"));
        await site.As("cora", new CompleteCorrectiveAction(Id, 1, "Store order 4711"));
        var other = page.Locator($"[data-batch='{earlier}']");
        await Expect(other).ToContainTextAsync("step R01");
        await Picture.KeepAsync(page, "phone-deviation-work", whole: true);
        await eve.GiveAsync($"Not affected… {earlier}", "It is not affected", ("Why is it not affected", "Another bag"));
        // The other test of this class may have run before, and its batch shares the step.
        if ((await site.StateAsync(Missing)).Recipe is not null) await site.As("eve", new JudgeBatch(Id, Missing, false, "Another bag"));

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Close it…" })).ToBeVisibleAsync();
        await eve.GiveAsync("Close it…", "Go on to sign", ("What does it mean for the batch", "No effect on the product"));
        await Picture.KeepAsync(page, "phone-closing");
        await eve.SignAsync("eve");
        await Expect(page.Locator(".head")).ToContainTextAsync("Closed");
        Assert.True((await site.Desk.StateAsync<Deviation>(Id, TestContext.Current.CancellationToken)).IsClosed);
        await Picture.KeepAsync(page, "phone-closed", whole: true);
        await ShutsNobodyOut.CheckAsync(page, "a closed deviation at a phone");
    }

    [Fact]
    public async Task Sees_the_servers_sentence_when_something_is_missing()
    {
        var (batch, _) = await site.BatchAsync(Missing);
        await site.As("ada", new StartStep(batch, "R01"));
        await site.As("ada", new ReportDeviation(batch, "R01", "The bag leaks", true));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>($"{batch}-D1")).HoldsNow, "the deviation holds the batch");
        var eve = new OperatorsPage(await chromium.ScreenAsync(390, 844), site.Address);
        await eve.SignInAsync("eve", $"/deviations/{batch}-D1");
        await Expect(eve.Page.Locator(".missing")).ToContainTextAsync("the investigation with its root cause");
        await Expect(eve.Page.GetByRole(AriaRole.Button, new() { Name = "Close it…" })).ToHaveCountAsync(0);
        await AliveAsync(eve.Page);
        await eve.Page.GetByRole(AriaRole.Button, new() { Name = "Classify…" }).ClickAsync();
        var dialog = eve.Page.Locator("dialog[open]");
        await dialog.GetByLabel("Severity").SelectOptionAsync("Minor");
        await dialog.GetByLabel("What it is about").SelectOptionAsync("Document");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Classify", Exact = true }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why it is classified so.");
        await Picture.KeepAsync(eve.Page, "phone-not-saved");
    }

    // The page says so itself, once its circuit is there to hear a press.
    private static Task AliveAsync(IPage page) => Expect(page.Locator("h1[data-alive]")).ToHaveCountAsync(1);

    // Within reach of a thumb: the lower two thirds of the screen, at least 44 px high.
    private static async Task Reachable(IPage page, ILocator act)
    {
        await Expect(act).ToBeInViewportAsync();
        var box = (await act.BoundingBoxAsync())!;
        Assert.True(box.Height >= 44, $"It is {box.Height} px high.");
        Assert.True(box.Y > 844 / 3.0, $"It begins at {box.Y} px of {844}.");
    }
}
