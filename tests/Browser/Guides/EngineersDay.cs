using System.Text.RegularExpressions;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A process engineer's day: a recipe from the draft to the approval of others.</summary>
[Guide("engineer")]
public sealed partial class EngineersDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Name = "rehearsal-1.1";

    [HowTo, Requirement("P11-10k", "P211-68b1")]
    public Task Begin_a_draft() => TellAsync("A draft may be wrong, commented on, undone and rehearsed; nothing can be made by it before it is submitted and approved.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.Page.GotoAsync(new Uri(Site.Address, "/recipes").ToString());
        await tell.StepAsync(dan, "On **Recipes** give the **Name of the draft**, choose what to **Begin from** (a version, a variant that extends one, an example, or nothing), and press **Begin a draft**.", async () =>
        {
            await dan.FillAsync("Name of the draft", Name);
            await dan.FillAsync("Begin from", "rehearsal@1.0");
            await dan.PressAsync("Begin a draft");
            await ReadyAsync(dan);
        });
        await tell.StepAsync(dan, "The text stands on the left, the flow on the right. Press a step, and the cursor goes there; move the cursor, and the picture follows.", async () =>
        {
            await dan.Page.Locator("#sfc-R06").ClickAsync();
            await dan.SeesAsync("R06 Rest at 37 degrees");
        });
        await tell.PictureAsync(dan, "A draft: its text with line numbers, and the picture of its flow with one step chosen");
    });

    [HowTo, Requirement("P11-10k")]
    public Task See_what_is_wrong_while_you_type() => TellAsync("Unknown tags and equipment classes, impossible ranges, units that do not fit, a critical parameter without limits, formulas on values that a path does not record, steps that cannot be reached: each is said beside its line. It cannot know whether your numbers are right.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "Type. What is wrong is listed below with its line, and the step in the picture is marked with **1 error**; press a finding, and the cursor goes there.", async () =>
        {
            await TypeAsync(dan, "tag: chamber-temperature", "tag: chamber-temperatur");
            await dan.SeesAsync("Did you mean chamber-temperature?");
        });
        await tell.PictureAsync(dan, "A misspelt tag: the finding names the line and what was probably meant", whole: true);
        await tell.StepAsync(dan, "Mend it, until **Nothing is wrong with it**. Say what was changed, if you like, and press **Save**, as often as you like. Every saved state stays; **Undo the last save** takes the one before up again, and nobody can overwrite what somebody else saved meanwhile.", async () =>
        {
            await TypeAsync(dan, "tag: chamber-temperatur,", "tag: chamber-temperature,");
            await TypeAsync(dan, "version: \"1.0\"", "version: \"1.1\"");
            await TypeAsync(dan, "maximum-duration: 2 h", "maximum-duration: 3 h");
            await dan.SeesAsync("Nothing is wrong with it");
            await dan.FillAsync("What was changed (optional)", "Longer rest");
            await dan.PressAsync("Save");
            await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Draft>(Name)).Revisions.Count == 2, "the draft is saved");
        });
    });

    [HowTo]
    public Task Hear_what_others_say_of_it() => TellAsync("Engineers, supervisors, operators and QA comment on a step; their remarks stand beside it.", async tell =>
    {
        var dan = await AtAsync("dan");
        await Site.As("eve", new CommentOnDraft(Name, "R06", "Why three hours?"));
        await tell.StepAsync(dan, "A comment shows at its step in the picture, and in the list. Press **Seen to** when it is.", async () =>
        {
            await dan.SeesAsync("Why three hours?");
            await dan.PressAsync("Seen to C1");
            await dan.SeesAsync("seen to by Dan Engineer");
        });
        await dan.Page.GetByText("seen to by Dan Engineer").ScrollIntoViewIfNeededAsync();
        await tell.PictureAsync(dan, "A comment on a step, with who has seen to it");
    });

    [HowTo, Requirement("P211-110")]
    public Task See_what_a_change_means_before_anyone_signs() => TellAsync("A limit that is wrong shows in the batches that were made already. *Rehearse* runs the saved text against the virtual plant, in a process and a record of its own; the verdict stays with the draft.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "Open **What changed against rehearsal@1.0**: it names step, parameter, class, before and after.", async () =>
        {
            await dan.UnfoldAsync("What changed against rehearsal@1.0");
            await Expect(dan.Page.GetByRole(AriaRole.Region, new() { Name = "Changes" })).ToContainTextAsync("maximum-duration");
        });
        await tell.StepAsync(dan, "Press **Judge executed batches by the changed limits**: which recorded values, readings of watched tags and durations the change would have flagged, and which no longer.", async () =>
        {
            await dan.PressAsync("Judge executed batches by the changed limits");
            await dan.SeesAsync("Nothing newly flagged");
        });
        await dan.Page.GetByRole(AriaRole.Heading, new() { Name = "Before anyone signs" }).ScrollIntoViewIfNeededAsync();
        await tell.PictureAsync(dan, "Before anyone signs: what changed, and what it would have flagged");
    });

    [HowTo, Requirement("P211-186", "P11-10k")]
    public Task Submit_a_recipe_for_approval() => TellAsync("The saved text becomes a version that never changes. Everybody who saved the draft is its author, and no author approves: an engineer or supervisor signs first, then QA.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "Press **Submit rehearsal@1.1**. The version stands under **Recipes** and waits for its approvals.", async () =>
        {
            await dan.PressAsync("Submit rehearsal@1.1");
            await dan.SeesAsync("First approval");
            await Expect(dan.Page).ToHaveURLAsync(new Regex("/recipes/rehearsal@1.1$"));
        });
        await tell.PictureAsync(dan, "A submitted version: what it is, its SHA-256, and that an engineer or supervisor approves first");
        Assert.False((await Site.Desk.StateAsync<Master>("rehearsal@1.1")).Approved);
    });

    [HowTo, Requirement("P211-105")]
    public Task Register_an_item_of_equipment() => TellAsync("An item can be used when it is registered, its calibration is valid, it is clean, and stands in the room that the recipe asks for; all of that is checked as an operator scans it. Its id is that of its label and of its device.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment", "Equipment");
        await tell.StepAsync(dan, "On **Equipment** press **Register an item…**, give **Id on its label**, **Class**, **Name for people** and **Room in which it stands**, say **Who uses it**, and press **Register**.", async () =>
        {
            await dan.PressAsync("Register an item…");
            await dan.FillAsync("Id on its label", "INC-07", dan.Dialog);
            await dan.FillAsync("Class", "incubator", dan.Dialog);
            await dan.FillAsync("Name for people", "Incubator 7", dan.Dialog);
            await dan.FillAsync("Room in which it stands", "C-104", dan.Dialog);
            await dan.FillAsync("Who uses it", "several", dan.Dialog);
            await dan.PressAsync("Register", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
        });
        await tell.SeeAsync(dan, "The row says what it still lacks, **Blocked** until then, and offers what mends it.", () => dan.SeesAsync("Blocked"));
        await tell.PictureAsync(dan, "An item just registered: what it lacks before a batch can check it in");
    });

    [HowTo, Requirement("P211-105", "P11-10h")]
    public Task Record_a_calibration_and_a_cleaning() => TellAsync("A calibration that found the item out of tolerance calls in question what it served since the one before: the batches are listed, and quality judges each.", async tell =>
    {
        var dan = await AtAsync("dan");
        var row = dan.Page.Locator("tr[data-item=INC-07]");
        await tell.StepAsync(dan, "Press **Record calibration…** in the row, give **Result**, **Next due** and **Certificate or report**, and press **Record the calibration**.", async () =>
        {
            await dan.PressAsync("Record calibration…", row);
            await dan.FillAsync("Result", "passed", dan.Dialog);
            await dan.FillAsync("Next due", $"{Site.Desk.Now.AddDays(90):yyyy-MM-dd}", dan.Dialog);
            await dan.FillAsync("Certificate or report", "CAL-2207", dan.Dialog);
            await tell.PictureAsync(dan, "A calibration before it is recorded");
            await dan.PressAsync("Record the calibration", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
        });
        await tell.StepAsync(dan, "Press **Record cleaning…**, give **Agent and procedure** and **Clean until**, and press **Record the cleaning**.", async () =>
        {
            await dan.PressAsync("Record cleaning…", row);
            await dan.FillAsync("Agent and procedure", "6 % H2O2, SOP-31", dan.Dialog);
            await dan.FillAsync("Clean until", $"{Site.Desk.Now.AddDays(3):yyyy-MM-dd'T'HH:mm}", dan.Dialog);
            await dan.PressAsync("Record the cleaning", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
        });
    });

    [HowTo, Requirement("P211-105")]
    public Task Plan_by_the_calendar_of_calibration_and_cleaning() => TellAsync("The calendar says what lapses when, who uses it, and what stops then; what has lapsed stands first. The item's own page has its log.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment", "Equipment");
        await tell.StepAsync(dan, "On **Equipment** press **Calibration and cleaning calendar**. Choose **Calibrations** or **Cleanings**, **By week** or **By month**.", async () =>
        {
            await dan.FollowAsync("Calibration and cleaning calendar", "Calibration calendar");
            await dan.SeesAsync("By month");
            await dan.FollowAsync("Cleanings", "Cleaning calendar");
        });
        await tell.SeeAsync(dan, "Under **What stops then** each row says what follows when nobody acts.", () => dan.SeesAsync("No batch can check it in then."));
        await tell.PictureAsync(dan, "The calendar of cleanings by week");
        await tell.StepAsync(dan, "Press **Record cleaning…** in the row, or **Record calibration…** in the other calendar, as soon as it was done: the row moves to its next date.", async () =>
        {
            await dan.PressAsync("Record cleaning…", dan.Page.Locator("tr[data-item=INC-07]"));
            await dan.FillAsync("Agent and procedure", "6 % H2O2, SOP-31", dan.Dialog);
            await dan.FillAsync("Clean until", $"{Site.Desk.Now.AddDays(20):yyyy-MM-dd'T'HH:mm}", dan.Dialog);
            await dan.PressAsync("Record the cleaning", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
            await dan.FollowAsync("Calibrations", "Calibration calendar");
            await dan.SeesAsync("Record calibration…");
        });
    });

    [HowTo, Requirement("P211-105")]
    public Task See_how_equipment_stands() => TellAsync("What needs somebody stands first: an item that a batch cannot check in, a calibration or cleaning that lapses, a device that nobody registered or that two edge nodes announce.", async tell =>
    {
        await Site.BatchAsync("B-2081");
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment", "Equipment");
        await tell.SeeAsync(dan, "The page **Equipment** shows each item with its device, calibration, cleaning, who uses it, and what can be done about it.", () => dan.SeesAsync("CP-81"));
        await tell.PictureAsync(dan, "The status board of equipment: an incubator and a connected processor");
    });

    [HowTo, Requirement("P211-105")]
    public Task Take_equipment_out_of_service_and_return_it() => TellAsync("No batch can check in an item that is out of service. What was done before it came back stands in its log, and a second person checks it.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment/INC-07", "INC-07");
        await tell.StepAsync(dan, "On the item's page press **Take out of service…**, say **Why**, and press **Take it out of service**.", async () =>
        {
            await dan.PressAsync("Take out of service…");
            await dan.FillAsync("Why", "The alarm of the door does not sound", dan.Dialog);
            await dan.PressAsync("Take it out of service", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
            await dan.SeesAsync("Out of service");
        });
        await tell.PictureAsync(dan, "An item out of service: why, since when, and what may be done with it");
        await tell.StepAsync(dan, "When it is mended press **Return to service…**, say **What was done, and how**, and press **Return it**. It counts as unclean from then on: record a cleaning before a batch checks it in.", async () =>
        {
            await dan.PressAsync("Return to service…");
            await dan.FillAsync("What was done, and how", "Switch adjusted, alarm test passed, WO-31", dan.Dialog);
            await dan.PressAsync("Return it", dan.Dialog);
            await Expect(dan.Dialog).ToHaveCountAsync(0);
            await dan.SeesAsync("Returned to service: Switch adjusted, alarm test passed, WO-31");
            await dan.SeesAsync("Blocked");
        });
    });

    [HowTo, Requirement("P211-68b1")]
    public Task Look_through_the_tags() => TellAsync("A tag is what a device says: a name, a value with its unit, and how far it can be trusted. An item has the tags of its class, also those that its device has not declared.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment", "Equipment");
        await tell.StepAsync(dan, "On **Equipment** press **Tags**: each stands there with **Value**, **Quality**, **Age** and the **Last half hour**, live.", async () =>
        {
            await dan.FollowAsync("Tags", "Tags");
            await dan.SeesAsync("chamber-temperature");
        });
        await tell.PictureAsync(dan, "Tags with their live values, quality and age");
        await tell.StepAsync(dan, "Narrow the list by **Class**, **Item**, **State** or **Part of the tag's name**. The state **stale, bad or not there** finds what a step would have to wait for.", async () =>
        {
            await dan.FillAsync("Item", "CP-81");
            await Expect(dan.Page).ToHaveURLAsync(new Regex("item=CP-81"));
            await dan.FillAsync("State", "doubtful");
            await dan.SeesAsync("Not declared at birth");
        });
    });

    [HowTo, Requirement("P211-68b1", "P11-10k")]
    public Task Bind_a_parameter_to_a_tag_by_picking() => TellAsync("A parameter that is bound to a tag takes its value from the device. Picking offers what fits its unit, says why the rest does not, and writes the name into the text at its place, changing no other letter.", async tell =>
    {
        var text = (await Site.Desk.StateAsync<Master>("rehearsal@1.0")).Text.Replace("version: \"1.0\"", "version: \"1.2\"", StringComparison.Ordinal).Replace(" tag: co2,", "", StringComparison.Ordinal);
        await Site.As("dan", new SaveDraft("picking", 0, text, "Begun"));
        var dan = await AtAsync("dan");
        await dan.Page.GotoAsync(new Uri(Site.Address, "/recipes/drafts/picking").ToString());
        await ReadyAsync(dan);
        await tell.StepAsync(dan, "Open the draft, press the step in the picture, and press **Pick a tag…** beside the parameter.", async () =>
        {
            await dan.Page.Locator("#sfc-R03").ClickAsync();
            await dan.PressAsync("Pick a tag… co2");
            await dan.SeesAsync("Tag for co2 of step R03", dan.Dialog);
        });
        await tell.StepAsync(dan, "Choose the **Equipment class** and, among those that fit, the tag. What is marked **Does not fit** says why; the values now stand beside it.", async () =>
        {
            await dan.SeesAsync("they measure different things", dan.Dialog);
            await dan.Dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new("^co2") }).CheckAsync();
        });
        await tell.PictureAsync(dan, "Picking a tag: one fits, one does not and says why");
        await tell.StepAsync(dan, "Press **Bind it**. The text has the tag now; **Save** keeps it, and the browser's undo takes it back.", async () =>
        {
            await dan.PressAsync("Bind it", dan.Dialog);
            await dan.SeesAsync("is bound to tag co2 of processor. Save the draft to keep it.");
            await dan.PressAsync("Save");
            await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Draft>("picking")).Revisions.Count == 2, "the draft is saved");
        });
        Assert.Contains("tag: co2,", (await Site.Desk.StateAsync<Draft>("picking")).Revisions[^1].Text, StringComparison.Ordinal);
    });

    [HowTo, Requirement("P11-10k", "P211-186")]
    public Task Make_a_variant_of_a_recipe_for_a_site_or_a_product() => TellAsync("A variant names one exact version of another recipe and only what is different. What it says otherwise is shown as such wherever the recipe is looked at, and it is approved like any other.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.Page.GotoAsync(new Uri(Site.Address, "/recipes").ToString());
        await tell.StepAsync(dan, "On **Recipes** give the **Name of the draft**, choose **a variant that extends rehearsal@1.0** under **Begin from**, and press **Begin a draft**.", async () =>
        {
            await dan.FillAsync("Name of the draft", "rehearsal-north");
            await dan.FillAsync("Begin from", "+rehearsal@1.0");
            await dan.PressAsync("Begin a draft");
            await ReadyAsync(dan);
        });
        await tell.StepAsync(dan, "Under `overrides` write what is different here, a line each: a step, its parameter where it is one, and the new value. Steps that differ are drawn **thick**, and **What changed against rehearsal@1.0** lists what that means.", async () =>
        {
            await TypeAsync(dan, "overrides: []", "overrides:\n  - {step: R06, maximum-duration: 3 h}\n  - {step: R03, parameter: co2, normal: [4.6, 5.4]}");
            await dan.SeesAsync("Nothing is wrong with it");
            await Expect(dan.Page.Locator("#sfc-R06.changed")).ToHaveCountAsync(1);
            await dan.UnfoldAsync("What changed against rehearsal@1.0");
            await Expect(dan.Page.GetByRole(AriaRole.Region, new() { Name = "Changes" })).ToContainTextAsync("maximum-duration");
        });
        await tell.PictureAsync(dan, "A variant: a few lines of text, the whole flow beside them, and the two steps that differ drawn thick", whole: true);
        await tell.StepAsync(dan, "Press **Save**, then **Submit rehearsal-variant@1.0**. Its page names the version that it extends; a later version of that changes nothing here.", async () =>
        {
            await dan.PressAsync("Save");
            await dan.PressAsync("Submit rehearsal-variant@1.0");
            await Expect(dan.Page).ToHaveURLAsync(new Regex("/recipes/rehearsal-variant@1.0$"));
            await dan.SeesAsync("rehearsal@1.0");
        });
        Assert.Equal("rehearsal@1.0", (await Site.Desk.StateAsync<Master>("rehearsal-variant@1.0")).Resolved?.Base);
    });

    // The page says itself when its editor listens.
    private static Task ReadyAsync(Hand hand) => Expect(hand.Page.Locator(".editor[data-ready]")).ToHaveCountAsync(1);

    private static async Task TypeAsync(Hand hand, string part, string replacement)
    {
        var area = hand.Page.Locator(".editor textarea");
        var text = await area.InputValueAsync();
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The text has no {part}.");
        await area.FillAsync(text.Remove(at, part.Length).Insert(at, replacement));
    }
}
