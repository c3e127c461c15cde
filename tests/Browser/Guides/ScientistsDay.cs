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
    });

    private static async Task DrawAsync(Hand dan)
    {
        await dan.PressAsync("Draw");
        await dan.AtAsync("Control charts");
        await Expect(dan.Page.Locator("section[aria-labelledby=causes][aria-busy=false]")).ToHaveCountAsync(1);
    }
}
