using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A second person's day: at other people's screens, and with results of release tests.</summary>
[Guide("verifier")]
public sealed class VerifiersDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Batch = "B-2044", Tested = "B-2046";

    [HowTo, Requirement("P11-50a", "P11-70", "P211-101")]
    public Task Verify_an_entry() => TellAsync("Go to the place first. Look at the lot, the label, the display, the weld yourself, not at the screen. Then verify at the operator's screen; you need not be signed in there.", async tell =>
    {
        var (batch, processor) = await Site.BatchAsync(Batch);
        await Site.ToThirdStepAsync(batch, processor);
        await Site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await Site.As("ada", new RecordByHand(batch, "R03", "co2", 4.8, "%", "The sensor is being replaced; read at the incubator's own display."));
        var ada = await AtAsync("ada");
        await ada.Known.OpenAsync(batch);
        await tell.StepAsync(ada, "An entry that waits for you is marked **To verify**. Press **Verify**: what you sign for stands there word for word, with its value, unit, time and who made it.", async () =>
        {
            await ada.PressAsync("Verify");
            await Expect(ada.Dialog.Locator(".statement")).ToContainTextAsync("4.8 %");
        });
        await tell.PictureAsync(ada, "What a verification is signed for, word for word");
        await tell.StepAsync(ada, "Give your own **User id** and **Password** and press **Sign**. Recorded are your printed name, the time, the meaning *verification* and the hash of exactly what was shown.", () => ada.SignAsync("ben"));
    });

    [HowTo, Requirement("P11-10g", "P211-101")]
    public Task See_why_your_own_entry_is_refused() => TellAsync("The second person is another person. The server also refuses a text that has changed since it was shown, somebody whose training has lapsed, and somebody without the role.", async tell =>
    {
        await Site.As("ada", new CorrectValue(Batch, "R03", "co2", 4.9, "%", "Misread; the photograph shows 4.9."));
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Whoever made the entry may press **Verify**, and **Sign**, too: the answer is **Not signed**, with the reason.", async () =>
        {
            await ada.PressAsync("Verify");
            await ada.FillAsync("User id", "ada", ada.Dialog);
            await ada.FillAsync("Password", SiteUnderTest.Password, ada.Dialog);
            await ada.PressAsync("Sign", ada.Dialog);
            await Expect(ada.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not signed");
        });
        await tell.PictureAsync(ada, "A signature is refused: another person must verify the entry");
        await tell.StepAsync(ada, "Press **Do not sign**; the entry still waits.", async () =>
        {
            await ada.PressAsync("Do not sign");
            await ada.SeesAsync("To verify");
        });
    });

    [HowTo, Requirement("DI-4", "P11-10e2")]
    public Task Verify_a_corrected_value() => TellAsync("If something is not right, do not sign. Tell the operator, who corrects the value with a reason; the corrected one then waits for you. If you find something wrong after you signed, the same way is open: the correction lets your signature lapse, visibly.", async tell =>
    {
        var ada = await AtAsync("ada");
        await tell.StepAsync(ada, "Press **Verify**. The first value stands beside the corrected one, with the reason.", async () =>
        {
            await ada.PressAsync("Verify");
            await Expect(ada.Dialog.Locator(".statement")).ToContainTextAsync("4.9 %, supersedes 4.8 %");
        });
        await tell.PictureAsync(ada, "The corrected value, the one that it supersedes, and why");
        await tell.StepAsync(ada, "Give **User id** and **Password** and press **Sign**.", () => ada.SignAsync("ben"));
    });

    [HowTo, Requirement("P211-194")]
    public Task Record_the_result_of_a_release_test() => TellAsync("Who tested records the result: the number or the words, where the raw data lie, the method with its version, and when the test ended.", async tell =>
    {
        await ThirtySteps.PerformAsync(Site, Tested);
        var ben = await AtAsync("ben");
        await ben.GoAsync($"/batches/{Tested}/release", $"Release of {Tested}");
        await tell.StepAsync(ben, "Open the batch's page **Release** and press **Record** beside the test.", () => ben.PressAsync("Record"));
        await tell.StepAsync(ben, "Give the **Result**, **Report, method and its version** and when the **Test ended**, and press **Record the result**. A result that stands is not overwritten: another takes its place with a reason, and one out of specification stays until its deviation is closed.", async () =>
        {
            var form = ben.Page.Locator("form").Filter(new() { HasText = "Result of Sterility" });
            await form.GetByLabel("Result", new() { Exact = true }).FillAsync("no growth");
            await ben.FillAsync("Report, method and its version", "report 118, membrane filtration 3.2", form);
            await ben.SeesAsync("Test ended");
            await tell.PictureAsync(ben, "The result of a release test, before it is recorded", whole: true);
            await ben.PressAsync("Record the result", form);
            await Expect(form).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Disposition>(Tested)).Result("sterility") is not null, "the result is recorded");
    });

    [HowTo, Requirement("P211-194", "P11-50a")]
    public Task Review_the_result_of_a_release_test() => TellAsync("A result is valid when a second person has looked at the raw data and signed. You cannot review what you recorded.", async tell =>
    {
        var ben = await AtAsync("ben");
        await tell.StepAsync(ben, "Look at the raw data. On the batch's page **Release** press **Review** beside the result, and read what you sign.", async () =>
        {
            await ben.PressAsync("Review result of Sterility");
            await Expect(ben.Dialog.Locator(".statement")).ToContainTextAsync("no growth");
        });
        await tell.StepAsync(ben, "The second person gives **User id** and **Password** and presses **Sign**; the meaning is *second review*.", () => ben.SignAsync("eve"));
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Disposition>(Tested)).Result("sterility")!.ReviewedBy is not null, "the result is reviewed");
        await tell.PictureAsync(ben, "The release specification with both results in specification");
    });
}
