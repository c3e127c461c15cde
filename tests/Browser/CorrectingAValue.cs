using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A step is completed, and a value in it was misread.</summary>
public sealed class CorrectingAValue(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact, Requirement("DI-4", "P11-10e1", "P11-10e2")]
    public async Task Shows_what_follows_before_it_is_done_and_asks_again_only_for_what_it_touched()
    {
        var (batch, processor) = await site.BatchAsync("FIX-81");
        await site.ToThirdStepAsync(batch, processor);
        await site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await site.As("ada", new RecordByHand(batch, "R03", "co2", 4.4, "%", "The sensor is being replaced; read at the incubator's own display."));
        await site.As("ben", new VerifyEntry(batch, "R03", "co2"), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), "R03", "co2")));
        await site.As("ada", new CompleteStep(batch, "R03"));

        var ada = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await ada.SignInAsync("ada", $"/batches/{batch}");
        await ada.AliveAsync(batch);
        await ada.Page.Locator("#R03").GetByRole(AriaRole.Link, new() { Name = "Record and corrections" }).ClickAsync();
        await ada.AliveAsync("R03 Record the chamber");
        await ada.Page.GetByLabel("Value", new() { Exact = true }).SelectOptionAsync("co2");
        await ada.Page.GetByLabel("Right value, %").FillAsync("4.9");
        await Expect(ada.Page.GetByText("A correction needs a reason.")).ToBeVisibleAsync();
        await ada.Page.GetByLabel("Why is it wrong").FillAsync("Misread; the photograph shows 4.9.");
        await Expect(ada.Page.GetByText("the signature of Ben Second (verification of co2) lapses")).ToBeVisibleAsync();
        Assert.Equal(4.4, (await site.StateAsync(batch)).Step("R03")!.Current("co2")!.Value);
        await Picture.KeepAsync(ada.Page, "correcting", whole: true);
        await ShutsNobodyOut.CheckAsync(ada.Page, "a correction before it is given");

        await ada.PressAsync("Correct it");
        await Expect(ada.Page.GetByText("CO2 corrected")).ToBeVisibleAsync();
        await ada.PressAsync("Verify CO2");
        await Expect(ada.Page.Locator("dialog .statement")).ToContainTextAsync("4.9 %, supersedes 4.4 %");
        await ada.SignAsync("ben");
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Waits for" })).ToHaveCountAsync(0);
        await Picture.KeepAsync(ada.Page, "corrected", whole: true);

        var step = (await site.StateAsync(batch)).Step("R03")!;
        Assert.Equal([4.4, 4.9], step.Values.Where(value => value.Parameter == "co2").Select(value => value.Value));
        Assert.Equal("ben", step.Current("co2")!.VerifiedBy);
    }
}
