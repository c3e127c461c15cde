using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>One person with a tablet and a scanner, when things go wrong.</summary>
public sealed class OneTablet(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private static readonly string Computed = OneOperation.Text("computed", "A signature and a computed value", """
        - {type: confirm, id: K1, title: Match the label, statements: [The label is right.], signature: responsibility}
        - type: record-by-hand
          id: K2
          title: Weigh
          parameters:
            - {name: mass, title: Mass, unit: g, target: 4.5, normal: [4, 5], proven: [3, 6], class: KPP, observation: material, basis: [engineering-judgement]}
            - {name: volume, title: Volume, unit: L, target: 1.5, normal: [1, 2], proven: [0.5, 3], class: KPP, observation: material, basis: [engineering-judgement]}
        - type: compute
          id: K3
          title: Concentration
          computations: [{parameter: concentration, formula: "[K2/mass] / [K2/volume]"}]
          parameters: [{name: concentration, title: Concentration, unit: g/L, target: 3, normal: [2, 4], proven: [1, 5], class: KPP, observation: material, basis: [engineering-judgement]}]
        """);

    [Fact, Requirement("P11-10h")]
    public async Task Is_loud_about_a_wrong_scan_and_says_what_was_expected_and_what_was_read()
    {
        var (batch, _) = await site.BatchAsync("ONE-61");
        await ThroughIdentityAsync(batch);
        await site.As("ada", new StartStep(batch, "R02"));
        var ada = await AtAsync(batch, site.Address);
        await ada.ScanAsync("IL2-77");
        await Expect(ada.Loud).ToContainTextAsync("Wrong scan");
        await Expect(ada.Loud).ToContainTextAsync("cell-processor");
        await Expect(ada.Loud).ToContainTextAsync("IL2-77");
        await Picture.KeepAsync(ada.Page, "wrong-scan");
        await ada.ScanAsync("CP-61");
        await ada.SaidSavedAsync("CP-61 checked in");
        await Expect(ada.Loud).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Reads_the_lot_that_fits_whichever_was_in_hand()
    {
        var (batch, processor) = await site.BatchAsync("ONE-62");
        await ToMediumAsync(batch, processor);
        var ada = await AtAsync(batch, site.Address);
        await ada.ScanAsync("IL2-77");
        await Expect(ada.Page.GetByText("Lot IL2-77 read")).ToBeVisibleAsync();
        await ada.Page.GetByLabel("Interleukin-2, kIU").FillAsync("600");
        await ada.PressAsync("Add 600 kIU");
        await ada.SaidSavedAsync("600 kIU of lot IL2-77");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Verify" })).ToBeVisibleAsync();
    }

    [Fact, Requirement("P11-10e3")]
    public async Task Works_again_after_the_network_came_back_and_keeps_what_was_typed()
    {
        var (batch, processor) = await site.BatchAsync("ONE-63");
        await ToMediumAsync(batch, processor);
        await using var wire = new Wire(site.Address);
        var ada = await AtAsync(batch, wire.Address);
        await ada.ScanAsync("TCM-12");
        await ada.Page.GetByLabel("Medium, mL").FillAsync("2905");
        wire.Cut();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Picture.KeepAsync(ada.Page, "no-connection");
        wire.Mend();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await ada.ListeningAsync();
        await Expect(ada.Page.GetByLabel("Medium, mL")).ToHaveValueAsync("2905");
        await ada.PressAsync("Add 2905 mL");
        await ada.SaidSavedAsync("2905 mL");
        Assert.Single((await site.StateAsync(batch)).Step("R04")!.Done);
    }

    [Fact, Requirement("P211-100")]
    public async Task Says_which_tag_is_silent_and_lets_work_go_on()
    {
        var (batch, processor) = await site.BatchAsync("ONE-69");
        await site.ToThirdStepAsync(batch, processor);
        await site.FallSilentAsync(batch, "R03", "chamber-temperature");
        var ada = await AtAsync(batch, site.Address);
        await Expect(ada.Page.GetByText("Silent now")).ToBeVisibleAsync();
        await Picture.KeepAsync(ada.Page, "silent");
        await ada.PressAsync("Record 37.02 °C");
        await ada.SaidSavedAsync("Chamber temperature");
    }

    [Fact]
    public async Task Keeps_unsent_text_when_the_page_is_loaded_again()
    {
        var (batch, processor) = await site.BatchAsync("ONE-64");
        await site.ToThirdStepAsync(batch, processor);
        var ada = await AtAsync(batch, site.Address);
        await ada.Page.GetByText("The device cannot give it").ClickAsync();
        await ada.Page.GetByLabel("Reason").FillAsync("Probe is being replaced");
        await ada.Page.ReloadAsync();
        await ada.ListeningAsync();
        await ada.Page.GetByText("The device cannot give it").ClickAsync();
        await Expect(ada.Page.GetByLabel("Reason")).ToHaveValueAsync("Probe is being replaced");
    }

    [Fact]
    public async Task Shows_the_servers_sentence_when_something_is_not_saved()
    {
        var (batch, processor) = await site.BatchAsync("ONE-65");
        await site.ToThirdStepAsync(batch, processor);
        var ada = await AtAsync(batch, site.Address);
        await Expect(ada.Page.Locator("#why")).ToContainTextAsync("Step R03 still needs: Chamber temperature from equipment");
        await ada.Page.GetByText("The device cannot give it").ClickAsync();
        await ada.Page.GetByLabel("Value, °C").FillAsync("37.0");
        await ada.PressAsync("Record as typed");
        await Expect(ada.Saved).ToContainTextAsync("Not saved");
        await Picture.KeepAsync(ada.Page, "not-saved");
        await Expect(ada.Saved).ToContainTextAsync("give the reason; a second person must verify it");
    }

    [Fact, Requirement("P11-200a")]
    public async Task Says_what_to_do_after_a_wrong_password_and_signs_with_the_right_one()
    {
        var (batch, _) = await site.BatchAsync("ONE-66");
        await site.As("ada", new StartStep(batch, "R01"));
        await site.As("ada", new Confirm(batch, "R01", "statement-1"));
        await site.As("ada", new Confirm(batch, "R01", "statement-2"));
        var ada = await AtAsync(batch, site.Address);
        await ada.PressAsync("Read and sign");
        await ada.TrySigningAsync("ada", "not-the-password");
        var said = ada.Page.Locator("dialog[open]").GetByRole(AriaRole.Alert);
        await Expect(said).ToContainTextAsync("Not signed");
        await Expect(said).ToContainTextAsync("User id or password is wrong. Type both again.");
        await Picture.KeepAsync(ada.Page, "wrong-password");
        Assert.Empty(await site.EntriesAsync($"batch/{batch}", nameof(StepSigned)));
        await ada.SignAsync("ada");
        await ada.SaidSavedAsync("signed");
        Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(StepSigned)));
    }

    [Fact, Requirement("P11-200a")]
    public async Task Is_worked_with_the_keyboard_alone_through_a_signature_and_a_computed_value()
    {
        const string batch = "ONE-70";
        await site.StartAsync(batch, await site.InForceAsync(Computed));
        var ada = await AtAsync(batch, site.Address);
        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Start this step")));
        await KeyAsync(ada, Button("It is so"));
        await KeyAsync(ada, Button("Read and sign"));
        var dialog = ada.Page.Locator("dialog[open]");
        await Expect(dialog.Locator(".statement")).ToContainTextAsync(batch);
        await ShutsNobodyOut.CheckAsync(ada.Page, "a text before it is signed");
        await TabAsync(ada, dialog.GetByLabel("User id"));
        await ada.Page.Keyboard.PressAsync("Control+a");
        await ada.Page.Keyboard.TypeAsync("ada");
        await ada.Page.Keyboard.PressAsync("Tab");
        await Expect(dialog.GetByLabel("Password")).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync(SiteUnderTest.Password);
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Complete this step")));

        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Start this step")));
        foreach (var (label, value, act) in new[] { ("Value, g", "4.5", "Record 4.5 g"), ("Value, L", "1.5", "Record 1.5 L") })
        {
            await TabAsync(ada, ada.Page.GetByLabel(label));
            await ada.Page.Keyboard.TypeAsync(value);
            await KeyAsync(ada, Button(act));
        }

        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Step("K2")!.Current("volume") is not null, "both values are recorded");
        foreach (var entry in new[] { "mass", "volume" })
            await site.As("ben", new VerifyEntry(batch, "K2", entry), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), "K2", entry)));
        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Complete this step")));
        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Start this step")));
        await Expect(ada.Page.GetByText("[K2/mass] / [K2/volume]")).ToBeVisibleAsync();
        await Picture.KeepAsync(ada.Page, "computing");
        await KeyAsync(ada, Button("Compute"));
        await Expect(ada.Page.Locator(".demand.line", new() { HasText = "Concentration" })).ToContainTextAsync("3 g/L");
        await KeyAsync(ada, ada.Main.And(ada.Page.GetByText("Complete this step")));
        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Status == BatchStatus.Completed, "the batch is completed");
        var state = await site.StateAsync(batch);
        Assert.Equal("ada", state.Step("K1")!.Signatures.Single().Signer);
        Assert.Equal(3, state.Step("K3")!.Current("concentration")!.Value, 12);

        ILocator Button(string words) => ada.Page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
    }

    // Comes to it by Tab, and presses it by Enter.
    private static async Task KeyAsync(OperatorsPage hand, ILocator what)
    {
        await Expect(what).ToBeEnabledAsync();
        await TabAsync(hand, what);
        await hand.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabAsync(OperatorsPage hand, ILocator to)
    {
        await Expect(to).ToBeVisibleAsync();
        for (var tabs = 0; tabs < 60; tabs++)
        {
            if (await to.EvaluateAsync<bool>("field => field === document.activeElement")) return;
            await hand.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Sixty presses of Tab do not lead to {to}.");
    }

    private async Task<OperatorsPage> AtAsync(string batch, Uri address)
    {
        var ada = new OperatorsPage(await chromium.ScreenAsync(), address);
        await ada.SignInAsync("ada");
        await ada.OpenAsync(batch);
        return ada;
    }

    private async Task ThroughIdentityAsync(string batch)
    {
        await site.As("ada", new StartStep(batch, "R01"));
        await site.As("ada", new Confirm(batch, "R01", "statement-1"));
        await site.As("ada", new Confirm(batch, "R01", "statement-2"));
        await site.As("ada", new SignStep(batch, "R01"), "responsibility", Statements.Hash(Statements.Step(await site.StateAsync(batch), "R01")));
        await site.As("ada", new CompleteStep(batch, "R01"));
    }

    private async Task ToMediumAsync(string batch, string processor)
    {
        await site.ToThirdStepAsync(batch, processor);
        await site.As("ada", new RecordFromEquipment(batch, "R03", "chamber-temperature"));
        await site.As("ada", new RecordFromEquipment(batch, "R03", "co2"));
        await site.As("ada", new CompleteStep(batch, "R03"));
        await site.As("ada", new StartStep(batch, "R04"));
    }
}
