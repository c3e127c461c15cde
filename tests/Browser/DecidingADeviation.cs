using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A value left its limits; the operator waits, and somebody of the quality unit sits at a desk.</summary>
public sealed class DecidingADeviation(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    /// <summary>A recipe whose first step has an alternative.</summary>
    internal static readonly string TwoWays = OneOperation.Text("two-ways", "Close a bag, one way or the other", """
        - {type: confirm, id: A1, title: Close the bag, statements: [The bag is closed.]}
        - {type: confirm, id: A1b, title: Close with the spare clamp, alternative-to: A1, statements: [The spare clamp is on.]}
        - {type: confirm, id: A2, title: Put the bag away, statements: [The bag is in its place.]}
        """);

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

    [Fact, Requirement("P211-100", "P11-10g")]
    public async Task Lets_the_batch_wait_take_another_way_or_end()
    {
        const string batch = "DEV-73", id = "DEV-73-D1";
        await BeginAsync(batch);
        await site.As("ada", new ReportDeviation(batch, "A1", "The clamp slipped", false));
        var cora = await AtAsync("cora", id);
        await cora.GiveAsync("Hold the batch…", "Hold the batch", ("Why must it wait?", "The seal is looked at first"));
        await Expect(cora.Page.Locator("#decision")).ToContainTextAsync("Waits The seal is looked at first");
        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Holds.ContainsKey(id), "the deviation holds the batch");

        var eve = await AtAsync("eve", id);
        await eve.GiveAsync("Alternative step…", "Go on to sign", ("Which step instead", "A1b"), ("Why", "The spare clamp is fit for it"));
        await Expect(eve.Page.Locator("dialog .statement")).ToContainTextAsync("perform A1b (Close with the spare clamp) instead of step A1");
        await eve.SignAsync("eve");
        await Expect(eve.Page.Locator("#decision")).ToContainTextAsync("A1b instead");
        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Step("A1")!.ReplacedBy is not null, "the alternative is taken");
        Assert.Equal(["A1b"], Sequencing.Of(await site.StateAsync(batch)).Ready.Select(ready => ready.Key));
        Assert.Empty((await site.StateAsync(batch)).Holds);

        // Another one of the same batch ends it.
        await site.As("ada", new StartStep(batch, "A1b"));
        await site.As("ada", new ReportDeviation(batch, "A1b", "The bag leaks", true));
        var second = await AtAsync("cora", "DEV-73-D2");
        await second.GiveAsync("Abort the batch…", "Go on to sign", ("Why is it aborted?", "Sterility is lost"));
        await Expect(second.Page.Locator("dialog .statement")).ToContainTextAsync("Sterility is lost");
        await second.SignAsync("cora");
        await Expect(second.Page.Locator("#decision")).ToContainTextAsync("Signed by Cora Supervisor (abort)");
        await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "Abort the batch…" })).ToHaveCountAsync(0);
        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Status == BatchStatus.Aborted, "the batch is aborted");
    }

    [Fact, Requirement("P211-192", "P11-10g")]
    public async Task Is_worked_on_by_everybody_at_their_own_screen_until_it_is_closed_and_opened_again()
    {
        const string batch = "DEV-75", id = "DEV-75-D1", other = "DEV-74";
        await BeginAsync(other);
        await BeginAsync(batch);
        foreach (var step in new[] { "A1", "A2" })
        {
            if (step != "A1") await site.As("ada", new StartStep(batch, step));
            await site.As("ada", new Confirm(batch, step, "statement-1"));
            await site.As("ada", new CompleteStep(batch, step));
        }

        await site.As("ada", new ReportDeviation(batch, "A1", "The clamp bore no label", false));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>(id)).Status == DeviationStatus.Open, "the deviation is open");
        await site.As("eve", new ClassifyDeviation(id, DeviationSeverity.Minor, DeviationClass.Material, "The clamp itself was right"));
        foreach (var what in new[] { "Label the clamps again", "Buy other clamps" })
            await site.As("eve", new PlanCorrectiveAction(id, ActionKind.Corrective, what, "dan", site.Desk.Now.AddDays(7)));

        var dan = await AtAsync("dan", id);
        await dan.GiveAsync("Investigate…", "Record", ("What was looked at", "All clamps of the store"), ("Root cause", "The labels come off in the autoclave"));
        await Expect(dan.Page.Locator("#case")).ToContainTextAsync("The labels come off in the autoclave");
        await dan.GiveAsync("It is done… action 1", "It is done", ("Evidence: where can it be seen?", "Store record 31"));
        await Expect(dan.Page.Locator("#actions")).ToContainTextAsync("Store record 31");

        var eve = await AtAsync("eve", id);
        await eve.GiveAsync("Withdraw… action 2", "Withdraw it", ("Why is it no longer needed?", "The labels hold now"));
        await Expect(eve.Page.Locator("#actions")).ToContainTextAsync("Withdrawn");
        await eve.GiveAsync($"Affected… {other}", "It is affected", ("Why is it affected?", "It has a clamp of the same store"));
        await SiteUnderTest.Until(async () => (await site.StateAsync(other)).Holds.ContainsKey($"{other}-D1"), "the affected batch is held by a deviation of its own");
        await Expect(eve.Page.Locator($"[data-batch={other}]")).ToContainTextAsync("Affected");
        foreach (var left in await eve.Page.Locator("[data-batch]:has(button)").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.batch)"))
            await site.As("eve", new JudgeBatch(id, left, false, "Another store"));
        await eve.GiveAsync("Decide that it stands…", "Go on to sign", ("Why may the batch go on in spite of it?", "The clamp was known by its thread"));
        await eve.SignAsync("eve");
        await Expect(eve.Page.Locator("#decision")).ToContainTextAsync("The clamp was known by its thread");
        await eve.GiveAsync("Close it…", "Go on to sign", ("What does it mean for the batch?", "Nothing"));
        await eve.SignAsync("eve");
        await Expect(eve.Page.Locator(".head")).ToContainTextAsync("Closed");
        Assert.True((await site.Desk.StateAsync<Deviation>(id, TestContext.Current.CancellationToken)).IsClosed);
        await eve.GiveAsync("Reopen…", "Reopen it", ("What has become known since?", "A second clamp without a label"));
        await Expect(eve.Page.Locator("#closure")).ToContainTextAsync("Reopened A second clamp without a label");
        await Picture.KeepAsync(eve.Page, "deviation-reopened", whole: true);

        var deviation = await site.Desk.StateAsync<Deviation>(id, TestContext.Current.CancellationToken);
        Assert.False(deviation.IsClosed);
        Assert.Equal("dan", deviation.Investigation!.By);
        Assert.Equal([ActionStatus.Completed, ActionStatus.Withdrawn], deviation.Actions.Select(action => action.Status));
        Assert.Equal([RunAction.Continue], deviation.Decisions.Select(decision => decision.Action));
        Assert.True(deviation.JudgementOn(other)!.Affected);
    }

    // Its first step is under way.
    private async Task BeginAsync(string batch)
    {
        await site.StartAsync(batch, await site.InForceAsync(TwoWays));
        await site.As("ada", new StartStep(batch, "A1"));
    }

    private async Task<OperatorsPage> AtAsync(string user, string deviation)
    {
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>(deviation)).Status == DeviationStatus.Open, $"{deviation} is open");
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, $"/deviations/{deviation}");
        await hand.AliveAsync(deviation);
        return hand;
    }
}
