using System.Text.RegularExpressions;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>An engineer writes a recipe, others look at it, and two people sign it: all in the browser.</summary>
public sealed class WritingARecipe(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Goes_from_a_draft_to_a_version_in_force()
    {
        var dan = await AtAsync("dan", "/recipes");
        await dan.GetByLabel("Name of the draft").FillAsync("rehearsal-1.1");
        await dan.GetByLabel("Begin from").SelectOptionAsync("rehearsal@1.0");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Begin a draft" }).ClickAsync();
        await Expect(dan).ToHaveURLAsync(new Regex("/recipes/drafts/rehearsal-1.1$"));
        await ReadyAsync(dan);
        await Picture.KeepAsync(dan, "draft-begun");

        // Text and picture follow each other.
        await dan.Locator("#sfc-R06").ClickAsync();
        await Expect(dan.Locator("#sfc-R06")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(dan.Locator("#editor-says")).ToContainTextAsync("step R06");
        await Expect(dan.GetByRole(AriaRole.Heading, new() { Name = "R06 Rest at 37 degrees" })).ToBeVisibleAsync();
        await CursorAsync(dan, "id: R01");
        await Expect(dan.Locator("#sfc-R01")).ToHaveAttributeAsync("aria-pressed", "true");

        // What is wrong is said beside its line, while it is typed.
        await TypeAsync(dan, "tag: chamber-temperature", "tag: chamber-temperatur");
        await Expect(dan.GetByRole(AriaRole.Region, new() { Name = "Findings" })).ToContainTextAsync("Did you mean chamber-temperature?");
        await Expect(dan.Locator("#sfc-R03 .note")).ToContainTextAsync("1 error");
        await Picture.KeepAsync(dan, "draft-wrong", whole: true);
        await TypeAsync(dan, "tag: chamber-temperatur,", "tag: chamber-temperature,");
        await TypeAsync(dan, "version: \"1.0\"", "version: \"1.1\"");
        await TypeAsync(dan, "maximum-duration: 2 h", "maximum-duration: 3 h");
        await Expect(dan.GetByText("Nothing is wrong with it")).ToBeVisibleAsync();
        await Expect(dan.Locator("#sfc-R06.changed")).ToHaveCountAsync(1);
        await dan.GetByLabel("What was changed (optional)").FillAsync("Longer rest");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await SiteUnderTest.Until(async () => (await DraftAsync()).Revisions.Count == 2, "the draft is saved");

        var eve = await AtAsync("eve", "/recipes/drafts/rehearsal-1.1");
        await ReadyAsync(eve);
        await eve.Locator("#sfc-R06").ClickAsync();
        await eve.GetByLabel("Comment on step R06").FillAsync("Why three hours?");
        await eve.GetByRole(AriaRole.Button, new() { Name = "Add the comment" }).ClickAsync();
        await Expect(dan.Locator("#sfc-R06 .note")).ToContainTextAsync("1 comment");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Seen to C1" }).ClickAsync();
        await Expect(eve.GetByRole(AriaRole.Region, new() { Name = "Comments" })).ToContainTextAsync("seen to by Dan Engineer");

        await dan.GetByText("What changed against rehearsal@1.0").ClickAsync();
        await Expect(dan.GetByRole(AriaRole.Region, new() { Name = "Changes" })).ToContainTextAsync("maximum-duration");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Judge executed batches by the changed limits" }).ClickAsync();
        await Expect(dan.GetByText("Nothing newly flagged")).ToBeVisibleAsync();
        await Picture.KeepAsync(dan, "draft-before-signing", whole: true);
        await dan.GetByRole(AriaRole.Button, new() { Name = "Submit rehearsal@1.1" }).ClickAsync();
        await Expect(dan).ToHaveURLAsync(new Regex("/recipes/rehearsal@1.1$"));

        await ApproveAsync("cora", "First approval");
        await ApproveAsync("eve", "Second approval");
        var versions = await site.Desk.StatesAsync<Master>("rehearsal@", TestContext.Current.CancellationToken);
        Assert.Equal("1.1", Lifecycle.InForce(versions, site.Desk.Now)?.Version);
        var after = await AtAsync("eve", "/recipes");
        await Expect(after.GetByRole(AriaRole.Row, new() { NameRegex = new("^rehearsal@1.0 ") })).ToContainTextAsync("Superseded");
        await Picture.KeepAsync(after, "recipes-superseded", whole: true);

        await after.GotoAsync(new Uri(site.Address, "/recipes/rehearsal@1.0").ToString());
        // Opened in the picture that comes first, it would be closed again once it is alive.
        await Expect(after.GetByLabel("Why is it retired?")).ToBeEnabledAsync();
        await after.GetByText("Retire this version").ClickAsync();
        await after.GetByLabel("Why is it retired?").FillAsync("Replaced");
        await after.GetByRole(AriaRole.Button, new() { Name = "Go on to sign the retirement" }).ClickAsync();
        await SignAsync(after, "eve");
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Master>("rehearsal@1.0")).Retired is not null, "1.0 is retired");
    }

    [Fact]
    public async Task Keeps_what_was_typed_and_lets_nobody_overwrite_another()
    {
        await site.As("dan", new SaveDraft("two-hands", 0, "id: two-hands\n", "Begun"));
        var dan = await AtAsync("dan", "/recipes/drafts/two-hands");
        await ReadyAsync(dan);
        await dan.Locator(".editor textarea").FillAsync("id: two-hands\nversion: \"1\"\n");
        await Expect(dan.Locator("#editor-says")).ToContainTextAsync("Not saved yet");
        await dan.ReloadAsync();
        await ReadyAsync(dan);
        await Expect(dan.Locator(".editor textarea")).ToHaveValueAsync("id: two-hands\nversion: \"1\"\n");
        await site.As("dan", new SaveDraft("two-hands", 1, "id: another\n"));
        await Expect(dan.GetByText("saved revision 2 after you opened revision 1")).ToBeVisibleAsync();
        await dan.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(dan.GetByText("Look at what changed, then save yours on top of it")).ToBeVisibleAsync();
        await dan.GetByRole(AriaRole.Button, new() { Name = "Save mine on top of it" }).ClickAsync();
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Draft>("two-hands")).Revisions.Count == 3, "it is saved on top");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Undo the last save" }).ClickAsync();
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Draft>("two-hands")).Latest.Text == "id: another\n", "the last save is undone");
    }

    private Task<Draft> DraftAsync() => site.Desk.StateAsync<Draft>("rehearsal-1.1");

    private async Task ApproveAsync(string user, string which)
    {
        var page = await AtAsync(user, "/recipes/rehearsal@1.1");
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^{which}") })).ToBeVisibleAsync();
        await Picture.KeepAsync(page, $"approve-{user}", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to sign the approval" }).ClickAsync();
        var before = (await site.Desk.StateAsync<Master>("rehearsal@1.1")).Signatures.Count;
        await SignAsync(page, user);
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Master>("rehearsal@1.1")).Signatures.Count > before, $"{user} has signed");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    private static async Task SignAsync(IPage page, string user)
    {
        var dialog = page.Locator("dialog[open]");
        await dialog.GetByLabel("User id").FillAsync(user);
        await dialog.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
    }

    private async Task<IPage> AtAsync(string user, string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        return hand.Page;
    }

    // The page says itself when its editor listens.
    private static Task ReadyAsync(IPage page) => Expect(page.Locator(".editor[data-ready]")).ToHaveCountAsync(1);

    private static async Task TypeAsync(IPage page, string part, string replacement)
    {
        var area = page.Locator(".editor textarea");
        var text = await area.InputValueAsync();
        Assert.Contains(part, text, StringComparison.Ordinal);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        await area.FillAsync(text.Remove(at, part.Length).Insert(at, replacement));
    }

    private static Task CursorAsync(IPage page, string at) => page.Locator(".editor textarea").EvaluateAsync(
        "(area, at) => { const start = area.value.indexOf(at); area.setSelectionRange(start, start); area.dispatchEvent(new Event('click')); }", at);
}
