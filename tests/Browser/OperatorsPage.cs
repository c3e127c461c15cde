using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>The operator's page in the hands of a person.</summary>
public sealed class OperatorsPage(IPage page, Uri site)
{
    /// <summary>The browser's page.</summary>
    public IPage Page => page;

    /// <summary>The one act at the foot of the page.</summary>
    public ILocator Main => page.Locator(".foot button.act");

    /// <summary>What was saved and what was not.</summary>
    public ILocator Saved => page.Locator(".foot .saved[role=status]");

    /// <summary>The loud word after a wrong scan.</summary>
    public ILocator Loud => page.Locator(".say.loud");

    /// <summary>Signs somebody in at this screen.</summary>
    public async Task SignInAsync(string user, string then = "/")
    {
        await page.GotoAsync(new Uri(site, $"/sign-in?returnUrl={Uri.EscapeDataString(then)}").ToString());
        await page.GetByLabel("User id").FillAsync(user);
        await page.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // By its address alone: whoever waits for a navigation that is over already waits in vain.
        await Expect(page).ToHaveURLAsync(new Uri(site, then).ToString());
    }

    /// <summary>Opens a batch and waits until the page listens.</summary>
    public async Task OpenAsync(string batch)
    {
        await page.GotoAsync(new Uri(site, $"/batches/{batch}/operate").ToString());
        await ListeningAsync();
    }

    /// <summary>Waits until the scanner is heard, which the page says only once it is alive and shows the batch.</summary>
    public Task ListeningAsync() => Expect(page.Locator("html[data-scanner=ready]")).ToHaveCountAsync(1);

    /// <summary>Waits until a page that follows the record does: what is drawn before that is a picture that nobody can press.</summary>
    public Task AliveAsync(string title) => Expect(page.Locator("h1[data-alive]")).ToContainTextAsync(title);

    /// <summary>Presses the one act.</summary>
    /// <param name="words">What must stand on it: a press before the page has caught up would be another act.</param>
    public async Task PressMainAsync(string words)
    {
        await Assertions.Expect(Main).ToHaveTextAsync(words);
        await Assertions.Expect(Main).ToBeEnabledAsync();
        await Main.ClickAsync();
    }

    /// <summary>Presses a button by its words.</summary>
    public Task PressAsync(string words) => page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First.ClickAsync();

    /// <summary>Opens a dialog by its button, fills in its fields, and gives it; it closes, saved or followed by the signature.</summary>
    /// <param name="open">Words on the button that opens it.</param>
    /// <param name="act">Words on the button that gives it.</param>
    /// <param name="fields">Labels of its fields, and what is written or chosen.</param>
    public async Task GiveAsync(string open, string act, params (string Label, string Value)[] fields)
    {
        await Expect(page.Locator("[data-alive]")).ToHaveCountAsync(1);
        await PressAsync(open);
        var dialog = page.Locator("dialog[open]:not(:has(.statement))");
        foreach (var (label, value) in fields)
        {
            var field = dialog.GetByLabel(label);
            if (await field.EvaluateAsync<string>("field => field.tagName") == "SELECT") await field.SelectOptionAsync(value);
            else await field.FillAsync(value);
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Confirms a sentence, once it is the one in hand: the one before had the same button.</summary>
    public async Task ConfirmAsync(string sentence)
    {
        var card = page.Locator("section.demand.open", new() { HasText = sentence });
        await card.GetByRole(AriaRole.Button, new() { Name = "It is so", Exact = true }).ClickAsync();
        await SaidSavedAsync(sentence);
    }

    /// <summary>A keyboard-wedge scanner: a burst of letters and Enter, into no field. One burst in the page itself: sent key by key over the wire of a busy machine it would be a slow typist.</summary>
    public Task ScanAsync(string code) => page.EvaluateAsync(
        "code => { for (const key of [...code, 'Enter']) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); }",
        code);

    /// <summary>Signs what is shown.</summary>
    public async Task SignAsync(string user)
    {
        await TrySigningAsync(user, SiteUnderTest.Password);
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>Types both components into the dialog, and presses.</summary>
    public async Task TrySigningAsync(string user, string password)
    {
        var dialog = page.Locator("dialog[open]");
        await dialog.GetByLabel("User id").FillAsync(user);
        await dialog.GetByLabel("Password").FillAsync(password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
    }

    /// <summary>The page says that it was saved.</summary>
    public Task SaidSavedAsync(string what = "Saved") => Expect(Saved).ToContainTextAsync(what);
}
