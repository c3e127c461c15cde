using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <content>Rooms and utilities, which run without batches.</content>
public sealed partial class EngineersDay
{
    [HowTo, Requirement("P211-110", "DI-6")]
    public Task Fit_a_model_to_a_room_or_utility() => TellAsync("A clean room or a utility runs without batches. A monitoring model of it learns from a time in which it was in control, and judges every minute after that. The engineer has it fitted; the quality unit puts it in force.", async tell =>
    {
        await FollowedRoom.RegisterAsync(Site);
        var now = Site.Desk.Now;
        await FollowedRoom.ReportAsync(Site, now.AddDays(-1).AddMinutes(-2), now);
        var dan = await AtAsync("dan");
        await dan.GoAsync("/monitoring", "monitoring");
        await tell.StepAsync(dan, "Under **Monitoring**, among **Rooms and utilities**, open the item, and press **Fit a model**.", async () =>
        {
            await dan.FollowAsync("Monitoring", "monitoring");
            await dan.SeesAsync("Rooms and utilities");
            await dan.FollowAsync(FollowedRoom.Item, $"Monitoring of {FollowedRoom.Item}");
            await dan.PressAsync("Fit a model");
        });
        await tell.StepAsync(dan, "Give **Name of the model** and **Its version**, give the time in which it was as it should be, **In control from** and **In control until**, and press **Fit and submit**. Some days are better than one: what was wrong then is learned as normal.", async () =>
        {
            await dan.FillAsync("Name of the model", "room-c202", dan.Dialog);
            await dan.FillAsync("Its version", "1", dan.Dialog);
            await dan.SeesAsync("In control from", dan.Dialog);
            await dan.SeesAsync("In control until", dan.Dialog);
            await tell.PictureAsync(dan, "What a model of a clean room is fitted to: its name, and a time in which the room was in control");
            await dan.PressAsync("Fit and submit", dan.Dialog);
            await dan.AtAsync("Model room-c202@1");
        });
        await tell.SeeAsync(dan, "The server wrote the card: **Minutes it learned from** and **What it cannot see**, and what was odd in them where something was.", async () =>
        {
            await dan.SeesAsync("Minutes it learned from");
            await dan.SeesAsync("What it cannot see");
        });
        var eve = await AtAsync("eve");
        await eve.GoAsync("/monitoring/models/room-c202@1", "Model room-c202@1");
        await tell.StepAsync(eve, "Somebody of the quality unit who did not submit it opens it under **Monitoring**, presses **Sign the approval**, reads what they sign for, and gives user id and password. It is **In force** from then on.", async () =>
        {
            await eve.SeesAsync("Monitoring");
            await eve.PressAsync("Sign the approval");
            await eve.SignAsync("eve");
            await eve.SeesAsync("In force");
        });
        await tell.PictureAsync(eve, "The model of a clean room in force, with its card");
    });

    [HowTo, Requirement("P211-110", "P211-105", "DI-6")]
    public Task Watch_a_room_and_answer_its_alarm() => TellAsync("Six minutes in a row outside are an alarm, also while every value still lies within its limits. You are told, with supervisors and the quality unit; a batch that runs a step there gets a deviation, which the quality unit decides.", async tell =>
    {
        await LiveAsync(40, null);
        var dan = await AtAsync("dan");
        await dan.GoAsync($"/equipment/{FollowedRoom.Item}/monitoring", $"Monitoring of {FollowedRoom.Item}");
        await tell.SeeAsync(dan, "The item's page under **Monitoring** says **In control**, and shows the charts of the latest hours over their limits.", async () =>
        {
            await dan.SeesAsync("In control");
            await Expect(dan.Page.Locator("#evidence svg").First).ToBeVisibleAsync();
            await dan.SeesAsync("Monitoring");
        });
        await LiveAsync(20, 0);
        await tell.StepAsync(dan, "When it alarms press **Inbox** and **Open** beside the notice. The page says since when, and in which tag most of it shows.", async () =>
        {
            await dan.FollowAsync("Inbox", "Inbox");
            await dan.FollowAsync($"Open {FollowedRoom.Item}", $"Monitoring of {FollowedRoom.Item}");
            await dan.SeesAsync("Most of it shows in differential-pressure");
        });
        await tell.PictureAsync(dan, "An alarm of a clean room: since when, where most of it shows, and the charts over their limits", whole: true);
        await tell.StepAsync(dan, "Look at what is there and at its probes. Then press **Item** and **Record set-up or maintenance…**, say **What kind** it was and **What was done**, name the **Report, protocol or set**, and press **Record the work**: it stands in the logbook, where a second person checks it.", async () =>
        {
            await dan.FollowAsync("Item", FollowedRoom.Item);
            await dan.PressAsync("Record set-up or maintenance…");
            await dan.FillAsync("What kind", "maintenance", dan.Dialog);
            await dan.FillAsync("What was done", "The door to the corridor did not close; its closer was set, and the pressure came back.", dan.Dialog);
            await dan.FillAsync("Report, protocol or set", "WO-32", dan.Dialog);
            await dan.PressAsync("Record the work", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
        });
        await LiveAsync(90, null);
        await dan.GoAsync($"/equipment/{FollowedRoom.Item}/monitoring", $"Monitoring of {FollowedRoom.Item}");
        await tell.SeeAsync(dan, "The alarm ends by itself when six minutes in a row are inside again: **It is back since**, and the alarm stays under **Alarms on record**.", async () =>
        {
            await dan.SeesAsync("It is back since");
            await dan.SeesAsync("Alarms on record");
        });
    });

    // Minutes pass in the room; the pressure gives way so many minutes after their beginning, or not.
    private async Task LiveAsync(int minutes, int? givesWay)
    {
        var now = Site.Desk.Now;
        await FollowedRoom.ReportAsync(Site, now, now.AddMinutes(minutes), givesWay is { } after ? now.AddMinutes(after) : null);
        Site.Leap(TimeSpan.FromMinutes(minutes));
        await Site.Get<Server.Monitoring.EquipmentWatch>().CheckAsync(TestContext.Current.CancellationToken);
    }
}
