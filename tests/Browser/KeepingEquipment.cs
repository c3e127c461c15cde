using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>The day of an engineer with equipment: register, calibrate, clean, look at the board and the log; and what follows from a calibration that found it wrong.</summary>
[Requirement("P211-105")]
[Long(30)]
public sealed class KeepingEquipment(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("P11-10h")]
    public async Task Takes_an_item_from_the_register_to_the_board_and_the_log()
    {
        var dan = await AtAsync("dan", "/equipment");
        await dan.AliveAsync("Equipment");
        await Press(dan.Page, "Register an item…");
        await Fill(dan.Page, "Id on its label", "inc-07");
        await Choose(dan.Page, "Class", "incubator");
        await Fill(dan.Page, "Name for people", "Incubator 7");
        await Fill(dan.Page, "Room in which it stands", "C-104");
        await Choose(dan.Page, "Who uses it", "several");
        await Give(dan.Page, "Register");
        await Expect(Dialog(dan.Page).GetByRole(AriaRole.Alert)).ToContainTextAsync("2 to 32 characters of A-Z, 0-9 and hyphen");
        await Fill(dan.Page, "Id on its label", "INC-07");
        await Give(dan.Page, "Register");
        var row = dan.Page.Locator("tr[data-item=INC-07]");
        await Expect(row).ToContainTextAsync("No valid calibration is on record. No batch can check it in until one passes.");
        await Expect(row).ToContainTextAsync("Blocked");
        await Picture.KeepAsync(dan.Page, "equipment-registered", whole: true);

        // What is missing is mended from the same line.
        await row.GetByRole(AriaRole.Button, new() { Name = "Record calibration… INC-07" }).ClickAsync();
        await Expect(Dialog(dan.Page)).ToContainTextAsync("calls in question all that it ever served: no batch");
        await Choose(dan.Page, "Result", "passed");
        await Fill(dan.Page, "Next due", Day(site.Desk.Now.AddDays(9)));
        await Fill(dan.Page, "Certificate or report", "CAL-2207");
        await Picture.KeepAsync(dan.Page, "equipment-calibrating");
        await Give(dan.Page, "Record the calibration");
        await Expect(row).ToContainTextAsync("Its calibration lapses on");
        await row.GetByRole(AriaRole.Button, new() { Name = "Record cleaning… INC-07" }).ClickAsync();
        await Fill(dan.Page, "Agent and procedure", "6 % H2O2, SOP-31");
        await Fill(dan.Page, "Clean until", site.Desk.Now.AddDays(3).ToString("yyyy-MM-dd'T'HH:mm", null));
        await Give(dan.Page, "Record the cleaning");
        await Expect(row).Not.ToContainTextAsync("It is not clean");

        // The calendar says when it lapses, and what stops then.
        await dan.Page.GetByRole(AriaRole.Link, new() { Name = "Calibration and cleaning calendar" }).ClickAsync();
        await dan.AliveAsync("Calibration calendar");
        await Expect(dan.Page.Locator("tr[data-item=INC-07]")).ToContainTextAsync("No batch can check it in then, and no value is taken from it.");
        await dan.Page.GetByRole(AriaRole.Link, new() { Name = "Cleanings", Exact = true }).ClickAsync();
        await Expect(dan.Page.Locator("tr[data-item=INC-07]")).ToContainTextAsync("No batch can check it in then.");

        // Its page: move, take out, return, and the log says it all, with a second person's check.
        await dan.Page.Locator("tr[data-item=INC-07] a.id").ClickAsync();
        await dan.AliveAsync("INC-07");
        await Press(dan.Page, "Record set-up or maintenance…");
        await Choose(dan.Page, "What kind", "maintenance");
        await Fill(dan.Page, "What was done", "Door seal changed");
        await Give(dan.Page, "Record the work");
        await Expect(Dialog(dan.Page).GetByRole(AriaRole.Alert)).ToContainTextAsync("Give the report or protocol");
        await Fill(dan.Page, "Report, protocol or set", "WO-31");
        await Give(dan.Page, "Record the work");
        await Press(dan.Page, "Take out of service…");
        await Fill(dan.Page, "Why", "Alarm of the door");
        await Give(dan.Page, "Take it out of service");
        await Expect(dan.Page.Locator(".head")).ToContainTextAsync("Out of service");
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Return to service…", Exact = true }).ClickAsync();
        await Fill(dan.Page, "What was done, and how", "Switch adjusted, alarm test passed");
        await Give(dan.Page, "Return it");
        await Expect(dan.Page.Locator("#log")).ToContainTextAsync("Returned to service: Switch adjusted, alarm test passed");
        // Registered, calibrated, cleaned, maintained (refused once), out and back.
        await Expect(dan.Page.Locator("#log tbody tr")).ToHaveCountAsync(7);

        var eve = await AtAsync("eve", "/equipment/INC-07?kind=Work");
        await eve.AliveAsync("INC-07");
        await Expect(eve.Page.Locator("#log tbody tr")).ToHaveCountAsync(1);
        await eve.Page.Locator("#log tbody tr").GetByRole(AriaRole.Button, new() { NameRegex = new("^I checked it…") }).ClickAsync();
        await Expect(Dialog(eve.Page)).ToContainTextAsync("You confirm, as a second person, that this was done: Door seal changed, WO-31");
        await Give(eve.Page, "I checked it");
        await Expect(eve.Page.Locator("#log tbody tr")).ToContainTextAsync("Eve Quality");
        await Picture.KeepAsync(eve.Page, "equipment-log", whole: true);
        await eve.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(eve.Page.Locator("#log form")).ToBeHiddenAsync();
        await Expect(eve.Page.Locator("#log .print")).ToBeVisibleAsync();
        await Picture.KeepAsync(eve.Page, "equipment-log-printed", whole: true);
        Assert.Equal("eve", (await site.Desk.StateAsync<EquipmentItem>("INC-07", TestContext.Current.CancellationToken)).UseLog.Single(line => line.Kind == UseKind.Maintained).CheckedBy);
    }

    [Fact]
    public async Task Lists_the_batches_that_an_item_out_of_tolerance_served_and_opens_a_deviation_each()
    {
        var (batch, processor) = await site.BatchAsync("TOL-61");
        await site.ToThirdStepAsync(batch, processor);
        var dan = await AtAsync("dan", $"/equipment/{processor}");
        await dan.AliveAsync(processor);
        await Press(dan.Page, "Record calibration…");
        await Expect(Dialog(dan.Page)).ToContainTextAsync("batch TOL-61");
        await Choose(dan.Page, "Result", "adjusted");
        await Fill(dan.Page, "Next due", Day(site.Desk.Now.AddDays(180)));
        await Fill(dan.Page, "Certificate or report", "CAL-2208");
        await Give(dan.Page, "Record the calibration");
        await Expect(Dialog(dan.Page).GetByRole(AriaRole.Alert)).ToContainTextAsync("whoever judges the batches needs it");
        await Fill(dan.Page, "What was found", "0.8 K above at 37 °C");
        await Give(dan.Page, "Record the calibration");
        await Expect(dan.Page.Locator("[data-batch=TOL-61]")).ToContainTextAsync("To judge");
        await Expect(dan.Page.Locator("[data-batch=TOL-61]").GetByRole(AriaRole.Button, new() { Name = "Not affected… TOL-61" })).ToHaveCountAsync(0);

        var eve = await AtAsync("eve", "/equipment");
        await eve.AliveAsync("Equipment");
        await Expect(eve.Page.Locator($"tr[data-item={processor}]")).ToContainTextAsync("batch TOL-61 used it before and is to be judged");
        await Picture.KeepAsync(eve.Page, "equipment-out-of-tolerance", whole: true);
        await eve.Page.Locator($"tr[data-item={processor}]").GetByRole(AriaRole.Link, new() { Name = "Judge the batches" }).ClickAsync();
        await eve.AliveAsync(processor);
        await Press(eve.Page, "Open a deviation… TOL-61");
        await Expect(Dialog(eve.Page)).ToContainTextAsync("while the batch is under way it is held");
        await Fill(eve.Page, "Why may it be affected?", "The chamber was warmer than it said");
        await Give(eve.Page, "Open the deviation");
        await Expect(eve.Page.Locator("[data-batch=TOL-61]")).ToContainTextAsync("Affected");
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>("TOL-61-D1")).Status == DeviationStatus.Open, "the deviation is open");
        Assert.Contains("0.8 K above at 37 °C", (await site.Desk.StateAsync<Deviation>("TOL-61-D1", TestContext.Current.CancellationToken)).What, StringComparison.Ordinal);
        await SiteUnderTest.Until(async () => !(await site.StateAsync("TOL-61")).Holds.IsEmpty, "the batch is held");
        await Picture.KeepAsync(eve.Page, "equipment-judged", whole: true);
    }

    [Fact]
    public async Task Shows_tags_with_value_quality_and_age_and_finds_the_doubtful_ones()
    {
        var (_, processor) = await site.BatchAsync("TAG-62");
        var dan = await AtAsync("dan", $"/equipment/tags?item={processor}");
        await dan.AliveAsync("Tags");
        var warm = dan.Page.Locator($"tr[data-tag='{processor}/chamber-temperature']");
        await Expect(warm).ToContainTextAsync("37.02 °C");
        await Expect(warm).ToContainTextAsync("Good");
        await Expect(warm).ToContainTextAsync("Born");
        await Expect(warm.Locator("svg.spark")).ToHaveCountAsync(1);
        await Expect(dan.Page.Locator($"tr[data-tag='{processor}/line-pressure']")).ToContainTextAsync("Not declared at birth");
        await site.ReportAsync(processor, 37.31);
        await Expect(warm).ToContainTextAsync("37.31 °C");
        await dan.Page.GetByLabel("State").SelectOptionAsync("doubtful");
        await Expect(warm).ToHaveCountAsync(0);
        await Expect(dan.Page.Locator($"tr[data-tag='{processor}/line-pressure']")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Binds_parameters_by_picking_and_changes_no_other_letter_of_the_draft()
    {
        await site.BatchAsync("PCK-63");
        var text = (await site.Desk.StateAsync<Master>("rehearsal@1.0", TestContext.Current.CancellationToken)).Text.Replace("version: \"1.0\"", "version: \"1.3\"", StringComparison.Ordinal);
        var unbound = text.Replace(" tag: co2,", "", StringComparison.Ordinal);
        await site.As("dan", new SaveDraft("picking", 0, unbound, "Begun"));
        var dan = await AtAsync("dan", "/recipes/drafts/picking");
        await Expect(dan.Page.Locator(".editor[data-ready]")).ToHaveCountAsync(1);
        var area = dan.Page.Locator(".editor textarea");

        // An unbound parameter: the tag of the class is picked; what measures something else cannot be.
        await dan.Page.Locator("#sfc-R03").ClickAsync();
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Pick a tag… co2" }).ClickAsync();
        await Expect(Dialog(dan.Page).GetByLabel("Equipment class")).ToHaveValueAsync("cell-processor");
        await Expect(Dialog(dan.Page)).ToContainTextAsync("co2 is in % and tag line-pressure in kPa: they measure different things.");
        await Expect(Dialog(dan.Page).GetByLabel("line-pressure")).ToBeDisabledAsync();
        await Expect(Dialog(dan.Page)).ToContainTextAsync("CP-63: 5.1 %");
        await Give(dan.Page, "Bind it");
        await Expect(Dialog(dan.Page).GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a class and a tag of it.");
        await Dialog(dan.Page).GetByRole(AriaRole.Radio, new() { NameRegex = new("^co2") }).CheckAsync();
        await Picture.KeepAsync(dan.Page, "draft-picking");
        await ShutsNobodyOut.CheckAsync(dan.Page, "picking a tag");
        await Give(dan.Page, "Bind it");
        await Expect(dan.Page.GetByText("is bound to tag co2 of processor. Save the draft to keep it.")).ToBeVisibleAsync();
        await Expect(area).ToHaveValueAsync(unbound.Replace("title: CO2, unit: \"%\",", "title: CO2, unit: \"%\", tag: co2,", StringComparison.Ordinal));
        await Expect(dan.Page.Locator("#editor-says")).ToContainTextAsync("Not saved yet");

        // The browser undoes it like anything typed.
        await area.PressAsync("Control+z");
        await Expect(area).ToHaveValueAsync(unbound);

        // Another class: its role is written down too.
        await dan.Page.Locator("#sfc-R05").ClickAsync();
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Pick a tag… viable-cells" }).ClickAsync();
        await Choose(dan.Page, "Equipment class", "cell-counter");
        await Expect(Dialog(dan.Page).GetByLabel("Name of the new role")).ToHaveValueAsync("cell-counter");
        await Fill(dan.Page, "Name of the new role", "counter");
        await Dialog(dan.Page).GetByRole(AriaRole.Radio, new() { NameRegex = new("^viable-cell-density") }).CheckAsync();
        await Give(dan.Page, "Bind it");
        await Expect(area).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("- \\{name: counter, class: cell-counter\\}[\\s\\S]*unit: /mL, tag: viable-cell-density, from: counter, target: 1.0e6"));
    }

    [Fact, Requirement("P11-10e1")]
    public async Task Moves_an_item_and_retires_it_for_good()
    {
        await site.As("dan", new RegisterEquipment("INC-08", "incubator", "Incubator 8", "C-104", true));
        var dan = await AtAsync("dan", "/equipment/INC-08");
        await dan.AliveAsync("INC-08");
        await Press(dan.Page, "Move…");
        await Expect(Dialog(dan.Page)).ToContainTextAsync("It stands in C-104. Recipes that ask for that room cannot use it any more");
        await ShutsNobodyOut.CheckAsync(dan.Page, "a form in its dialog");
        await Give(dan.Page, "Move it");
        await Expect(Dialog(dan.Page).GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Fill(dan.Page, "To which room", "C-105");
        await Fill(dan.Page, "Why", "The suite is rebuilt");
        await Give(dan.Page, "Move it");
        await Expect(dan.Page.Locator("#log")).ToContainTextAsync("The suite is rebuilt");
        await dan.GiveAsync("Retire for good…", "Retire it for good", ("Why", "Its controller is no longer made"));
        await Expect(dan.Page.Locator(".head")).ToContainTextAsync("Retired");
        foreach (var gone in new[] { "Move…", "Retire for good…" }) await Expect(dan.Page.GetByRole(AriaRole.Button, new() { Name = gone, Exact = true })).ToHaveCountAsync(0);
        var item = await site.Desk.StateAsync<EquipmentItem>("INC-08", TestContext.Current.CancellationToken);
        Assert.Equal(("C-105", true), (item.Room, item.Retired));
    }

    private static ILocator Dialog(IPage page) => page.Locator("dialog.form[open]");

    private static Task Press(IPage page, string words) => page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First.ClickAsync();

    // A field that is changed is heard by the server before the button that follows it.
    private static async Task Fill(IPage page, string label, string text)
    {
        await Dialog(page).GetByLabel(label).FillAsync(text);
        await Dialog(page).GetByLabel(label).BlurAsync();
    }

    private static Task Choose(IPage page, string label, string value) => Dialog(page).GetByLabel(label).SelectOptionAsync(value);

    private static Task Give(IPage page, string words) => Dialog(page).GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", null);

    private async Task<OperatorsPage> AtAsync(string user, string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        return hand;
    }
}
