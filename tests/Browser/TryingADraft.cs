using Cellwright.Domain.Recipes.Drafts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A draft rehearsed in the virtual plant, taken back to an earlier revision, put away and taken up again; and nothing of it for people who may only look.</summary>
[Long(25)]
public sealed class TryingADraft(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const string Text = """
        id: trial
        version: "1.0"
        title: A trial of the line
        product: Trial cells
        planned-duration: 1 h
        procedure:
          - id: unit
            title: Trial
            operations:
              - id: first
                title: First operation
                flow:
                  - {type: confirm, id: A1, title: Begin, statements: [The line is clear.]}

        """;

    // What somebody who only looks at a draft is not offered.
    private static readonly string[] OfEngineers = ["Save", "Undo the last save", "Rehearse", "Submit", "Take revision", "Put this draft away", "Take it up again", "Seen to", "Add the comment"];

    private static readonly TimeSpan OneRehearsal = TimeSpan.FromMinutes(5);

    [Fact, Requirement("P11-10k")]
    public async Task Rehearses_it_in_the_virtual_plant_and_keeps_the_verdict_with_it()
    {
        await site.As("dan", new SaveDraft("rehearsed", 0, Text, "Begun"));
        var dan = await AtAsync("dan", "rehearsed");
        await dan.GetByRole(AriaRole.Button, new() { Name = "Rehearse revision 1" }).ClickAsync();
        var panel = dan.GetByRole(AriaRole.Region, new() { Name = "Before anyone signs" });
        await Expect(panel.GetByRole(AriaRole.Progressbar, new() { Name = "Steps done" })).ToBeVisibleAsync();
        await Picture.KeepAsync(dan, "draft-rehearsing", whole: true);
        await Expect(panel).ToContainTextAsync("the exported record is intact", new() { Timeout = (float)OneRehearsal.TotalMilliseconds });
        await Expect(dan.GetByRole(AriaRole.Button, new() { Name = "Rehearse revision 1" })).ToBeVisibleAsync();
        await Picture.KeepAsync(dan, "draft-rehearsed", whole: true);
        var verdict = Assert.Single((await site.Desk.StateAsync<Draft>("rehearsed", TestContext.Current.CancellationToken)).Rehearsals);
        Assert.Equal((1, true), (verdict.Revision, verdict.Completed));
    }

    [Fact, Requirement("P11-10k", "P11-10g")]
    public async Task Takes_an_earlier_revision_up_and_puts_the_draft_away_and_back()
    {
        var second = Text.Replace("A trial of the line", "Another trial", StringComparison.Ordinal);
        await site.As("dan", new SaveDraft("tried", 0, Text, "Begun"));
        await site.As("dan", new SaveDraft("tried", 1, second, "Another title"));
        await site.As("eve", new CommentOnDraft("tried", "A1", "Which line?"));

        var vic = await AtAsync("vic", "tried");
        await OffersNothingAsync(vic);

        var dan = await AtAsync("dan", "tried");
        await dan.Locator("summary:text('2 revisions')").ClickAsync();
        await dan.GetByRole(AriaRole.Button, new() { Name = "Take revision 1 up again" }).ClickAsync();
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Draft>("tried")).Latest is { Number: 3, Text: Text }, "revision 1 is taken up again");
        await Expect(dan.GetByRole(AriaRole.Heading, new() { Name = "A trial of the line", Level = 1 })).ToBeVisibleAsync();
        await Expect(dan.Locator(".editor textarea")).ToHaveValueAsync(Text);
        await Expect(vic.Locator(".editor textarea")).ToHaveValueAsync(Text); // what others save is seen by whoever only looks

        await dan.GetByRole(AriaRole.Button, new() { Name = "Put this draft away" }).ClickAsync();
        await Expect(dan.GetByText("It is kept as it is.")).ToBeVisibleAsync();
        await Expect(dan.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })).ToHaveCountAsync(0);
        await Picture.KeepAsync(dan, "draft-put-away", whole: true);
        await Expect(vic.GetByText("It is kept as it is.")).ToBeVisibleAsync();
        await OffersNothingAsync(vic);
        await Picture.KeepAsync(vic, "draft-put-away-viewer", whole: true);

        await dan.GetByRole(AriaRole.Button, new() { Name = "Take it up again" }).ClickAsync();
        await SiteUnderTest.Until(async () => !(await site.Desk.StateAsync<Draft>("tried")).PutAway, "the draft is taken up again");
        await Expect(dan.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task OffersNothingAsync(IPage page)
    {
        foreach (var words in OfEngineers) await Expect(page.GetByRole(AriaRole.Button, new() { Name = words, IncludeHidden = true })).ToHaveCountAsync(0);
    }

    // The page says itself when its editor listens.
    private async Task<IPage> AtAsync(string user, string draft)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, $"/recipes/drafts/{draft}");
        await Expect(hand.Page.Locator(".editor[data-ready]")).ToHaveCountAsync(1);
        return hand.Page;
    }
}
