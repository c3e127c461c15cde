using System.Diagnostics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>QA at the keyboard: a record of thirty steps and three exceptions, from the first to the signature, and on to the release.</summary>
public sealed class ReviewingABatch(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    // Keystroke-level model: a key takes 0.28 s for an average typist, a decision 1.35 s (Card, Moran and Newell, Commun ACM 1980;23(7):396-410).
    private const double Key = 0.28, Decision = 1.35;
    private int keys;

    [Fact]
    public async Task Takes_a_key_an_exception_and_one_signature_for_thirty_steps_and_three_exceptions()
    {
        const string batch = "REV-61";
        var hand = await OpenAsync(batch, "eve");
        var watch = Stopwatch.StartNew();
        var left = hand.Page.Locator("[data-left]");
        await Expect(left).ToHaveAttributeAsync("data-left", "3");
        await Expect(hand.Page.Locator("article[data-exception]")).ToContainTextAsync("Misread the display");
        await Picture.KeepAsync(hand.Page, "review-start");
        await PressAsync(hand, "n");
        await Expect(hand.Page.Locator("article[data-exception]")).ToContainTextAsync("sensor is being replaced");
        await PressAsync(hand, "n");
        await Expect(hand.Page.Locator("svg.trend")).ToBeVisibleAsync();
        await PressAsync(hand, "n");
        for (var waiting = 2; waiting >= 0; waiting--)
        {
            await PressAsync(hand, "a");
            await Expect(left).ToHaveAttributeAsync("data-left", $"{waiting}");
        }

        await PressAsync(hand, "s");
        await SignAsync(hand, "review");
        await Expect(hand.Page.GetByText("on exactly what stands now")).ToBeVisibleAsync();
        var handling = keys * Key + 4 * Decision;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"30 steps, 3 exceptions: {keys} keys and no click, of which {SiteUnderTest.Password.Length} are the password: {handling:0} s of handling by the keystroke-level model, {watch.Elapsed.TotalSeconds:0.0} s on this machine; the rest of five minutes is for reading."));
        Assert.InRange(keys, 8, 30);
        Assert.True(handling < 60, $"{handling} s of handling leaves too little of five minutes for reading.");
        await Picture.KeepAsync(hand.Page, "review-signed", whole: true);
        Assert.Single((await site.Desk.StateAsync<Review>(batch, TestContext.Current.CancellationToken)).Signatures);

        await ReleaseAsync(hand, batch);
    }

    [Fact]
    public async Task Shows_two_reviewers_what_the_other_has_decided()
    {
        const string batch = "REV-62";
        var one = await OpenAsync(batch, "eve");
        var two = new OperatorsPage(await chromium.ScreenAsync(1920, 1080), site.Address);
        await two.SignInAsync("eve", $"/batches/{batch}/review");
        await ReadyAsync(two);
        await PressAsync(one, "a");
        await Expect(two.Page.Locator("[data-left]")).ToHaveAttributeAsync("data-left", "2");
        await PressAsync(two, "r");
        var dialog = two.Page.Locator("dialog[open]");
        await dialog.GetByLabel("What is missing or wrong?").FillAsync("Attach the photograph.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Return" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(one.Page.Locator(".review nav").GetByText("Returned")).ToBeVisibleAsync();
        await Expect(one.Page.Locator("[data-left]")).ToHaveAttributeAsync("data-left", "3");
    }

    [Fact]
    public async Task Opens_the_proof_for_what_nobody_looked_at_and_again_what_a_correction_touched()
    {
        const string batch = "REV-63";
        var hand = await OpenAsync(batch, "eve");
        for (var waiting = 2; waiting >= 0; waiting--)
        {
            await PressAsync(hand, "a");
            await Expect(hand.Page.Locator("[data-left]")).ToHaveAttributeAsync("data-left", $"{waiting}");
        }

        var sequence = hand.Page.Locator("details.rule").Filter(new() { HasText = "order of the recipe" });
        await sequence.Locator("summary").ClickAsync();
        await Expect(sequence.Locator("tbody tr")).ToHaveCountAsync(31);
        await site.As("ada", new CorrectValue(batch, "T03", "glucose", 4.6, "g/L", "The photograph shows 4.6."));
        await Expect(hand.Page.Locator(".review nav").GetByText("Reopened")).ToBeVisibleAsync();
        await Expect(hand.Page.Locator(".review nav").GetByText("Accepted")).ToHaveCountAsync(2);
    }

    private async Task ReleaseAsync(OperatorsPage hand, string batch)
    {
        await hand.Page.GotoAsync(new Uri(site.Address, $"/batches/{batch}/release").ToString());
        await Expect(hand.Page.Locator("[data-alive]")).ToHaveCountAsync(1);
        var conditional = hand.Page.GetByRole(AriaRole.Button, new() { Name = "Release conditionally: 1 result awaited" });
        await Expect(conditional).ToBeEnabledAsync();
        await Expect(hand.Page.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true })).ToBeDisabledAsync();
        await Picture.KeepAsync(hand.Page, "release-before", whole: true);
        var reason = hand.Page.Locator("dialog[open]");
        await conditional.ClickAsync();
        await reason.GetByLabel("Why can the product not wait?").FillAsync("The patient is conditioned.");
        await reason.GetByRole(AriaRole.Button, new() { Name = "Go on to sign" }).ClickAsync();
        await Expect(hand.Page.Locator("dialog[open] .statement")).ToContainTextAsync("owed: sterility");
        await SignAsync(hand, "conditional release");
        await Expect(hand.Page.GetByText("Released conditionally").First).ToBeVisibleAsync();
        await Picture.KeepAsync(hand.Page, "release-conditional", whole: true);
        Assert.Equal(DispositionStatus.Conditional, (await site.Desk.StateAsync<Disposition>(batch)).Status);
        await hand.Page.GotoAsync(new Uri(site.Address, $"/batches/{batch}/notice").ToString());
        await Expect(hand.Page.Locator(".notice pre")).ToContainTextAsync("NOTICE TO THE TREATING PHYSICIAN");
        await Picture.KeepAsync(hand.Page, "notice", whole: true);
    }

    private async Task<OperatorsPage> OpenAsync(string batch, string who)
    {
        await ThirtySteps.PerformAsync(site, batch);
        var hand = new OperatorsPage(await chromium.ScreenAsync(1920, 1080), site.Address);
        await hand.SignInAsync(who, $"/batches/{batch}/review");
        await ReadyAsync(hand);
        return hand;
    }

    // A page that is drawn is not yet alive: it answers the first key that goes round and comes back.
    private static async Task ReadyAsync(OperatorsPage hand)
    {
        await Expect(hand.Page.Locator("[data-alive]")).ToHaveCountAsync(1);
        await Expect(hand.Page.Locator("h1")).ToBeFocusedAsync();
    }

    private async Task PressAsync(OperatorsPage hand, string key)
    {
        await hand.Page.Keyboard.PressAsync(key);
        keys++;
    }

    private async Task SignAsync(OperatorsPage hand, string meaning)
    {
        var dialog = hand.Page.Locator("dialog[open]");
        await Expect(dialog.GetByText($"Your signature means: {meaning}")).ToBeVisibleAsync();
        await dialog.GetByLabel("Password").FocusAsync();
        await hand.Page.Keyboard.TypeAsync(SiteUnderTest.Password);
        keys += SiteUnderTest.Password.Length;
        await hand.Page.Keyboard.PressAsync("Enter");
        keys++;
        await Expect(hand.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }
}
