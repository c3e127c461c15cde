using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>What a page says before anybody does anything on it: what the record has, of this batch, now.</summary>
public sealed class SayingWhatStands(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("DI-5")]
    public async Task Tells_the_operator_what_is_recorded_also_after_the_page_was_opened_anew()
    {
        var (batch, processor) = await site.BatchAsync("SAY-31", started: false);
        var cora = await AtAsync("cora", $"/batches/{batch}/operate");
        await Expect(cora.Page.Locator("footer [role=status]")).ToHaveTextAsync("This batch is not started.");
        await site.As("cora", new StartBatch(batch));
        var ada = await AtAsync("ada", $"/batches/{batch}/operate");
        var foot = ada.Page.Locator("footer [role=status]");
        await Expect(foot).ToHaveTextAsync("This step is not started.");
        await site.ToThirdStepAsync(batch, processor);
        await Expect(foot).ToHaveTextAsync("Nothing is recorded in this step yet.");
        await site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await Expect(foot).ToContainTextAsync("1 entry of this step is recorded, ");
        await site.As("ada", new RecordByHand(batch, "R03", "co2", 4.9, "%", "The sensor is being replaced."));
        await ada.Page.ReloadAsync();
        await Expect(foot).ToContainTextAsync("2 entries of this step are recorded, the last ");
        await Expect(foot).ToContainTextAsync("+01:00.");
    }

    [Fact, Requirement("P211-110")]
    public async Task Says_by_when_somebody_can_act_on_a_deviation_and_who_decides_what()
    {
        var (batch, processor) = await site.BatchAsync("SAY-32");
        await site.ToThirdStepAsync(batch, processor);
        await site.LeaveLimitsAsync(batch, processor);
        var cora = await AtAsync("cora", $"/deviations/{batch}-D1");
        await cora.AliveAsync($"{batch}-D1");
        await Expect(cora.Page.Locator(".facts")).ToContainTextAsync("Next clock of the batch");
        await Expect(cora.Page.Locator("#decision")).ToContainTextAsync("The quality unit decides whether it goes on. What stands below is yours, too.");
        await Expect(cora.Page.Locator("#decision .row")).Not.ToContainTextAsync("quality unit");
        await Expect(cora.Page.Locator("#case")).ToContainTextAsync("The quality unit classifies it.");
        await Picture.KeepAsync(cora.Page, "deviation-supervisor", whole: true);
        await cora.Page.GotoAsync(new Uri(site.Address, "/inbox").ToString());
        await Expect(cora.Page.Locator("article .notice").First).ToContainTextAsync(new System.Text.RegularExpressions.Regex($"Next clock: until .* \\+01:00, .* left|No clock of {batch} runs\\."));
        await Picture.KeepAsync(cora.Page, "inbox-by-when");
    }

    [Fact]
    public async Task Says_that_a_batch_is_not_there_or_not_started_where_nothing_happened_in_it()
    {
        var (batch, _) = await site.BatchAsync("SAY-33", started: false);
        var eve = await AtAsync("eve", "/batches/NOPE/trail");
        await Expect(eve.Page.Locator("section.empty")).ToContainTextAsync("There is no batch NOPE");
        await eve.Page.GotoAsync(new Uri(site.Address, $"/batches/{batch}/review").ToString());
        await Expect(eve.Page.Locator(".left")).ToHaveTextAsync("The batch is not started");
        await Expect(eve.Page.Locator("section.empty")).ToContainTextAsync("Nothing was executed yet that could be reviewed.");
        await site.As("cora", new StartBatch(batch));
        await eve.Page.ReloadAsync();
        await Expect(eve.Page.Locator(".left")).ToHaveTextAsync("Nothing to look at so far");
    }

    private async Task<OperatorsPage> AtAsync(string person, string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(person, path);
        return hand;
    }
}
