using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>Somebody at a screen. What is pressed and filled in is found as a person finds it: by its words.</summary>
public sealed class Hand(IPage page, Uri site, string user)
{
    private readonly List<string> used = [];

    /// <summary>Who it is.</summary>
    public string User => user;

    /// <summary>The browser's page.</summary>
    public IPage Page => page;

    /// <summary>The operator's page in the same hands.</summary>
    public OperatorsPage Known { get; } = new(page, site);

    /// <summary>The dialog that is open.</summary>
    public ILocator Dialog => page.Locator("dialog[open]");

    /// <summary>Words of what was pressed, filled in or seen since it was forgotten; only the acts below add to them.</summary>
    public IReadOnlyCollection<string> Used => used;

    /// <summary>Begins to collect anew.</summary>
    public void Forget() => used.Clear();

    /// <summary>Opens an address of the site and waits until its page is alive.</summary>
    public async Task GoAsync(string path, string title)
    {
        await page.GotoAsync(new Uri(site, path).ToString());
        await AtAsync(title);
    }

    /// <summary>Waits until a page is there and alive.</summary>
    public async Task AtAsync(string title)
    {
        await Expect(page.Locator("h1")).ToContainTextAsync(title);
        await Expect(page.Locator("[data-alive]")).ToHaveCountAsync(1);
        used.Add(title);
    }

    /// <summary>Presses a button.</summary>
    public Task PressAsync(string words, ILocator? within = null) => PressAsync(Find(within, AriaRole.Button, words), words);

    /// <summary>Follows a link, to a page with this title when one is given.</summary>
    public async Task FollowAsync(string words, string? title = null, ILocator? within = null)
    {
        await PressAsync(Find(within, AriaRole.Link, words), words);
        if (title is not null) await AtAsync(title);
    }

    /// <summary>Opens what is folded in.</summary>
    public async Task UnfoldAsync(string words, ILocator? within = null)
    {
        var summary = (within ?? page.Locator("body")).Locator("summary").Filter(new() { HasText = words }).First;
        used.Add(words);
        // Opened in the picture that comes first it would be closed again once the page is alive: what counts is that it stays open.
        if (!await summary.EvaluateAsync<bool>("summary => summary.parentElement.open")) await summary.ClickAsync();
    }

    /// <summary>Fills in a field, or chooses in it.</summary>
    public async Task FillAsync(string label, string value, ILocator? within = null)
    {
        var field = (within ?? page.Locator("body")).GetByLabel(label, new() { Exact = false }).First;
        if (await field.EvaluateAsync<string>("field => field.tagName") == "SELECT") await field.SelectOptionAsync(value);
        else await field.FillAsync(value);
        used.Add(label);
    }

    /// <summary>Sees words on the page.</summary>
    public async Task SeesAsync(string words, ILocator? within = null)
    {
        await Expect((within ?? page.Locator("body")).GetByText(words).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        used.Add(words);
    }

    /// <summary>Reads in the dialog what is signed, gives both components, and presses "Sign"; the dialog closes.</summary>
    /// <param name="who">Who signs.</param>
    /// <param name="password">Their password.</param>
    /// <param name="stands">As what the page then says that its subject stands, where it loads itself again: whoever goes elsewhere before that is called back.</param>
    public async Task SignAsync(string who, string password = SiteUnderTest.Password, string? stands = null)
    {
        await FillAsync("User id", who, Dialog);
        await FillAsync("Password", password, Dialog);
        await PressAsync("Sign", Dialog);
        await Expect(Dialog).ToHaveCountAsync(0);
        if (stands is not null) await Expect(page.Locator("dl.facts dd .mark").First).ToContainTextAsync(stands);
    }

    /// <summary>Everything that a person could read or hear on the page.</summary>
    public Task<string> ReadAsync() => page.EvaluateAsync<string>("""
        () => document.body.innerText + '\n' + [...document.querySelectorAll('[aria-label], [placeholder], input, option, summary')]
            .map(one => [one.getAttribute('aria-label'), one.placeholder, one.tagName === 'OPTION' || one.tagName === 'SUMMARY' ? one.textContent : ''].join('\n')).join('\n')
        """);

    /// <summary>Takes the pointer off the page, so that nothing looks touched in a picture.</summary>
    public Task AwayAsync() => page.Mouse.MoveAsync(0, 0);

    private ILocator Find(ILocator? within, AriaRole role, string words) =>
        (within ?? page.Locator("body")).GetByRole(role, new() { NameRegex = new Regex($@"^\s*{Regex.Escape(words)}(\s|$)") }).First;

    private async Task PressAsync(ILocator what, string words)
    {
        used.Add(words);
        await what.ClickAsync();
    }
}
