using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Somebody types faster than the network carries what the server says: what it says of an earlier key must not take a later one away.</summary>
[Requirement("P211-68b2")]
public sealed class TypingOverASlowNetwork(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private static readonly string Weighing = OneOperation.Text("weighing", "A mass that is typed", """
        - type: record-by-hand
          id: W1
          title: Weigh
          parameters:
            - {name: mass, title: Mass, unit: g, target: 4.5, normal: [4, 5], proven: [3, 6], class: KPP, observation: material, basis: [engineering-judgement]}
        """);

    // Two keys are under way when the answer to the first arrives.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(300);
    private static readonly KeyboardTypeOptions Pace = new() { Delay = 200 };

    [Fact]
    public async Task Records_the_number_that_was_typed()
    {
        await using var wire = new Wire(site.Address);
        var ada = await AtAsync(wire, "SLOW-91", started: true);
        await ada.Page.GetByLabel("Value, g").ClickAsync();
        await ada.Page.Keyboard.TypeAsync("4.5", Pace);
        await ada.PressAsync("Record 4.5 g");
        await SiteUnderTest.Until(async () => (await site.StateAsync("SLOW-91")).Step("W1")!.Current("mass") is not null, "the mass is recorded");
        Assert.Equal(4.5, (await site.StateAsync("SLOW-91")).Step("W1")!.Current("mass")!.Value);
    }

    [Fact]
    public async Task Records_the_reason_that_was_typed()
    {
        const string why = "The bag leaks.";
        await using var wire = new Wire(site.Address);
        var ada = await AtAsync(wire, "SLOW-92", started: false);
        await ada.Page.Locator("details.menu summary").ClickAsync();
        await ada.PressAsync("Pause the batch…");
        var text = ada.Page.Locator("dialog[open] textarea");
        await text.ClickAsync();
        await ada.Page.Keyboard.TypeAsync(why, new() { Delay = 60 });
        await Expect(text).ToHaveValueAsync(why);
        await ada.Page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await SiteUnderTest.Until(async () => (await site.StateAsync("SLOW-92")).Status == BatchStatus.Paused, "the batch is paused");
        Assert.Contains(why, System.Text.Encoding.UTF8.GetString((await site.EntriesAsync("batch/SLOW-92", nameof(BatchPaused))).Single().Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_number_of_a_patient_that_was_typed_as_soon_as_the_page_was_there()
    {
        await using var wire = new Wire(site.Address);
        var cora = new OperatorsPage(await chromium.ScreenAsync(), wire.Address);
        await site.InForceAsync(Weighing);
        await cora.SignInAsync("cora");
        wire.Slow(Latency);
        await cora.Page.ReloadAsync();
        await Expect(cora.Page.Locator("[data-alive]")).ToHaveCountAsync(1);
        await cora.Page.Locator("details.panel summary").First.ClickAsync();
        var patient = cora.Page.Locator("#patient");
        await patient.ClickAsync();
        await cora.Page.Keyboard.TypeAsync("COI-93-7Q4-ALL", new() { Delay = 120 });
        await Expect(patient).ToHaveValueAsync("COI-93-7Q4-ALL");
        await cora.Page.Context.CloseAsync();
    }

    private async Task<OperatorsPage> AtAsync(Wire wire, string batch, bool started)
    {
        await site.StartAsync(batch, await site.InForceAsync(Weighing));
        if (started) await site.As("ada", new StartStep(batch, "W1"));
        var ada = new OperatorsPage(await chromium.ScreenAsync(), wire.Address);
        await ada.SignInAsync("ada");
        await ada.OpenAsync(batch);
        wire.Slow(Latency);
        return ada;
    }
}
