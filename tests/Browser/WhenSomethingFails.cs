using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Whatever goes wrong, a person in front of a browser reads a sentence that says what to do, and a way on; a program still reads a rule.</summary>
public sealed class WhenSomethingFails(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task An_address_where_nothing_is_leads_back_to_the_board()
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync("ada");
        var nowhere = new Uri(site.Address, "/foo/bar").ToString();
        var answer = await hand.Page.GotoAsync(nowhere);
        Assert.Equal(404, answer!.Status);
        await Expect(hand.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no page here" })).ToBeVisibleAsync();
        await Expect(hand.Page.GetByText("Nothing stands at /foo/bar. Check the address, or go on from the board.")).ToBeVisibleAsync();
        await ShutsNobodyOut.CheckAsync(hand.Page, "no page");
        await Picture.KeepAsync(hand.Page, "no-page");
        await hand.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the board" }).ClickAsync();
        await hand.AliveAsync("Board");

        var program = await hand.Page.Context.APIRequest.GetAsync(nowhere, new() { Headers = new Dictionary<string, string> { ["Accept"] = "application/json" } });
        Assert.Equal(404, program.Status);
        Assert.Equal("not-found", (await program.JsonAsync())?.GetProperty("rule").GetString());
    }

    [Fact]
    public async Task While_the_record_is_away_the_page_says_so_and_opens_once_it_is_back()
    {
        await using var postgres = await PostgresCluster.StartAsync();
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync()) { Timeout = (int)Chromium.Patience.TotalSeconds };
        await using var wire = new Wire(new Uri($"tcp://127.0.0.1:{connection.Port}"));
        connection.Port = wire.Address.Port;
        await using var away = new SiteUnderTest(connection.ConnectionString);
        await away.InitializeAsync();
        await away.BatchAsync("AWAY-11");
        var hand = new OperatorsPage(await chromium.ScreenAsync(), away.Address);
        await hand.SignInAsync("ada");
        wire.Cut();
        var answer = await hand.Page.GotoAsync(new Uri(away.Address, "/batches/AWAY-11/trail?of=all").ToString());
        Assert.Equal(503, answer!.Status);
        await Expect(hand.Page.GetByRole(AriaRole.Heading, new() { Name = "The record cannot be reached now" })).ToBeVisibleAsync();
        await Expect(hand.Page.GetByText("Nothing was recorded by this; what was marked “Saved” before is safe.")).ToBeVisibleAsync();
        await Picture.KeepAsync(hand.Page, "record-away");
        wire.Mend();
        await SiteUnderTest.Until(
            async () =>
            {
                await hand.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
                return await hand.Page.Locator(".frame h1").CountAsync() > 0;
            },
            "the page opens again");
        Assert.EndsWith("/batches/AWAY-11/trail?of=all", hand.Page.Url);
    }

    // What a translator or a reader's aid does that takes the page's words out from under it: the page cannot be drawn any more, and its circuit ends.
    [Fact]
    public async Task A_page_that_stopped_says_what_is_saved_and_offers_to_be_loaded_again()
    {
        await site.BatchAsync("STOP-12");
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync("ada");
        await hand.OpenAsync("STOP-12");
        var stopped = hand.Page.GetByRole(AriaRole.Dialog, new() { Name = "This page has stopped" });
        await Expect(stopped).ToBeHiddenAsync();
        await hand.Page.EvaluateAsync("document.querySelectorAll('.work main, .work aside, .foot').forEach(one => one.replaceChildren(...[...one.children].filter(child => child.matches('button.act'))))");
        await hand.PressMainAsync("Start this step");
        await Expect(stopped).ToBeVisibleAsync();
        await Expect(stopped).ToContainTextAsync("What was marked “Saved” is saved");
        await ShutsNobodyOut.CheckAsync(hand.Page, "a page that stopped");
        await Picture.KeepAsync(hand.Page, "page-stopped");
        await hand.Page.Keyboard.PressAsync("Escape");
        await Expect(stopped).ToBeVisibleAsync();
        var again = stopped.GetByRole(AriaRole.Button, new() { Name = "Load the page again" });
        await Expect(again).ToBeFocusedAsync();
        await again.ClickAsync();
        await hand.ListeningAsync();
        await Expect(hand.Page.GetByRole(AriaRole.Button, new() { Name = "It is so" })).ToBeVisibleAsync(); // the step was started, as the record says
        await Expect(stopped).ToBeHiddenAsync();
    }
}
