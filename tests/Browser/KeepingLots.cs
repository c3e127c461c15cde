using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Lots: received into quarantine, decided on by somebody else, and followed to where they were used.</summary>
[Requirement("P211-101")]
public sealed class KeepingLots(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Offers_what_a_person_may_do_and_says_what_is_wrong_with_what_was_typed()
    {
        var vic = await AtAsync("vic", "/lots", "Lots");
        await Expect(vic.Page.GetByRole(AriaRole.Button, new() { Name = "Receive a lot…" })).ToHaveCountAsync(0);
        var ada = await AtAsync("ada", "/lots", "Lots");
        await ada.PressAsync("Receive a lot…");
        foreach (var (label, value) in new[] { ("Code on its label", "TCM 15"), ("Material", "medium"), ("Supplier", "A supplier"), ("Supplier's lot number", "Q-9931"), ("Expiry", $"{site.Desk.Now.AddDays(9):yyyy-MM-dd}"), ("Amount received", "much"), ("Unit of the amount", "mL") })
            await FillAsync(ada, label, value);
        await GiveAsync(ada, "Receive it");
        await Expect(Dialog(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync("Give the amount as a number");
        await FillAsync(ada, "Amount received", "12.50");
        await GiveAsync(ada, "Receive it");
        await Expect(Dialog(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync("without space or slash");
        await FillAsync(ada, "Code on its label", "TCM-15");
        await GiveAsync(ada, "Receive it");
        var row = ada.Page.Locator("tr[data-lot=TCM-15]");
        await Expect(row).ToContainTextAsync("12.5 of 12.5 mL");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await ada.AliveAsync("TCM-15");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Release it…" })).ToHaveCountAsync(0);

        // The list finds it by its supplier's number, and by where it stands.
        await ada.Page.GotoAsync(new Uri(site.Address, "/lots?look=q-9931").ToString());
        await Expect(ada.Page.Locator("tr[data-lot]")).ToHaveCountAsync(1);
        await ada.Page.GotoAsync(new Uri(site.Address, "/lots?show=expired").ToString());
        await Expect(ada.Page.GetByText("No lot fits")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Names_the_batches_that_a_lot_went_into_before_it_is_rejected()
    {
        var (batch, processor) = await site.BatchAsync("LOT-71");
        await site.ToThirdStepAsync(batch, processor);
        await site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await site.As("ada", new RecordFromEquipment(batch, "R03", "co2"));
        await site.As("ada", new CompleteStep(batch, "R03"));
        await site.As("ada", new StartStep(batch, "R04"));
        await site.As("ada", new AddMaterial(batch, "R04", "medium", "TCM-12", 2905, "mL"));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Lot>("TCM-12")).Uses.Count == 1, "the use is counted");
        var eve = await AtAsync("eve", "/lots/TCM-12", "TCM-12");
        await Expect(eve.Page.Locator("#uses tbody tr")).ToContainTextAsync("LOT-71");
        await Expect(eve.Page.Locator(".facts")).ToContainTextAsync("997\u202f095 mL");
        await eve.PressAsync("Reject it…");
        await Expect(Dialog(eve)).ToContainTextAsync("It went into LOT-71: report a deviation");
        await FillAsync(eve, "Why", "Particles were seen");
        await GiveAsync(eve, "Reject it");
        await Expect(eve.Page.Locator(".head")).ToContainTextAsync("Rejected");
        await Expect(eve.Page.Locator("#acts")).ToContainTextAsync("Particles were seen");
        await Expect(eve.Page.GetByRole(AriaRole.Button, new() { Name = "Reject it…" })).ToHaveCountAsync(0);
        await Picture.KeepAsync(eve.Page, "lot-rejected", whole: true);
    }

    private static ILocator Dialog(OperatorsPage hand) => hand.Page.Locator("dialog.form[open]");

    private static async Task FillAsync(OperatorsPage hand, string label, string text)
    {
        await Dialog(hand).GetByLabel(label).First.FillAsync(text);
        await Dialog(hand).GetByLabel(label).First.BlurAsync();
    }

    private static Task GiveAsync(OperatorsPage hand, string words) => Dialog(hand).GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();

    private async Task<OperatorsPage> AtAsync(string user, string path, string title)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        await hand.AliveAsync(title);
        return hand;
    }
}
