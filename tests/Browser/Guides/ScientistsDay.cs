using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>A process scientist's day: is a parameter stable over the batches, and what moved it.</summary>
[Guide("scientist")]
public sealed class ScientistsDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Cells = "rehearsal|R05/viable-cells";

    [HowTo, Requirement("P211-110")]
    public Task Chart_a_parameter_over_the_batches() => TellAsync("Every value that stands in an executed record can be charted: single values or subgroups, a moving average, cumulative sums. A corrected value counts as corrected.", async tell =>
    {
        await Campaign.MadeAsync(Site);
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "On **Recipes** press **Control charts**.", async () =>
        {
            await dan.FollowAsync("Recipes");
            await dan.FollowAsync("Control charts", "Control charts");
        });
        await tell.StepAsync(dan, "Choose the **Parameter** and the **Chart**, the **Rules** on runs, and from which batches the limits come; press **Draw**.", async () =>
        {
            await dan.FillAsync("Parameter", Cells);
            await dan.FillAsync("Chart", "Individuals");
            await dan.FillAsync("Rules", "WesternElectric");
            await DrawAsync(dan);
        });
        await tell.SeeAsync(dan, "A point that breaks a rule bears a ring and the number of the rule. Above the chart stands how often chance alone gives a false alarm.", async () =>
        {
            await dan.SeesAsync("By chance alone");
            await Expect(dan.Page.Locator("svg.control").First).ToBeVisibleAsync();
        });
        await tell.PictureAsync(dan, "A chart of single values with its limits; rings and numbers mark the points that break a rule", whole: true);
        await tell.SeeAsync(dan, "**The same as a table** lists each point with its limits and the rules that it breaks, for keyboard and screen reader.", () => dan.UnfoldAsync("The same as a table"));
        await dan.Page.Locator("summary").Filter(new() { HasText = "The same as a table" }).ClickAsync();
    });

    [HowTo, Requirement("P211-110")]
    public Task Tell_strata_apart() => TellAsync("A stratum is what the record itself knows of each batch when the value was taken: shift, operator, equipment, lot, version of the recipe. A lot that came in later cannot have moved the value, and does not count.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "Choose under **Tell apart by** the **Equipment: processor**, and press **Draw**: each processor has a shape of its own, and a line of its own in the table **By Equipment: processor**.", async () =>
        {
            await dan.FillAsync("Tell apart by", "equipment:processor");
            await DrawAsync(dan);
            await dan.SeesAsync("By Equipment: processor");
        });
        await tell.PictureAsync(dan, "A chart of viable cell density: points by processor, limits, points that break a rule");
    });

    [HowTo, Requirement("P211-110")]
    public Task See_what_moved_it() => TellAsync("Facts of the record and approved changes are compared by a mixed model and a search for changes. A finding names the effect in the parameter's unit, its interval and the batches, and says what it cannot be told apart from. It advises; it decides nothing.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.SeeAsync(dan, "Below the chart, under **What moved it**, stands each finding as a sentence, or that none was found among how many candidates. What the batches cannot tell is listed too.", async () =>
        {
            await dan.SeesAsync("What moved it");
            await Expect(dan.Page.Locator(".cause").First).ToContainTextAsync($"Equipment: processor moves it: {Campaign.Odd} stands −");
            await Expect(dan.Page.Locator(".cause")).ToHaveCountAsync(1);
        });
        await tell.StepAsync(dan, "Open **Evidence**: every level with its effect and interval, the chances, and the batches that are concerned.", async () =>
        {
            await dan.UnfoldAsync("Evidence");
            await dan.SeesAsync("Mixed model: likelihood ratio");
        });
        await dan.Page.Locator("#causes").ScrollIntoViewIfNeededAsync();
        await tell.PictureAsync(dan, "The finding: one processor stands lower than the others, by how much, and the evidence", whole: true);
    });

    [HowTo, Requirement("P211-110")]
    public Task Read_the_capability() => TellAsync("Pp and Ppk say what the process did; Cp and Cpk, what a stable one can do. Each has its interval: from few batches the interval is what counts.", async tell =>
    {
        var dan = await AtAsync("dan");
        await tell.SeeAsync(dan, "Under **Capability** stand **Ppk** with its interval against the proven acceptable range, and whether the values look normal. **Cp and Cpk** are stated only when no point breaks a rule.", async () =>
        {
            await dan.SeesAsync("Against the proven acceptable range");
            await dan.SeesAsync("Ppk");
            await Expect(dan.Page.GetByText("Anderson-Darling")).ToBeVisibleAsync();
        });
        await dan.Page.GetByText("Anderson-Darling").ScrollIntoViewIfNeededAsync();
        await tell.PictureAsync(dan, "Capability: Ppk with its interval, and whether the values look normal");
    });

    [HowTo, Requirement("P211-110")]
    public Task Fit_a_monitoring_model() => TellAsync("A monitoring model learns from completed batches what is usual, and then follows the next ones while they run. An engineer has it fitted; the server makes the card, so a model cannot be described otherwise than it is.", async tell =>
    {
        await FollowedRuns.PrepareAsync(Site);
        var dan = await AtAsync("dan");
        await tell.StepAsync(dan, "Under **Monitoring** open the model that stands for the recipe, and press **Fit a new version**; or **Fit a model** for a recipe that has none.", async () =>
        {
            await dan.FollowAsync("Monitoring", "Monitoring");
            await dan.SeesAsync("Fit a model");
            await dan.FollowAsync("culture-run@2", "Model culture-run@2");
            await dan.PressAsync("Fit a new version");
        });
        await tell.StepAsync(dan, "Say **Its version**, which batches teach it and the rate of **False alarms a batch**, and press **Fit and submit**. What so few batches cannot support is refused, with how many it takes.", async () =>
        {
            await dan.FillAsync("Its version", "3", dan.Dialog);
            await dan.FillAsync("False alarms a batch", "0.1", dan.Dialog);
            await dan.PressAsync("Fit and submit", dan.Dialog);
            await dan.AtAsync("Model culture-run@3");
        });
        await tell.SeeAsync(dan, "Its page says what it rests on, **What it cannot see** and **What its fit found**: odd batches among those that it learned from are named.", async () =>
        {
            await dan.SeesAsync("What it cannot see");
            await dan.SeesAsync("What its fit found");
        });
        await tell.PictureAsync(dan, "The card of a fitted model: what it rests on, what it cannot see, what its fit found", whole: true);
        await tell.StepAsync(dan, "Press **Let it run in shadow**: it follows running batches beside the one in force, and alarms nobody.", async () =>
        {
            await dan.PressAsync("Let it run in shadow");
            await dan.SeesAsync("runs in shadow");
        });
    });

    [HowTo, Requirement("P211-110", "P11-10g")]
    public Task Compare_and_approve_a_monitoring_model() => TellAsync("One model is in force for a version of a recipe; another replaces it only after it ran in shadow beside it, and by the signature of somebody of the quality unit who did not submit it.", async tell =>
    {
        var eve = await AtAsync("eve");
        await tell.StepAsync(eve, "Under **Monitoring** open the model in shadow. Beside the one in force stands what each said of every batch; those on which they differ come first.", async () =>
        {
            await eve.FollowAsync("Monitoring", "Monitoring");
            await eve.FollowAsync("culture-run@2", "Model culture-run@2");
            await eve.SeesAsync("In force says");
        });
        await tell.PictureAsync(eve, "The page of a model in shadow: what it rests on, what can be done, and what it said beside the one in force", whole: true);
        await tell.StepAsync(eve, "Press **Sign the approval**, read what you sign for, and give your user id and password. It is in force from then on.", async () =>
        {
            await eve.PressAsync("Sign the approval");
            await eve.SignAsync("eve");
            await eve.SeesAsync("In force");
        });
        await tell.SeeAsync(eve, "**History** says who did what and when, and which version took the place of which.", () => eve.SeesAsync("it superseded culture-run@1"));
        await tell.StepAsync(eve, "A model that should follow nothing any more: press **Retire it**, say why, and sign. The one before does not come back.", async () =>
        {
            await eve.PressAsync("Retire it");
            await eve.FillAsync("Why it is retired", "Its probe type is no longer used.", eve.Dialog);
            await eve.PressAsync("Go on to the signature", eve.Dialog);
            await eve.SignAsync("eve");
            await eve.SeesAsync("Retired");
        });
    });

    private static async Task DrawAsync(Hand dan)
    {
        await dan.PressAsync("Draw");
        await dan.AtAsync("Control charts");
        await Expect(dan.Page.Locator("section[aria-labelledby=causes][aria-busy=false]")).ToHaveCountAsync(1);
    }
}
