using System.Globalization;
using Cellwright.Server.Desk;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A reader's day: everything is open to be read, and nothing changes.</summary>
[Guide("viewer")]
public sealed class ViewersDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Batch = "B-2071";

    [HowTo, Requirement("P11-10b1", "P11-50b")]
    public Task Read_a_batch() => TellAsync("The timeline is the executed record as it grows: every step, each value with its range, its source and what it superseded, trends, signatures, and which branch the recipe took and why.", async tell =>
    {
        var (batch, processor) = await Site.BatchAsync(Batch);
        await Site.ToThirdStepAsync(batch, processor);
        await Site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await Site.As("ada", new RecordByHand(batch, "R03", "co2", 4.4, "%", "The sensor is being replaced."));
        await Site.As("ada", new CorrectValue(batch, "R03", "co2", 4.9, "%", "Misread; the photograph shows 4.9."));
        await Site.As("ben", new VerifyEntry(batch, "R03", "co2"), "verification", Statements.Hash(Statements.Entry(await Site.StateAsync(batch), "R03", "co2")));
        var vic = await AtAsync("vic");
        await vic.GoAsync("/", "Board");
        await tell.StepAsync(vic, "On the **Board** press the number of the batch.", () => vic.FollowAsync(Batch, Batch));
        await tell.SeeAsync(vic, "A value that was typed where a device should have given it is marked **Typed, not from equipment**, with the reason and the second person.", () => vic.SeesAsync("Typed, not from equipment"));
        var signed = (await Site.StateAsync(batch)).Step("R03")!.Signatures.Single();
        await tell.SeeAsync(vic, "Each **signature** stands with what it means, the printed name, and date and time with the offset, as it is printed in the record.", async () =>
        {
            var line = vic.Page.Locator("#R03 .record", new() { HasTextString = "signature" });
            await Expect(line).ToContainTextAsync("verification of “CO2”");
            await Expect(line).ToContainTextAsync($"Ben Second, {signed.At.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} +01:00");
        });
        await vic.Page.Locator("#R03").ScrollIntoViewIfNeededAsync();
        await tell.PictureAsync(vic, "A part of the timeline: a step with a value from equipment, and one that was typed and corrected");
    });

    [HowTo, Requirement("P11-10e1", "A11-9", "A11-12.4")]
    public Task Search_the_audit_trail() => TellAsync("Every entry of the record, newest first: who, when, what, before, after and reason; refused acts, too.", async tell =>
    {
        var vic = await AtAsync("vic");
        await tell.StepAsync(vic, "Press **Audit trail**.", async () =>
        {
            await vic.FollowAsync("Audit trail");
            await Expect(vic.Page.Locator("h1")).ToHaveTextAsync("Audit trail");
        });
        await tell.StepAsync(vic, "Choose a **Kind** (acts of people, refused acts, corrections, signatures), or type words under **Who** or **What**, and press **Show**.", async () =>
        {
            await vic.FillAsync("Kind", "corrected");
            await vic.PressAsync("Show");
            await vic.SeesAsync("Misread; the photograph shows 4.9.");
        });
        await tell.PictureAsync(vic, "The audit trail filtered for corrections: the value before and after, and why");
    });

    [HowTo, Requirement("P11-10g")]
    public Task See_that_reading_changes_nothing() => TellAsync("Your role reads. What a page offers to others it may show to you; the server refuses, says who may, and records the attempt.", async tell =>
    {
        var vic = await AtAsync("vic");
        await vic.Known.OpenAsync(Batch);
        await tell.StepAsync(vic, "Open **More** and press, for instance, **Pause the batch…**; give a reason and press **Pause**: it is **Not saved**, and the sentence says which role it takes.", async () =>
        {
            await vic.UnfoldAsync("More");
            await vic.PressAsync("Pause the batch…");
            await vic.FillAsync("Why?", "I only look", vic.Dialog);
            await vic.PressAsync("Pause", vic.Dialog);
            await Expect(vic.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not saved");
            await Expect(vic.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Operator");
        });
        await tell.PictureAsync(vic, "A reader tried to pause a batch, and is told who may");
        Assert.Equal(BatchStatus.Running, (await Site.StateAsync(Batch)).Status);
        Assert.Single(await Site.EntriesAsync($"refused/batch/{Batch}", nameof(ActRefused)));
    });
}
