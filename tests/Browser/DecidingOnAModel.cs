using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Server.Monitoring;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A monitoring model on its page: what it rests on for whoever reads, and for whoever may, what can be done with it.</summary>
[Requirement("P211-110")]
public sealed class DecidingOnAModel(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Is_done_by_whom_it_is_allowed_and_what_does_not_go_says_why()
    {
        await FollowedRuns.PrepareAsync(site);

        // Who reads is shown everything and offered nothing.
        var vic = await AtAsync("vic", "culture-run@2");
        await Expect(vic.Page.Locator("#compared")).ToContainTextAsync("Beside culture-run@1");
        await Expect(vic.Page.Locator("#compared")).ToContainTextAsync(FollowedRuns.Drifting);
        await Expect(vic.Page.Locator("#history")).ToContainTextAsync("Dan Engineer");
        await Expect(vic.Page.Locator("#cannot")).ToContainTextAsync("controller hides");
        await Expect(vic.Page.Locator("#acts")).ToHaveCountAsync(0);

        // An engineer fits the next one; what is asked wrongly is refused in a sentence, and nothing is recorded.
        var dan = await AtAsync("dan", "culture-run@2");
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a new version" }).ClickAsync();
        var form = dan.Page.Locator("dialog[open]");
        await form.GetByLabel("Its version").FillAsync("3");
        await form.GetByLabel("False alarms a batch").FillAsync("0.001");
        await form.GetByRole(AriaRole.Button, new() { Name = "Fit and submit" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("smallest share of false alarms");
        await form.GetByLabel("False alarms a batch").FillAsync("five percent");
        await form.GetByRole(AriaRole.Button, new() { Name = "Fit and submit" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("as a number");
        await form.GetByLabel("False alarms a batch").FillAsync("");
        await form.GetByRole(AriaRole.Button, new() { Name = "Fit and submit" }).ClickAsync();
        await dan.AliveAsync("Model culture-run@3");
        await Expect(dan.Page.Locator(".head .mark")).ToContainTextAsync("Submitted");
        Assert.Single(await site.EntriesAsync("model/culture-run@3", nameof(ModelSubmitted)));

        // Quality cannot approve what nobody compared, and is told so before signing for nothing.
        var eve = await AtAsync("eve", "culture-run@3");
        await Expect(eve.Page.Locator("#acts")).ToContainTextAsync("Let culture-run@3 run in shadow first.");
        await Expect(eve.Page.GetByRole(AriaRole.Button, new() { Name = "Sign the approval" })).ToHaveCountAsync(0);
        await eve.PressAsync("Let it run in shadow");
        await Expect(eve.Page.Locator(".head .mark")).ToContainTextAsync("In shadow");
        await eve.PressAsync("Sign the approval");
        await SignAsync(eve, "wrong");
        await Expect(eve.Page.Locator("dialog[open] [role=alert]")).ToBeVisibleAsync();
        await SignAsync(eve, SiteUnderTest.Password);
        await Expect(eve.Page.Locator(".head .mark")).ToContainTextAsync("In force");
        await Expect(eve.Page.Locator("#history")).ToContainTextAsync("it superseded culture-run@1");

        // It is taken out of use for a reason and by signature; what stood stays to be read.
        await eve.PressAsync("Retire it");
        await eve.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Go on to the signature" }).ClickAsync();
        await Expect(eve.Page.Locator("dialog[open] [role=alert]")).ToContainTextAsync("Say why");
        await eve.Page.Locator("dialog[open] textarea").FillAsync("The probe was changed.");
        await eve.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Go on to the signature" }).ClickAsync();
        await Expect(eve.Page.Locator("dialog[open] .statement")).ToContainTextAsync("Reason: The probe was changed.");
        await SignAsync(eve, SiteUnderTest.Password);
        await Expect(eve.Page.Locator(".head .mark")).ToContainTextAsync("Retired");
        await Expect(eve.Page.Locator("#history")).ToContainTextAsync("The probe was changed.");
        await Expect(eve.Page.Locator("#acts")).ToHaveCountAsync(0);
        var models = (await site.Get<MonitoringBook>().ModelsAsync(TestContext.Current.CancellationToken)).ToDictionary(model => model.Name, model => model.Standing);
        Assert.Equal((ModelStanding.Superseded, ModelStanding.Shadow, ModelStanding.Retired), (models["culture-run@1"], models["culture-run@2"], models["culture-run@3"]));
    }

    private static async Task SignAsync(OperatorsPage hand, string password)
    {
        await hand.Page.Locator("#sign-password").FillAsync(password);
        await hand.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
    }

    private async Task<OperatorsPage> AtAsync(string user, string model)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, $"/monitoring/models/{model}");
        await hand.AliveAsync($"Model {model}");
        return hand;
    }
}
