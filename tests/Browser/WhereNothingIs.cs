using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A site where nothing is yet: every list says what will stand there and what somebody does next, and none is bare.</summary>
[Long(40)]
public sealed class WhereNothingIs(Chromium chromium) : IClassFixture<Chromium>
{
    // A page, who looks, its heading while nothing is there, and the part of its sentence that says what to do next.
    private static readonly (string Path, string Person, string Heading, string Next)[] Lists =
    [
        ("/", "cora", "No batch is under way", "A supervisor orders a batch"),
        ("/deviations", "eve", "Nothing waits to be worked on", "report"),
        ("/reviews", "eve", "No batch waits for a decision", "complete"),
        ("/equipment", "dan", "No equipment is registered", "An engineer registers each item"),
        ("/equipment/calendar", "dan", "Nothing is in this calendar", "Register"),
        ("/equipment/tags", "dan", "No item is registered", "Register"),
        ("/lots", "cora", "No lot was received yet", "receive"),
        ("/monitoring", "dan", "No monitoring model is on record", "An engineer"),
        ("/recipes", "dan", "No recipe is on record", "An engineer begins a draft"),
        ("/charts", "dan", "Nothing to chart yet", "Order a batch"),
        ("/training", "eve", "No recipe version is approved", "approve"),
        ("/accountability", "eve", "", "issue"),
        ("/inbox", "eve", "Nobody has told you anything", "Here stands"),
    ];

    [Fact]
    public async Task Every_list_says_what_to_do_next()
    {
        await using var site = SiteUnderTest.Empty();
        await site.InitializeAsync();
        var wrong = new List<string>();
        foreach (var person in Lists.Select(list => (list.Path, list.Person, list.Heading, list.Next)).Concat(Lists.Select(list => (list.Path, Person: "vic", list.Heading, list.Next))).GroupBy(list => list.Person))
        {
            var page = await chromium.ScreenAsync();
            await new OperatorsPage(page, site.Address).SignInAsync(person.Key);
            foreach (var (path, _, heading, next) in person)
            {
                await page.SetViewportSizeAsync(1280, 800);
                await page.GotoAsync(new Uri(site.Address, path).ToString());
                await Expect(page.Locator("h1").First).ToBeVisibleAsync();
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                var empty = await page.Locator("section.empty").AllAsync();
                var name = $"nothing-{path.Trim('/').Replace('/', '-')}-{person.Key}";
                await Picture.KeepAsync(page, name);
                if (empty.Count != 1)
                {
                    wrong.Add($"{path}, {person.Key}: {empty.Count} empty states.");
                    continue;
                }

                var (title, said) = (await empty[0].Locator("h1, h2").InnerTextAsync(), string.Join(' ', await empty[0].Locator("p").AllInnerTextsAsync()));
                if (title.Trim().Length == 0 || !title.Contains(heading, StringComparison.Ordinal)) wrong.Add($"{path}, {person.Key}: its heading is \"{title}\".");
                if (!said.TrimEnd().EndsWith('.') || !said.Contains(next, StringComparison.OrdinalIgnoreCase)) wrong.Add($"{path}, {person.Key}: it does not say what to do next: {said}");
                await ShutsNobodyOut.CheckAsync(page, name);
                await page.SetViewportSizeAsync(390, 844);
                await Picture.KeepAsync(page, $"{name}-phone");
                var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (overflow > 0) wrong.Add($"{path}, {person.Key}: {overflow} px wider than a phone.");
            }

            // Not lists, and never empty: whoever looks is on them.
            foreach (var path in new[] { "/people", "/trail", "/ledger", $"/people/{person.Key}" })
            {
                await page.SetViewportSizeAsync(1280, 800);
                await page.GotoAsync(new Uri(site.Address, path).ToString());
                await Expect(page.Locator("h1").First).ToBeVisibleAsync();
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await Picture.KeepAsync(page, $"nothing-{path.Trim('/').Replace('/', '-')}-{person.Key}", whole: true);
                await ShutsNobodyOut.CheckAsync(page, path);
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
