using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Two people with two tablets at one batch.</summary>
public sealed class TwoTablets(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("P211-100")]
    public async Task See_at_once_what_the_other_did()
    {
        var (batch, _) = await site.BatchAsync("TWO-51");
        var (ada, ben) = await AtAsync(batch);
        await ada.PressMainAsync("Start this step");
        await ada.SaidSavedAsync("R01 started");
        await Expect(ben.Page.GetByRole(AriaRole.Button, new() { Name = "It is so" })).ToBeVisibleAsync();
        await Expect(ben.Page.GetByText("COI-TWO-51-7Q4")).ToBeVisibleAsync();
    }

    [Fact, Requirement("P11-10e1", "P11-10f")]
    public async Task Press_the_same_act_and_it_happens_once()
    {
        var (batch, _) = await site.BatchAsync("TWO-52");
        await using var wire = new Wire(site.Address);
        var (ada, ben) = await AtAsync(batch, wire.Address);
        await Expect(ben.Main).ToHaveTextAsync("Start this step");
        // What Ada does must not reach Ben's screen before he presses, or there is nothing left for him to press.
        wire.HoldAnswers();
        await ada.PressMainAsync("Start this step");
        await ada.SaidSavedAsync("R01 started");
        await ben.PressMainAsync("Start this step");
        wire.LetAnswersGo();
        await Expect(ben.Saved).ToContainTextAsync("was started at");
        Assert.Single((await site.StateAsync(batch)).Steps);
        Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(StepStarted)));
    }

    [Fact, Requirement("P11-50a", "P11-70", "P11-200a")]
    public async Task Sign_and_verify_to_the_end_of_a_step()
    {
        var (batch, processor) = await site.BatchAsync("TWO-53");
        var (ada, ben) = await AtAsync(batch);
        await ada.PressMainAsync("Start this step");
        await ada.ConfirmAsync("Patient identifier");
        await ada.ConfirmAsync("The bag is intact");
        await ada.PressAsync("Read and sign");
        await Expect(ada.Page.Locator("dialog .statement")).ToContainTextAsync($"batch {batch}, order ORD-{batch}");
        await Picture.KeepAsync(ada.Page, "signing");
        await ada.SignAsync("ada");
        await ada.SaidSavedAsync("signed");
        await ada.PressMainAsync("Complete this step");
        await ada.SaidSavedAsync("R01 completed");
        await ada.PressMainAsync("Start this step");
        await ada.SaidSavedAsync("R02 started");
        await ada.ScanAsync(processor);
        await ada.SaidSavedAsync($"{processor} checked in");
        await ada.PressMainAsync("Complete this step");
        await ada.SaidSavedAsync("R02 completed");
        // Its title stands under "Next" before it is this page's step: the title above and the button say when.
        await Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Name = "Record the chamber" })).ToBeVisibleAsync();
        await ben.PressMainAsync("Start this step");
        await ben.SaidSavedAsync("R03 started");
        await ada.PressAsync("Record 37.02 °C");
        await ada.SaidSavedAsync("Chamber temperature");
        Assert.Equal(37.02, (await site.StateAsync(batch)).Step("R03")!.Current("chamber-temperature")!.Value);
    }

    private async Task<(OperatorsPage Ada, OperatorsPage Ben)> AtAsync(string batch, Uri? bens = null)
    {
        var ada = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        var ben = new OperatorsPage(await chromium.ScreenAsync(), bens ?? site.Address);
        foreach (var (hand, user) in new[] { (ada, "ada"), (ben, "ben") })
        {
            await hand.SignInAsync(user);
            await hand.OpenAsync(batch);
        }

        return (ada, ben);
    }
}
