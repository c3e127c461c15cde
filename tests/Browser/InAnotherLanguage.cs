using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Pages in a language whose words are longer: all of them are translated, fit, and stay so while the page lives; numbers and times stay as they are.</summary>
[Long(60)]
public sealed class InAnotherLanguage(Chromium chromium) : IClassFixture<Chromium>
{
    // What is always the page's own word, wherever it stands: none of it is data of a batch, a recipe or a person.
    private const string OwnWords = "th:not(:has(a), .given), dt, legend:not(.paper-lines legend), label:not(.check), .frame > header nav a, .empty h1, .empty h2, .empty p, .head .row a.button, .acts button, main form button, .because, .missing li, .clock .what, td.now strong";

    private const string Nobody = ""; // before anybody has signed in

    internal static readonly (string Path, string Person)[] Pages =
    [
        ("/", "cora"), ("/deviations", "eve"), ("/deviations/TALK-02-D1", "eve"), ("/reviews", "eve"), ("/batches/TALK-01/review", "eve"), ("/batches/TALK-01/release", "eve"),
        ("/batches/TALK-01", "ada"), ("/batches/TALK-01/operate", "ada"), ("/batches/TALK-01/step?key=R02", "ada"), ("/inbox", "eve"), ("/trail", "ada"), ("/ledger", "ada"),
        ("/recipes", "dan"), ("/recipes/rehearsal@1.0", "cora"), ("/recipes/drafts/talk", "dan"), ("/equipment", "ada"), ("/equipment/CP-01", "dan"), ("/equipment/calendar", "ada"), ("/equipment/tags", "ada"), ("/lots", "ada"), ("/lots/TCM-12", "eve"), ("/batches/RUN-91/monitoring", "dan"), ("/monitoring", "dan"), ("/equipment/EM-90/monitoring", "dan"), ("/monitoring/models/room-c202@2", "eve"), ("/monitoring/models/culture-run@2", "eve"), ("/monitoring/models/culture-run@1", "dan"), ("/charts", "dan"), ("/people", "fay"), ("/people/ada", "fay"), ("/training", "eve"), ("/accountability", "eve"),
        ("/batches/TALK-01/paper", "ada"), ("/batches/TALK-01/notice", "ada"), ("/batches/TALK-02/trail", "ada"), ("/recipes/changes?from=rehearsal@1.0&to=draft:talk", "ada"), ("/recipes/backtest?recipe=draft:talk&against=rehearsal@1.0", "ada"),
        ("/second-factor", "ada"), ("/password", "ada"), (Looks.Nowhere, "ada"), ("/locked", "vic"), ("/sign-in", Nobody), ("/first-run", Nobody),
    ];

    [Fact]
    public async Task Says_every_word_in_it_and_finds_room_for_it()
    {
        using var language = new PseudoLanguage();
        await using var site = new SiteUnderTest();
        await site.InitializeAsync();
        await PrepareAsync(site);
        var wrong = new List<string>();
        foreach (var person in Pages.GroupBy(page => page.Person))
        {
            var hand = new OperatorsPage(await chromium.ScreenAsync(language: PseudoLanguage.Name), site.Address);
            if (person.Key != Nobody) await SignInAsync(hand.Page, site.Address, person.Key);
            foreach (var (path, _) in person)
            {
                await hand.Page.SetViewportSizeAsync(1280, 800);
                await hand.Page.GotoAsync((path == "/first-run" ? site.FirstRun() : new Uri(site.Address, path)).ToString());
                await Expect(hand.Page.Locator("h1").First).ToBeVisibleAsync();
                await hand.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                foreach (var (width, height) in new[] { (1280, 800), (390, 844) })
                {
                    await hand.Page.SetViewportSizeAsync(width, height);
                    var untranslated = await hand.Page.EvaluateAsync<string[]>(
                        "([own, begins]) => [...document.querySelectorAll(own)].filter(one => one.offsetParent && /\\p{L}{2}/u.test(one.innerText) && !one.innerText.includes(begins)).map(one => one.outerHTML.slice(0, 160))",
                        new[] { OwnWords, PseudoLanguage.Begins });
                    wrong.AddRange(untranslated.Select(text => $"{path} at {width}: not translated: {text}"));
                    var overflow = await hand.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    if (overflow > 0) wrong.Add($"{path} is {overflow} px wider than a screen of {width}.");
                    await Picture.KeepAsync(hand.Page, $"language-{path.Trim('/').Replace('/', '-').Replace('?', '-')}-{width}", whole: true);
                }
            }

            await hand.Page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await LivesAsync(site);
    }

    // What changes while somebody looks is said in the same language; a number keeps its digits and a time its offset.
    private async Task LivesAsync(SiteUnderTest site)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(language: PseudoLanguage.Name), site.Address);
        await SignInAsync(hand.Page, site.Address, "ada");
        Assert.Equal(PseudoLanguage.Name, await hand.Page.Locator("html").GetAttributeAsync("lang"));
        await hand.OpenAsync("TALK-03");
        await Expect(hand.Page.Locator(".live .figure").First).ToHaveTextAsync("37.02");
        await site.ReportAsync("CP-03", 37.44);
        await Expect(hand.Page.Locator(".live .figure").First).ToHaveTextAsync("37.44");
        await Expect(hand.Page.Locator(".live .mark").First).ToContainTextAsync(PseudoLanguage.Begins);
        await Expect(hand.Page.Locator(".who-bar .number")).ToContainTextAsync("+01:00");
        await hand.Page.Context.CloseAsync();
    }

    private static async Task SignInAsync(IPage page, Uri site, string user)
    {
        await page.GotoAsync(new Uri(site, "/sign-in").ToString());
        await page.Locator("#userName").FillAsync(user);
        await page.Locator("#password").FillAsync(SiteUnderTest.Password);
        await page.Locator("form button[type=submit]").ClickAsync();
        await Expect(page).ToHaveURLAsync(site.ToString());
    }

    private static async Task PrepareAsync(SiteUnderTest site)
    {
        await FollowedRoom.PrepareAsync(site);
        await FollowedRuns.PrepareAsync(site); // first: it lets the clock leap
        foreach (var number in new[] { "TALK-01", "TALK-02", "TALK-03" })
        {
            var (batch, processor) = await site.BatchAsync(number);
            await site.ToThirdStepAsync(batch, processor);
            if (number == "TALK-02") await site.LeaveLimitsAsync(batch, processor);
        }

        var recipe = await site.Desk.StateAsync<Domain.Recipes.Masters.Master>("rehearsal@1.0");
        await site.As("dan", new Domain.Recipes.Drafts.SaveDraft("talk", 0, recipe.Text.Replace("version: \"1.0\"", "version: \"1.1\"", StringComparison.Ordinal), "Tighter", "rehearsal@1.0"));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Domain.Deviations.Deviation>("TALK-02-D1")).Status == Domain.Deviations.DeviationStatus.Open, "the deviation is open");
    }
}
