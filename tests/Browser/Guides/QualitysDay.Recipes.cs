using Cellwright.Domain.Recipes.Masters;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <content>Approval and retirement of recipes, and the statement of accountability.</content>
public sealed partial class QualitysDay
{
    [HowTo, Requirement("P211-186", "P11-10g")]
    public Task Approve_a_recipe() => TellAsync("A recipe takes two approvals, by none of its authors: an engineer or supervisor first, then you.", async tell =>
    {
        var text = (await Site.Desk.StateAsync<Master>("rehearsal@1.0")).Text.Replace("version: \"1.0\"", "version: \"1.1\"", StringComparison.Ordinal).Replace("maximum-duration: 2 h", "maximum-duration: 3 h", StringComparison.Ordinal);
        await Site.As("dan", new SubmitRecipe("rehearsal", "1.1", text));
        await Site.As("cora", new ApproveRecipe("rehearsal", "1.1"), "approval", (await Site.Desk.StateAsync<Master>("rehearsal@1.1")).Hash);
        var eve = await AtAsync("eve");
        await eve.Page.GotoAsync(new Uri(Site.Address, "/recipes/rehearsal@1.1").ToString());
        await tell.StepAsync(eve, "Open the version under **Recipes** and press **What changed**: it names step, parameter, class, before and after. **Judge executed batches by it** says what the changed limits would have flagged.", async () =>
        {
            await eve.FollowAsync("What changed");
            await eve.SeesAsync("maximum-duration");
            await eve.Page.GoBackAsync();
            await eve.SeesAsync("Judge executed batches by it");
        });
        await tell.StepAsync(eve, "With the second approval you may say from when on it is **In force**; the version until now is superseded then. Press **Go on to sign the approval**, read the text and its hash, and sign.", async () =>
        {
            await eve.PressAsync("Go on to sign the approval");
            await Expect(eve.Dialog.Locator(".statement")).ToContainTextAsync("rehearsal@1.1");
            await tell.PictureAsync(eve, "The approval of a recipe: what is signed, and which version it supersedes");
            await eve.SignAsync("eve", stands: "In force");
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Master>("rehearsal@1.1")).Approved, "1.1 is approved");
    });

    [HowTo, Requirement("P211-186", "P11-10k")]
    public Task Retire_a_recipe() => TellAsync("A version is superseded by itself when a later one comes into force. Retire one that nobody may order by any more; batches under way go on.", async tell =>
    {
        var eve = await AtAsync("eve");
        await eve.Page.GotoAsync(new Uri(Site.Address, "/recipes").ToString());
        await tell.StepAsync(eve, "Under **Recipes** the older version stands as **Superseded**. Press it.", async () =>
        {
            await eve.FollowAsync("rehearsal@1.0");
            // Opened in the picture that comes first, the form would be closed again once it is alive.
            await Expect(eve.Page.GetByLabel("Why is it retired?")).ToBeEnabledAsync();
        });
        await tell.StepAsync(eve, "Open **Retire this version**, answer **Why is it retired?**, press **Go on to sign the retirement**, read what follows, and sign.", async () =>
        {
            await eve.UnfoldAsync("Retire this version");
            await eve.FillAsync("Why is it retired?", "Replaced by 1.1");
            await eve.PressAsync("Go on to sign the retirement");
            await tell.PictureAsync(eve, "The retirement of a version: what is signed, and why");
            await eve.SignAsync("eve", stands: "Retired");
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Master>("rehearsal@1.0")).Retired is not null, "1.0 is retired");
    });

    [HowTo, Requirement("P11-10j")]
    public Task Issue_the_statement_of_accountability() => TellAsync("It says what an electronic signature means at this site. Everybody signs a new version before their next signature, you too.", async tell =>
    {
        var eve = await AtAsync("eve");
        await eve.GoAsync("/accountability", "Statement of accountability");
        await tell.StepAsync(eve, "Open **Issue a new version**, give **Version** and **Text**, and press **Issue it**. A version never changes.", async () =>
        {
            await eve.UnfoldAsync("Issue a new version");
            await eve.FillAsync("Version", "2");
            await eve.FillAsync("Text", "My electronic signature is as binding as my handwritten one. I keep my password to myself.");
            await eve.PressAsync("Issue it");
            await eve.SeesAsync("Version 2 is in force");
        });
        await tell.StepAsync(eve, "Press **I have read it: go on to sign**, and sign. Below stands who has **Not acknowledged yet**.", async () =>
        {
            await eve.PressAsync("I have read it: go on to sign");
            await eve.SignAsync("eve");
            await eve.SeesAsync("You acknowledged it");
        });
        await tell.PictureAsync(eve, "The statement in force, that you acknowledged it, and who has not yet");
    });
}
