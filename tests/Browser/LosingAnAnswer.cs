using Cellwright.Domain.Execution.Commands;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>An act is recorded, and its answer never arrives.</summary>
[Requirement("P11-10e1", "P11-10e3")]
public sealed class LosingAnAnswer(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task On_the_way_to_the_tablet_the_page_says_saved_once_the_network_is_back()
    {
        await using var site = new SiteUnderTest();
        await site.InitializeAsync();
        var (batch, _) = await site.BatchAsync("LOST-81");
        await using var wire = new Wire(site.Address);
        var ada = await AtAsync(batch, wire.Address);
        wire.HoldAnswers();
        await ada.PressMainAsync("Start this step");
        await SiteUnderTest.Until(async () => (await site.StateAsync(batch)).Step("R01") is not null, "the step is started");
        wire.Cut();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        wire.Mend();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await ada.SaidSavedAsync("R01 started");
        Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(StepStarted)));
    }

    [Fact]
    public async Task On_the_way_from_the_database_pressing_again_is_the_same_act()
    {
        await using var postgres = await PostgresCluster.StartAsync();
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync()) { Timeout = (int)Chromium.Patience.TotalSeconds };
        await using var wire = new Wire(new Uri($"tcp://127.0.0.1:{connection.Port}"));
        connection.Port = wire.Address.Port;
        await using var site = new SiteUnderTest(connection.ConnectionString);
        await site.InitializeAsync();
        var (batch, _) = await site.BatchAsync("LOST-82");
        var ada = await AtAsync(batch, site.Address);
        wire.LoseAnswerTo(nameof(StepStarted));
        await ada.PressMainAsync("Start this step");
        await Expect(ada.Saved).ToContainTextAsync("Not saved");
        await Expect(ada.Saved).ToContainTextAsync("Press again; it is saved once, however often you press.");
        await Picture.KeepAsync(ada.Page, "answer-lost");

        // The page must not learn from the record that the step was started before the person has pressed again.
        wire.HoldAnswers();
        wire.Mend();
        await ada.PressMainAsync("Start this step");
        await Expect(ada.Main).ToHaveTextAsync("Saving…");
        wire.LetAnswersGo();
        await ada.SaidSavedAsync("Saved");
        await ada.SaidSavedAsync("R01 started");
        Assert.Single(await site.EntriesAsync($"batch/{batch}", nameof(StepStarted)));
    }

    private async Task<OperatorsPage> AtAsync(string batch, Uri address)
    {
        var ada = new OperatorsPage(await chromium.ScreenAsync(), address);
        await ada.SignInAsync("ada");
        await ada.OpenAsync(batch);
        return ada;
    }
}
