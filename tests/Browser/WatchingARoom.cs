using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Server.Monitoring;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A clean room without batches, on its page: an engineer fits a model to a day in control, quality approves it, and the page says when the room leaves its course.</summary>
[Requirement("P211-110", "DI-6")]
public sealed class WatchingARoom(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const string Page = $"/equipment/{FollowedRoom.Item}/monitoring";

    [Fact]
    public async Task Is_fitted_approved_and_seen_to_alarm_and_to_come_back()
    {
        await FollowedRoom.RegisterAsync(site);
        var now = site.Desk.Now;
        await FollowedRoom.ReportAsync(site, now.AddDays(-1).AddMinutes(-2), now);

        // Nothing follows it yet, and the page says who does something about it.
        var dan = await AtAsync("dan", Page, $"Monitoring of {FollowedRoom.Item}");
        await Expect(dan.Page.Locator("#now")).ToContainTextAsync("No model is in force");
        await Expect(dan.Page.Locator("#now")).ToContainTextAsync("An engineer has one fitted");

        // What cannot be learned from is refused in a sentence; a day in control is fitted to.
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Fit a model" }).ClickAsync();
        var form = dan.Page.Locator("dialog[open]");
        await form.GetByLabel("Name of the model").FillAsync("room-c202");
        await form.GetByLabel("Its version").FillAsync("1");
        var (from, to) = (await form.GetByLabel("In control from").InputValueAsync(), await form.GetByLabel("In control until").InputValueAsync());
        await form.GetByLabel("In control from").FillAsync(to);
        await form.GetByLabel("In control until").FillAsync(from);
        await form.GetByRole(AriaRole.Button, new() { Name = "Fit and submit" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("ends before it begins");
        await form.GetByLabel("In control from").FillAsync(from);
        await form.GetByLabel("In control until").FillAsync(to);
        await form.GetByRole(AriaRole.Button, new() { Name = "Fit and submit" }).ClickAsync();
        await dan.AliveAsync("Model room-c202@1");
        await Expect(dan.Page.Locator(".facts").First).ToContainTextAsync("Minutes it learned from");
        await Expect(dan.Page.Locator("#acts")).ToContainTextAsync(FollowedRoom.Item);
        Assert.Single(await site.EntriesAsync("model/room-c202@1", nameof(ModelSubmitted)));

        var eve = await AtAsync("eve", "/monitoring/models/room-c202@1", "Model room-c202@1");
        await eve.PressAsync("Sign the approval");
        await Expect(eve.Page.Locator("dialog[open] .statement")).ToContainTextAsync($"for {FollowedRoom.Item}, which runs without batches");
        await eve.Page.Locator("#sign-password").FillAsync(SiteUnderTest.Password);
        await eve.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Expect(eve.Page.Locator(".head .mark")).ToContainTextAsync("In force");

        // It goes as it learned.
        await LiveAsync(40, null);
        await dan.Page.GotoAsync(new Uri(site.Address, Page).ToString());
        await dan.AliveAsync($"Monitoring of {FollowedRoom.Item}");
        await Expect(dan.Page.Locator(".head .mark")).ToContainTextAsync("In control");
        await Expect(dan.Page.Locator("#evidence figure svg[role=img]")).ToBeVisibleAsync();
        await Expect(dan.Page.Locator("#alarms")).ToContainTextAsync("None so far.");

        // Two pascals less: the open page says so by itself, where, and since when; and people are told.
        await LiveAsync(20, 0);
        await Expect(dan.Page.Locator(".head .mark")).ToContainTextAsync("Alarm");
        await Expect(dan.Page.Locator("#now")).ToContainTextAsync("Most of it shows in differential-pressure");
        await Expect(dan.Page.Locator("#alarms tbody tr")).ToHaveCountAsync(1);
        await Expect(dan.Page.Locator("#alarms")).ToContainTextAsync("lasts");
        await dan.Page.GotoAsync(new Uri(site.Address, "/inbox").ToString());
        await dan.Page.GetByRole(AriaRole.Link, new() { Name = $"Open {FollowedRoom.Item}" }).First.ClickAsync();
        await dan.AliveAsync($"Monitoring of {FollowedRoom.Item}");

        // Who performs is shown what to do, and no statistics.
        var ada = await AtAsync("ada", "/monitoring", "Monitoring");
        await Expect(ada.Page.Locator($"#rooms tr[data-item='{FollowedRoom.Item}']")).ToContainTextAsync("Alarm");
        await ada.Page.GotoAsync(new Uri(site.Address, Page).ToString());
        await Expect(ada.Page.Locator("#now")).ToContainTextAsync("Look at what is there");
        await Expect(ada.Page.Locator("#evidence")).ToHaveCountAsync(0);

        // The charts remember: it takes them a while to believe that it is over.
        await LiveAsync(90, null);
        await Expect(dan.Page.Locator(".head .mark")).ToContainTextAsync("In control");
        await Expect(dan.Page.Locator("#now")).ToContainTextAsync("It is back since");
    }

    // Minutes pass; the pressure gives way so many minutes after their beginning, or not.
    private async Task LiveAsync(int minutes, int? givesWay)
    {
        var now = site.Desk.Now;
        await FollowedRoom.ReportAsync(site, now, now.AddMinutes(minutes), givesWay is { } after ? now.AddMinutes(after) : null);
        site.Leap(TimeSpan.FromMinutes(minutes));
        await site.Get<EquipmentWatch>().CheckAsync(TestContext.Current.CancellationToken);
    }

    private async Task<OperatorsPage> AtAsync(string user, string path, string title)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        await hand.AliveAsync(title);
        return hand;
    }
}
