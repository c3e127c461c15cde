using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A day of the quality unit: a deviation from the notice to its closure, a review by exception, a release, an approval.</summary>
[Guide("quality")]
public sealed partial class QualitysDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Batch = "B-2051", Deviation = "B-2051-D1", Reviewed = "B-2052";

    [HowTo]
    public Task See_what_needs_you() => TellAsync("You are told in your inbox, and by mail or webhook where the [administrator set that up](../operate/notices.md).", async tell =>
    {
        var (earlier, _) = await Site.BatchAsync("B-2050");
        await Site.As("ada", new StartStep(earlier, "R01"));
        var (batch, processor) = await Site.BatchAsync(Batch);
        await Site.ToThirdStepAsync(batch, processor);
        await Site.LeaveLimitsAsync(batch, processor);
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Deviation>(Deviation)).HoldsNow, "the deviation holds the batch");
        var eve = await AtAsync("eve");
        await eve.GoAsync("/", "Board");
        await tell.StepAsync(eve, "Press **Inbox** at the top. What is new or urgent stands first.", () => eve.FollowAsync("Inbox", "Inbox"));
        await tell.PictureAsync(eve, "The inbox with an urgent notice: a deviation opened and the batch is on hold");
        await tell.StepAsync(eve, "Press **I have seen them**, then **Open** beside the one that you work on.", async () =>
        {
            await eve.PressAsync("I have seen them");
            await eve.SeesAsync("0 not seen");
            await eve.FollowAsync($"Open {Deviation}", Deviation);
        });
        await eve.GoAsync("/deviations", "Deviations");
        await tell.SeeAsync(eve, "The page **Deviations** lists them all in the order of risk: severity, a batch on hold, a clock that runs out, overdue actions, nobody assigned, age. Each row says why it stands where it does.", () => eve.SeesAsync(Deviation));
        await eve.FollowAsync(Deviation, Deviation);
    });

    [HowTo, Requirement("P211-100", "P11-50a")]
    public Task Decide_how_a_batch_goes_on() => TellAsync("A deviation opens by itself (a value outside its proven range, a time limit that ran out, a watched tag that fell silent) or is reported by the floor. A value in the alert range is flagged and opens nothing.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.SeeAsync(eve, "Read what happened, and the **Evidence**: the readings that the record keeps with it, and what was read around them. What happened before at the same step, with the same item or lot, or in the same shift is said above.", () => eve.Page.Locator("svg.trend").WaitForAsync());
        await tell.PictureAsync(eve, "A deviation: what happened, how the batch may go on, the readings around it, and what is missing for its closure");
        await tell.StepAsync(eve, "Press **Let it go on…**, say why, and press **Go on to sign**. There is also *Hold the batch…*, *Alternative step…* where the recipe offers one, and **Abort the batch…**.", () =>
            ToSignAsync(eve, "Let it go on…", "One reading, four minutes", ("Why may the batch go on", "One reading, four minutes; cells are not harmed by it.")));
        await tell.StepAsync(eve, "Sign with your **Password**. The hold ends a moment later. To decide anew, hold the batch first; what was decided before stays readable.", async () =>
        {
            await eve.SignAsync("eve");
            await eve.SeesAsync("Signed by Eve Quality (approval)");
        });
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Batch)).Holds.IsEmpty, "the hold has ended");
    });

    [HowTo, Requirement("P211-192")]
    public Task Work_on_a_deviation() => TellAsync("Everything is in place on its page, which fits a phone, too. Saying something again supersedes it; both stay readable.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "Press **Assign…** and choose **To whom**; the person is told at once.", () => FormAsync(eve, "Assign…", "Assign", ("To whom", "dan")));
        await tell.StepAsync(eve, "Press **Classify…**: **Severity** and **What it is about**, with the reason. Severity decides the order of the list and what the closure needs.", () =>
            FormAsync(eve, "Classify…", "Classify", ("Severity", "Major"), ("What it is about", "Equipment"), ("Why", "A critical parameter left its proven range")));
        await Site.As("dan", new RecordInvestigation(Deviation, "The door gasket was worn; the temperature came back in four minutes.", "Worn door gasket"));
        await tell.StepAsync(eve, "The investigation, with its **Root cause**, is recorded by somebody who will not close the deviation.", () => eve.SeesAsync("Worn door gasket"));
        await tell.StepAsync(eve, "Press **Plan an action…**: **What is to be done**, **Who does it**, until when. Only the owner says that it is done, with evidence. A major or critical deviation needs at least one.", () =>
            FormAsync(eve, "Plan an action…", "Plan it", ("What is to be done", "Put the gasket on the maintenance plan"), ("Who does it", "cora")));
        await Site.As("cora", new CompleteCorrectiveAction(Deviation, 1, "Work order 4711"));
        await tell.StepAsync(eve, "**Other batches** are computed from the record: the same lot at any time, the same item within 28 days, the same step in the ten batches before and the ten after it within that time, the same person in the same shift (shifts begin at 06, 14 and 22 h). Judge each with **Affected…** or **Not affected…** and a reason. One that is affected gets a deviation of its own, and is held while it is under way.", async () =>
        {
            foreach (var other in await eve.Page.Locator("[data-batch]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.batch)"))
                await FormAsync(eve, $"Not affected… {other}", "It is not affected", ("Why is it not affected", "Another processor, and its readings were normal"));
        });
        await tell.PictureAsync(eve, "The deviation with assignment, class, investigation, judged batches and a completed action", whole: true);
    });

    [HowTo, Requirement("P211-192", "P11-10g")]
    public Task Close_a_deviation() => TellAsync("Somebody of QA closes it who neither worked in the step nor investigated.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "While something is missing, **Closure** lists it. When nothing is, press **Close it…**, say what it means for the batch, and sign.", async () =>
        {
            await ToSignAsync(eve, "Close it…", "No effect on the product", ("What does it mean for the batch", "No effect on the product"));
            await tell.PictureAsync(eve, "The closure before it is signed: what was decided, found out and done, word for word");
            await eve.SignAsync("eve");
        });
        await tell.SeeAsync(eve, "It is **Closed**. **Reopen…** takes a reason; the closure stays readable.", () => Expect(eve.Page.Locator(".head")).ToContainTextAsync("Closed"));
        Assert.True((await Site.Desk.StateAsync<Deviation>(Deviation)).IsClosed);
    });

    [HowTo, Requirement("P211-192")]
    public Task Check_whether_an_action_has_worked() => TellAsync("An effect takes time to show, so its check may be due long after the deviation was closed. Whoever checks is told when it is planned and, with the rest of QA, when it or an action is overdue; **Overdue** on **Deviations** lists both.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "At the action press **Plan a check…**: **What will be looked at**, **Who of the quality unit looks**, until when. Nobody checks their own action.", () =>
            FormAsync(eve, "Plan a check…", "Plan it", ("What will be looked at", "No temperature excursion of this processor in ten batches"), ("Who of the quality unit looks", "eve")));
        await tell.PictureAsync(eve, "A completed action whose effect is to be checked", whole: true);
        await tell.StepAsync(eve, "When the day has come, press **Has it worked?…**, choose, say what was looked at and what was seen, press **Go on to sign**, and sign.", async () =>
        {
            await ToSignAsync(eve, "Has it worked?…", "none left its range", ("Has it worked?", "yes"), ("What was looked at", "Ten batches on this processor, none left its range"));
            await eve.SignAsync("eve");
            await eve.SeesAsync("Has worked");
        });
        Assert.True((await Site.Desk.StateAsync<Deviation>(Deviation)).Actions[0].Checks.Single().Result!.Effective);
    });

    [HowTo, Requirement("P211-100", "P11-50a")]
    public Task Take_the_alternative_step_that_a_recipe_offers() => TellAsync("A recipe may say beforehand what is done when a step cannot be finished as planned. Nobody takes that way by themselves: a deviation is open, and you decide.", async tell =>
    {
        const string Clamped = "B-2054", Slipped = "B-2054-D1";
        await Site.StartAsync(Clamped, await Site.InForceAsync(DecidingADeviation.TwoWays));
        await Site.As("ada", new StartStep(Clamped, "A1"));
        await Site.As("ada", new ReportDeviation(Clamped, "A1", "The clamp slipped", true));
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Deviation>(Slipped)).HoldsNow, "the deviation holds the batch");
        var eve = await AtAsync("eve");
        await eve.GoAsync($"/deviations/{Slipped}", Slipped);
        await tell.StepAsync(eve, "On the deviation's page press **Alternative step…**, which stands there where the recipe offers one. Choose **Which step instead**, say why, and press **Go on to sign**.", () =>
            ToSignAsync(eve, "Alternative step…", "perform A1b (Close with the spare clamp) instead of step A1", ("Which step instead", "A1b"), ("Why", "The spare clamp is of the same kind and fits the same tube.")));
        await tell.PictureAsync(eve, "What is signed: which step is performed instead of which, and why");
        await tell.StepAsync(eve, "Read the text and sign. The step ends, what it recorded stays, and the hold is over.", () => eve.SignAsync("eve"));
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Clamped)).Step("A1")!.ReplacedBy is not null, "the alternative is taken");
        var ada = await AtAsync("ada");
        await ada.Known.OpenAsync(Clamped);
        await tell.SeeAsync(ada, "The operator's page goes on with the alternative step.", () => ada.SeesAsync("Close with the spare clamp"));
        Assert.Empty((await Site.StateAsync(Clamped)).Holds);
    });

    [HowTo, Requirement("P211-100", "P11-10g")]
    public Task Hold_a_batch_and_let_it_go_on() => TellAsync("For a reason of your own, such as a recalled lot; a supervisor may hold a batch, too, and only quality releases it. Equipment and time limits run on while a batch is held.", async tell =>
    {
        const string Held = "B-2053";
        await Site.BatchAsync(Held);
        var eve = await AtAsync("eve");
        await eve.GoAsync($"/batches/{Held}", Held);
        await tell.StepAsync(eve, "Open the batch and press **Hold the batch…**. Say **Why is the batch held**, and press **Hold it**: whoever works in it sees who holds it, and why.", async () =>
        {
            await FormAsync(eve, "Hold the batch…", "Hold it", ("Why is the batch held", "Lot TCM-12 may have been warm in transit"));
            await eve.SeesAsync("Held by Eve Quality");
        });
        await tell.PictureAsync(eve, "A batch that is held by hand: who holds it, why, since when, and the button that releases it");
        await tell.StepAsync(eve, "Press **Release the hold…**, say **Why may the batch go on**, and press **Release it**. A deviation's hold has no such button: it ends with the decision on the deviation.", () =>
            FormAsync(eve, "Release the hold…", "Release it", ("Why may the batch go on", "The temperature log shows 2 to 8 °C all the way")));
        await SiteUnderTest.Until(async () => (await Site.StateAsync(Held)).Holds.IsEmpty, "the hold has ended");
    });

    [HowTo, Requirement("P211-110", "P211-192")]
    public Task Shelve_an_alarm_that_can_wait() => TellAsync("An open deviation calls until somebody decides. Where that can wait for a known time, you or a supervisor take its alarm off the lists until then, 12 hours at most. The deviation stays open and must be decided; one that holds its batch or is critical cannot be shelved.", async tell =>
    {
        const string Batch = "B-2059", Known = $"{Batch}-D1";
        await Site.BatchAsync(Batch);
        await Site.As("ada", new StartStep(Batch, "R01"));
        await Site.As("ada", new ReportDeviation(Batch, "R01", "The second display of the workstation is dark", false));
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Deviation>(Known)).Status == DeviationStatus.Open, "the deviation is open");
        var eve = await AtAsync("eve");
        await eve.GoAsync($"/deviations/{Known}", Known);
        await tell.StepAsync(eve, "Open the deviation, press **Shelve the alarm…**, say **Why can it wait?** and **Until when?**, and press **Shelve it**.", async () =>
        {
            await eve.PressAsync("Shelve the alarm…");
            await eve.FillAsync("Why can it wait?", "A new display is fitted before the next shift; the work goes on at the first.", eve.Dialog);
            await eve.SeesAsync("Until when?", eve.Dialog);
            await tell.PictureAsync(eve, "An alarm before it is shelved: why it can wait, and until when");
            await eve.PressAsync("Shelve it", eve.Dialog);
            await Expect(eve.Dialog).ToHaveCountAsync(0);
        });
        await eve.GoAsync("/deviations", "Deviations");
        await tell.SeeAsync(eve, "On **Deviations** it stands behind those that call, as **Shelved until** its end, and is counted apart: **1 shelved**. The operator's page and the board show it, too.", async () =>
        {
            await eve.SeesAsync("Shelved until");
            await eve.SeesAsync("1 shelved");
        });
        await tell.PictureAsync(eve, "The list of deviations: one is shelved, with its end, and counted apart");
        await eve.GoAsync($"/deviations/{Known}", Known);
        await tell.SeeAsync(eve, "**Take it off the shelf…** brings the alarm back before its time.", () => eve.SeesAsync("Take it off the shelf…"));
        Site.Leap(TimeSpan.FromMinutes(61));
        await SiteUnderTest.Until(async () => (await Site.EntriesAsync($"deviation/{Known}", nameof(AlarmReturned))).Count == 1, "the alarm is back");
        await tell.StepAsync(eve, "At its end it is back by itself, at once when the batch is held for it or it is found more severe. Your **Inbox** says so.", async () =>
        {
            await eve.FollowAsync("Inbox", "Inbox");
            await eve.SeesAsync($"The alarm of deviation {Known} of batch {Batch} is back");
        });
    });

    [HowTo, Requirement("P211-101", "P11-50a")]
    public Task Release_or_reject_a_lot() => TellAsync("A lot in quarantine cannot be added to a batch; an expired or rejected one is refused at the scan. Whoever received a lot cannot release it.", async tell =>
    {
        await Site.As("cora", new ReceiveLot("TCM-14", "medium", "A supplier", "77-4412", Site.Desk.Now.AddDays(120), 20_000m, "mL"));
        var eve = await AtAsync("eve");
        await eve.GoAsync("/", "Board");
        await tell.StepAsync(eve, "Open **Lots**: those that need somebody stand first. **In quarantine** shows what waits for you. Press the lot.", async () =>
        {
            await eve.FollowAsync("Lots", "Lots");
            await eve.SeesAsync("In quarantine");
            await eve.FollowAsync("TCM-14", "TCM-14");
        });
        await tell.StepAsync(eve, "Press **Release it…**, say **On what grounds**, press **Go on to sign**, read what you sign, and sign.", async () =>
        {
            await ToSignAsync(eve, "Release it…", "release for use, on the evidence of: Certificate 77-4412, identity test", ("On what grounds", "Certificate 77-4412, identity test"));
            await eve.SignAsync("eve");
            await eve.SeesAsync("Lot released, signed by Eve Quality");
        });
        await tell.PictureAsync(eve, "A lot that was released: what is left of it, where it was used, and what was done with it");
        await tell.SeeAsync(eve, "Its page says what is left and **Where it was used**. **Reject it…** takes a reason and is final; it names the batches that the lot went into.", () => eve.SeesAsync("Nothing of it went into a batch."));
        Assert.Equal(LotStatus.Released, (await Site.Desk.StateAsync<Lot>("TCM-14")).Status);
    });

    [HowTo, Requirement("P211-192", "DI-2")]
    public Task Review_a_batch_by_exception() => TellAsync("What asks for your eyes stands first, in the order of risk; for everything else the rules run again over the whole record, and you see what they were given. You may begin while the batch is being made, leave, or let a colleague go on. Whoever worked in a batch cannot review it.", async tell =>
    {
        await ThirtySteps.PerformAsync(Site, Reviewed);
        var eve = await AtAsync("eve");
        await eve.Page.GotoAsync(new Uri(Site.Address, "/reviews").ToString());
        await tell.StepAsync(eve, "The page **Review and release** lists the batches that wait for a decision. Press **Review** in the row of one.", async () =>
        {
            await eve.FollowAsync("Review", within: eve.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Reviewed }));
            await eve.AtAsync(Reviewed);
            await Expect(eve.Page.Locator("h1")).ToBeFocusedAsync();
        });
        await tell.SeeAsync(eve, "Each exception has its limits, its trend, who did it, and the entries that it rests on. Keys spare the mouse: **N** and **P** for the next and the previous, **A** accepts and shows the next that is left, **R** returns it with a reason to those who made the batch, **S** signs.", () => Expect(eve.Page.Locator("[data-left]")).ToHaveAttributeAsync("data-left", "3"));
        await tell.PictureAsync(eve, "A batch of thirty steps with three exceptions in review");
        await tell.StepAsync(eve, "Press **A** at each that you accept. The counter says how many are left; a deviation is accepted here once it is closed.", async () =>
        {
            for (var left = 2; left >= 0; left--)
            {
                await eve.Page.Keyboard.PressAsync("a");
                await Expect(eve.Page.Locator("[data-left]")).ToHaveAttributeAsync("data-left", $"{left}");
            }
        });
        await tell.StepAsync(eve, "Below stands **Not looked at by a person: the proof**. Open a rule to see what it was given and what it came to. **Critical audit trail** are the entries that no exception holds; your signature covers them too.", async () =>
        {
            var sequence = eve.Page.Locator("details.rule").Filter(new() { HasText = "order of the recipe" });
            await sequence.Locator("summary").ClickAsync();
            await Expect(sequence.Locator("tbody tr")).ToHaveCountAsync(31);
            await sequence.Locator("summary").ClickAsync();
        });
        await tell.StepAsync(eve, "Press **Sign the review** and sign. What is recorded later, such as a correction, opens again exactly the exceptions that it touches, and the signature is asked for again.", async () =>
        {
            await eve.PressAsync("Sign the review");
            await eve.SignAsync("eve");
            await eve.SeesAsync("on exactly what stands now");
        });
    });

    [HowTo, Requirement("P211-165", "A11-15")]
    public Task Release_a_batch() => TellAsync("A release is final. A conditional one names each result that the master record lets be pending and when it is due, and makes the physician's notice; an owed result that is late or out of specification opens a deviation by itself. A rejection takes a reason and withdraws a conditional release, too.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "Press **Release** on the review page. It shows the tests that the master record asks for, and what is missing.", () => eve.FollowAsync("Release", $"Release of {Reviewed}"));
        await tell.PictureAsync(eve, "What is missing for a release: sterility is awaited, and may be", whole: true);
        await tell.StepAsync(eve, "Press **Release**, or, while only results are missing that may be, **Release conditionally**; say why the product cannot wait, and press **Go on to sign**.", () =>
            ToSignAsync(eve, "Release conditionally: 1 result awaited", "owed: sterility", ("Why can the product not wait?", "The patient is conditioned.")));
        await tell.StepAsync(eve, "Sign. What is owed stands on the page with its clocks, and the **Physician's notice** beside it. When every result is there, release finally.", async () =>
        {
            await eve.SignAsync("eve");
            await eve.SeesAsync("Released conditionally");
        });
        await tell.PictureAsync(eve, "A conditional release: what is owed, until when, and the decision with its signature");
        Assert.Equal(DispositionStatus.Conditional, (await Site.Desk.StateAsync<Disposition>(Reviewed)).Status);
    });

    [HowTo, Requirement("P211-165", "P211-192")]
    public Task Reject_a_batch() => TellAsync("A rejection is final, takes a reason, and withdraws a conditional release. Nothing needs to be complete for it.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "On the page of the release press **Reject**, say **Why is it rejected?**, and press **Go on to sign**.", () =>
            ToSignAsync(eve, "Reject", "reject, because: The seal of the bag was found open", ("Why is it rejected?", "The seal of the bag was found open on receipt at the ward.")));
        await tell.PictureAsync(eve, "What is signed when a batch is rejected, with the reason");
        await tell.StepAsync(eve, "Read the text and sign. The batch stands as **Rejected** from then on; what had been released conditionally is withdrawn, and both decisions stay on the page.", async () =>
        {
            await eve.SignAsync("eve");
            await eve.SeesAsync("Rejected");
        });
        Assert.Equal(DispositionStatus.Rejected, (await Site.Desk.StateAsync<Disposition>(Reviewed)).Status);
    });

    [HowTo, Requirement("P211-105", "P211-192")]
    public Task Judge_what_an_item_out_of_tolerance_served() => TellAsync("A calibration that found an item out of tolerance calls every batch in question that it served since the one before. Each is judged, with a reason.", async tell =>
    {
        var (batch, processor) = await Site.BatchAsync("B-2063");
        await Site.ToThirdStepAsync(batch, processor);
        await Site.As("dan", new Domain.Equipment.RecordCalibration(processor, Site.Desk.Now, Site.Desk.Now.AddDays(180), true, "CAL-2208", "0.8 K above at 37 °C"));
        var eve = await AtAsync("eve");
        await eve.GoAsync("/equipment", "Equipment");
        await tell.StepAsync(eve, "On **Equipment** the item stands among the first. Press **Judge the batches** in its row.", async () =>
        {
            await eve.FollowAsync("Judge the batches", processor, eve.Page.Locator($"tr[data-item={processor}]"));
            await eve.SeesAsync("To judge");
        });
        await tell.PictureAsync(eve, "An item that was found out of tolerance, and the batch that it served, to be judged");
        await tell.StepAsync(eve, "Beside each batch press **Not affected…**, or **Open a deviation…** and say **Why may it be affected?**; then **Open the deviation**. A batch that is under way is held.", async () =>
        {
            await FormAsync(eve, "Open a deviation…", "Open the deviation", ("Why may it be affected?", "The chamber was warmer than it said"));
            await eve.SeesAsync("Affected");
        });
        await SiteUnderTest.Until(async () => !(await Site.StateAsync(batch)).Holds.IsEmpty, "the batch is held");
    });

    // Opens a form by its button, fills it in, and waits until it is gone.
    private static async Task FormAsync(Hand hand, string open, string act, params (string Label, string Value)[] fields)
    {
        await FillInAsync(hand, open, act, fields);
        await Expect(hand.Dialog).ToHaveCountAsync(0);
    }

    // The same as far as the text that is signed then, which says these words.
    private static async Task ToSignAsync(Hand hand, string open, string says, params (string Label, string Value)[] fields)
    {
        await FillInAsync(hand, open, "Go on to sign", fields);
        await Expect(hand.Dialog.Locator(".statement")).ToContainTextAsync(says);
    }

    private static async Task FillInAsync(Hand hand, string open, string act, (string Label, string Value)[] fields)
    {
        await hand.PressAsync(open);
        foreach (var (label, value) in fields) await hand.FillAsync(label, value, hand.Dialog);
        await hand.PressAsync(act, hand.Dialog);
    }
}
