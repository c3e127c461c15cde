using System.Text.RegularExpressions;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Every page as it looks, on a tablet, a desk screen and a phone; and that nobody is shut out.</summary>
[Long(150)]
public sealed partial class Looks(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static readonly Dictionary<string, IPage> screens = [];
    private static readonly Dictionary<string, Found> visited = [];
    private static bool prepared;

    private const string Nobody = ""; // before anybody has signed in

    /// <summary>An address where no page is: what is said there is looked at too.</summary>
    internal const string Nowhere = "/foo/bar";

    /// <summary>Every page: a name for its picture, its address, and a person whom it is for.</summary>
    public static TheoryData<string, string, string> Pages => new()
    {
        { "board", "/", "cora" }, { "operate-start", "/batches/LOOK-31/operate", "ada" }, { "operate-confirm", "/batches/LOOK-32/operate", "ada" }, { "operate-live", "/batches/LOOK-33/operate", "ada" },
        { "operate-choice", "/batches/LOOK-34/operate", "ada" }, { "operate-material", "/batches/LOOK-35/operate", "ada" }, { "operate-hold", "/batches/LOOK-36/operate", "ada" }, { "operate-time", "/batches/LOOK-37/operate", "ada" },
        { "timeline", "/batches/LOOK-37", "ada" }, { "step", "/batches/LOOK-37/step?key=R03", "ada" }, { "paper", "/batches/LOOK-33/paper", "ada" }, { "deviations", "/deviations", "eve" }, { "deviation", "/deviations/LOOK-36-D1", "eve" }, { "inbox", "/inbox", "eve" }, { "trail", "/trail", "ada" }, { "trail-batch", "/batches/LOOK-36/trail", "ada" },
        { "reviews", "/reviews", "eve" }, { "review", "/batches/LOOK-37/review", "eve" }, { "release", "/batches/LOOK-37/release", "eve" }, { "notice", "/batches/LOOK-37/notice", "ada" },
        { "ledger", "/ledger", "ada" }, { "recipes", "/recipes", "dan" }, { "recipe", "/recipes/rehearsal@1.0", "ada" }, { "charts", "/charts?of=rehearsal|R05/viable-cells&by=equipment:processor", "vic" }, { "charts-sums", "/charts?of=rehearsal|R05/viable-cells&chart=Cusum&baseline=20", "vic" }, { "draft", "/recipes/drafts/look", "dan" },
        { "changes", "/recipes/changes?from=rehearsal@1.0&to=draft:look", "ada" }, { "backtest", "/recipes/backtest?recipe=draft:look&against=rehearsal@1.0", "ada" }, { "equipment", "/equipment", "dan" }, { "equipment-calendar", "/equipment/calendar?by=month", "dan" }, { "equipment-tags", "/equipment/tags", "dan" }, { "equipment-one", "/equipment/CP-37", "dan" }, { "lots", "/lots", "eve" }, { "lot", "/lots/TCM-12", "eve" }, { "monitoring-batch", "/batches/RUN-91/monitoring", "dan" }, { "monitoring", "/monitoring", "dan" }, { "monitoring-model", "/monitoring/models/culture-run@2", "eve" }, { "monitoring-room", "/equipment/EM-90/monitoring", "dan" }, { "monitoring-model-room", "/monitoring/models/room-c202@2", "eve" }, { "missing", "/batches/NONE-1/operate", "ada" },
        { "people", "/people", "eve" }, { "people-one", "/people/ada", "eve" }, { "people-training", "/training", "eve" }, { "people-accountability", "/accountability", "eve" },
        { "no-page", Nowhere, "ada" }, { "first-run", "/first-run", Nobody }, { "sign-in", "/sign-in", Nobody }, { "locked", "/locked", "ada" }, { "password", "/password", "ada" }, { "second-factor", "/second-factor", "ada" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task Are_drawn_at_every_size_and_shut_nobody_out(string name, string path, string person) => Nothing((await VisitAsync(name, path, person)).AtEverySize);

    [Theory, MemberData(nameof(Pages))]
    public async Task Are_whole_with_text_at_twice_its_size(string name, string path, string person) => Nothing((await VisitAsync(name, path, person)).AtTwiceItsSize);

    // All that is wrong with a page at once.
    private static void Nothing(IReadOnlyList<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));

    // Opened once: what a page takes is to come up, and both tests look at the same one.
    private async Task<Found> VisitAsync(string name, string path, string person)
    {
        if (visited.TryGetValue(name, out var known)) return known;
        await PrepareAsync();
        var page = await OpenAsync(path, person);
        await SettledAsync(page, name);
        var wrong = (await WithoutOffsetAsync(page)).Select(time => $"{path} says \"{time}\" without an offset.").ToList();
        foreach (var (width, height, dark) in new[] { (1280, 800, false), (1280, 800, true), (1920, 1080, false), (390, 844, false) })
        {
            // The styles know of nothing but width and colours: one page that is made narrower looks like one that was opened narrow.
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            await Picture.KeepAsync(page, $"{name}-{width}{(dark ? "-dark" : "")}", whole: !name.StartsWith("operate", StringComparison.Ordinal));
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0) wrong.Add($"{path} is {overflow} px wider than a screen of {width}.");
            if (!dark) wrong.AddRange(await LiesInPlace.FindAsync(page, $"{path} at {width}"));
            // In the dark nothing but the colours is another.
            if (width != 1920) wrong.AddRange(await ShutsNobodyOut.FindAsync(page, $"{path} at {width}{(dark ? ", dark" : "")}", dark ? "color-contrast" : null));
        }

        var atTwice = await AtTwiceTheSize.FindAsync(page);
        await Picture.KeepAsync(page, $"{name}-twice");
        if (!screens.ContainsValue(page)) await page.Context.CloseAsync();
        return visited[name] = new(wrong, [.. atTwice.Select(what => $"{path} with text at 200 %: {what}")]);
    }

    // A time that is read bears its offset; the axis of a picture bears it once.
    private static async Task<IEnumerable<string>> WithoutOffsetAsync(IPage page)
    {
        var texts = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('body *')].filter(e => !e.closest('svg, script, style, .editor') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => e.innerText ?? '')");
        return texts.SelectMany(text => Time().Matches(text).Where(time => !time.Groups["offset"].Success).Select(time => text[Math.Max(0, time.Index - 40)..Math.Min(text.Length, time.Index + time.Length + 20)])).Distinct();
    }

    [GeneratedRegex(@"(?:\d{1,2} [A-Z][a-z]{2} (?:\d{4} )?)?(?<![-+−:.\d])\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?!:)(?<offset>\s?[-+−]\d\d:\d\d)?")]
    private static partial Regex Time();

    // Whoever is signed in stays so for the next page; who locks the screen, or is nobody yet, has a screen of their own.
    private async Task<IPage> OpenAsync(string path, string person)
    {
        if (person != Nobody && path != "/locked" && screens.TryGetValue(person, out var known))
        {
            await known.SetViewportSizeAsync(1280, 800);
            await known.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await known.GotoAsync(new Uri(site.Address, path).ToString());
            return known;
        }

        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        if (person == Nobody)
        {
            await hand.Page.GotoAsync(path == "/first-run" ? site.FirstRun().ToString() : new Uri(site.Address, path).ToString());
        }
        else if (path == "/locked")
        {
            await hand.SignInAsync(person, "/equipment");
            await hand.PressAsync("Lock");
            await Expect(hand.Page).ToHaveURLAsync(new Regex("/locked"));
        }
        else
        {
            await hand.SignInAsync(person, path);
            screens[person] = hand.Page;
        }

        return hand.Page;
    }

    private static async Task SettledAsync(IPage page, string name)
    {
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        // Opened in the picture that comes first, they would be closed again once the page is alive.
        if (name == "timeline") await Expect(page.Locator("[data-alive]")).ToHaveCountAsync(1);
        if (name == "timeline")
            foreach (var details in await page.Locator(".phase details:has(summary:text('Trends'))").AllAsync()) await details.Locator("summary").ClickAsync();
        if (name == "review") await Expect(page.Locator("article[data-exception]")).ToBeVisibleAsync();
        if (name == "release") await Expect(page.Locator(".missing")).ToBeVisibleAsync();
        if (name == "timeline") await Expect(page.Locator("svg.trend").First).ToBeVisibleAsync();
        if (name == "monitoring-batch")
        {
            await Expect(page.Locator("[data-alive]")).ToHaveCountAsync(1);
            await page.Locator("#evidence > summary").ClickAsync();
            await Expect(page.Locator("#evidence figure svg").First).ToBeVisibleAsync();
        }

        if (name == "draft") await Expect(page.Locator(".editor[data-ready]")).ToHaveCountAsync(1);
        if (name.StartsWith("charts", StringComparison.Ordinal)) await Expect(page.Locator(".cause")).ToHaveCountAsync(1);
        if (name == "backtest") await Expect(page.GetByText("no longer flagged, in ")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private async Task PrepareAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (prepared) return;
            await FollowedRoom.PrepareAsync(site); // its alarm comes while the cultures are leapt over
            await FollowedRuns.PrepareAsync(site); // first: it lets the clock leap
            var recipe = await site.Desk.StateAsync<Domain.Recipes.Masters.Master>("rehearsal@1.0");
            await site.As("dan", new Domain.Recipes.Drafts.SaveDraft("look", 0, recipe.Text.Replace("version: \"1.0\"", "version: \"1.1\"", StringComparison.Ordinal)
                .Replace("normal: [4.5, 5.5], proven: [4, 6]", "normal: [4.95, 5.05], proven: [4.9, 5.1]", StringComparison.Ordinal), "Tighter", "rehearsal@1.0"));
            await site.As("eve", new Domain.Recipes.Drafts.CommentOnDraft("look", "R03", "Is this backed by data?"));
            await site.BatchAsync("LOOK-31");
            await site.BatchAsync("LOOK-32");
            await site.As("ada", new StartStep("LOOK-32", "R01"));
            await site.As("ada", new Confirm("LOOK-32", "R01", "statement-1"));
            foreach (var number in new[] { "LOOK-33", "LOOK-34", "LOOK-35", "LOOK-36", "LOOK-37" })
            {
                var (batch, processor) = await site.BatchAsync(number);
                await site.ToThirdStepAsync(batch, processor);
                if (number == "LOOK-33") continue;
                if (number == "LOOK-36")
                {
                    await site.LeaveLimitsAsync(batch, processor);
                    continue;
                }

                await site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
                await site.As("ada", new RecordByHand(batch, "R03", "co2", 4.4, "%", "The CO2 sensor is being replaced; read at the incubator's own display."));
                await site.As("ada", new CorrectValue(batch, "R03", "co2", 4.9, "%", "Misread the display; second reading confirmed by photograph."));
                await site.As("ben", new VerifyEntry(batch, "R03", "co2"), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), "R03", "co2")));
                await site.As("ada", new CompleteStep(batch, "R03"));
                if (number == "LOOK-34") continue;
                await site.As("ada", new StartStep(batch, "R04"));
                await site.As("ada", new AddMaterial(batch, "R04", "medium", "TCM-12", 2905, "mL"));
                if (number == "LOOK-35") continue;
                await site.As("ada", new AddMaterial(batch, "R04", "il-2", "IL2-77", 600, "k[IU]"));
                await site.As("ben", new VerifyEntry(batch, "R04", "il-2"), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), "R04", "il-2")));
                await site.As("ada", new CompleteStep(batch, "R04"));
                await site.As("ada", new StartStep(batch, "R05"));
                await site.As("ada", new TakeSample(batch, "R05", "count"));
                await site.As("ada", new RecordByHand(batch, "R05", "viable-cells", 8.2e6, "/mL", null));
                await site.As("ben", new VerifyEntry(batch, "R05", "viable-cells"), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), "R05", "viable-cells")));
                await site.As("ada", new CompleteStep(batch, "R05"));
                await site.As("ada", new StartStep(batch, "R06"));
            }

            await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Domain.Deviations.Deviation>("LOOK-36-D1")).Status == Domain.Deviations.DeviationStatus.Open, "the deviation is open");
            await site.As("eve", new Domain.Deviations.PlanCorrectiveAction("LOOK-36-D1", Domain.Deviations.ActionKind.Corrective, "Train the shift on the new clamp", "ada", site.Desk.Now.AddDays(7)));
            await site.As("ada", new Domain.Deviations.CompleteCorrectiveAction("LOOK-36-D1", 1, "Training record of the shift"));
            await site.As("eve", new Domain.Deviations.PlanEffectivenessCheck("LOOK-36-D1", 1, "No excursion of the chamber in ten batches", "eve", site.Desk.Now.AddDays(60)));
            await Campaign.MadeAsync(site);
            prepared = true;
        }
        finally
        {
            Once.Release();
        }
    }

    private sealed record Found(IReadOnlyList<string> AtEverySize, IReadOnlyList<string> AtTwiceItsSize);
}
