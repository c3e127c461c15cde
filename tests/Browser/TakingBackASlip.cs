using Cellwright.Domain.Recipes.Drafts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>What is no GMP act can be undone where it was done, at once and later; the record has both.</summary>
public sealed class TakingBackASlip(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Opens_a_comment_again_that_was_marked_as_seen_to()
    {
        await site.As("dan", new SaveDraft("slip", 0, "id: slip\n", "Begun"));
        await site.As("eve", new CommentOnDraft("slip", null, "Which product?"));
        var dan = await AtAsync("dan", "/recipes/drafts/slip");
        await Expect(dan.Locator(".editor[data-ready]")).ToHaveCountAsync(1);
        await dan.GetByRole(AriaRole.Button, new() { Name = "Seen to C1" }).ClickAsync();
        await dan.GetByRole(AriaRole.Button, new() { Name = "Undo seen to C1" }).ClickAsync();
        await Expect(dan.GetByRole(AriaRole.Button, new() { Name = "Seen to C1", Exact = true })).ToBeVisibleAsync();
        await dan.GetByRole(AriaRole.Button, new() { Name = "Seen to C1", Exact = true }).ClickAsync();
        await Expect(dan.GetByText("seen to by Dan Engineer")).ToBeVisibleAsync();
        await Picture.KeepAsync(dan, "draft-comment-seen-to", whole: true);

        var eve = await AtAsync("eve", "/recipes/drafts/slip");
        await Expect(eve.Locator(".editor[data-ready]")).ToHaveCountAsync(1);
        await eve.GetByRole(AriaRole.Button, new() { Name = "Open again C1" }).ClickAsync();
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Draft>("slip")).Comments[0].ResolvedBy is null, "the comment is open again");
        Assert.Equal(2, (await site.EntriesAsync("draft/slip", nameof(CommentReopened))).Count);
    }

    [Fact]
    public async Task Makes_notices_new_again_that_were_marked_as_seen()
    {
        foreach (var number in new[] { "SLIP-51", "SLIP-52" })
        {
            var (batch, processor) = await site.BatchAsync(number);
            await site.ToThirdStepAsync(batch, processor);
            await site.LeaveLimitsAsync(batch, processor);
        }

        var eve = await AtAsync("eve", "/inbox");
        await Expect(eve.Locator("h1[data-alive]")).ToBeVisibleAsync();
        await Expect(eve.GetByText("2 not seen")).ToBeVisibleAsync();
        await eve.GetByRole(AriaRole.Button, new() { Name = "I have seen them" }).ClickAsync();
        await Expect(eve.GetByText("0 not seen")).ToBeVisibleAsync();
        await Picture.KeepAsync(eve, "inbox-seen");
        await eve.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(eve.GetByText("2 not seen")).ToBeVisibleAsync();
        await Expect(eve.GetByText("2 notices are new again")).ToBeVisibleAsync();
        await Expect(eve.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true })).ToHaveCountAsync(0);

        // Later, and of one alone; what is newer stays seen.
        await eve.GetByRole(AriaRole.Button, new() { Name = "I have seen them" }).ClickAsync();
        await Expect(eve.GetByText("0 not seen")).ToBeVisibleAsync();
        await eve.ReloadAsync();
        await Expect(eve.Locator("h1[data-alive]")).ToBeVisibleAsync();
        await eve.GetByRole(AriaRole.Button, new() { Name = "Not seen after all SLIP-51-D1" }).ClickAsync();
        await Expect(eve.GetByText("1 not seen")).ToBeVisibleAsync();
        await Expect(eve.GetByRole(AriaRole.Button, new() { Name = "Not seen after all SLIP-51-D1" })).ToHaveCountAsync(0);
        await Expect(eve.GetByRole(AriaRole.Button, new() { Name = "Not seen after all SLIP-52-D1" })).ToBeVisibleAsync();
        await Picture.KeepAsync(eve, "inbox-new-again");
        await eve.SetViewportSizeAsync(390, 844);
        await Picture.KeepAsync(eve, "inbox-new-again-phone");
        Assert.Equal((2, 2), ((await site.EntriesAsync("inbox/eve", "NoticesSeen")).Count, (await site.EntriesAsync("inbox/eve", "NoticesReopened")).Count));
    }

    private async Task<IPage> AtAsync(string user, string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        return hand.Page;
    }
}
