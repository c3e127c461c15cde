using Cellwright.Tests;
using System.Text.Json;
using Microsoft.Playwright;

namespace Cellwright.Bench;

/// <summary>The board as somebody has it open: a real page in Debian's Chromium, which notes by the machine's clock when it has drawn which deviation.</summary>
internal sealed class OpenBoard : IAsyncDisposable
{
    /// <summary>Password of who watches.</summary>
    public const string Password = "nobody-but-a-bench";


    // The batch's second deviation is there once its row says "2 open"; seen once the browser has drawn the frame with it.
    private const string Watch = """
        () => {
            const known = new Set(), seen = window.seen = {};
            new MutationObserver(() => {
                const fresh = [];
                for (const link of document.querySelectorAll('table.board a[href^="/deviations?batch="]')) {
                    const deviation = `${link.getAttribute('href').split('=')[1]}-D${parseInt(link.textContent.match(/\d+/))}`;
                    if (!known.has(deviation)) { known.add(deviation); fresh.push(deviation); }
                }
                if (fresh.length) requestAnimationFrame(() => setTimeout(() => fresh.forEach(deviation => seen[deviation] = Date.now())));
            }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private IPlaywright? driver;
    private IBrowser? browser;
    private IPage? page;

    /// <summary>False where there is no Chromium: nothing is ever seen.</summary>
    public bool IsReal => page is not null;

    /// <summary>Signs somebody in and waits until the board shows so many batches and follows the site.</summary>
    public static async Task<OpenBoard> OpenAsync(Uri site, string user, int batches)
    {
        var board = new OpenBoard();
        if (HeadlessChromium.Program is not { } program) return board;
        board.driver = await Playwright.CreateAsync();
        board.browser = await board.driver.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = board.page = await board.browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(new Uri(site, "/sign-in").ToString());
        await page.GetByLabel("User id").FillAsync(user);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForFunctionAsync("count => document.querySelectorAll('table.board tbody tr').length === count", batches);
        var clock = await page.Locator("main .head p").First.InnerTextAsync();
        await page.WaitForFunctionAsync("was => document.querySelector('main .head p').innerText !== was", clock);
        await page.EvaluateAsync(Watch);
        return board;
    }

    /// <summary>When the board had drawn each deviation.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> SeenAsync()
    {
        if (page is null) return new Dictionary<string, DateTimeOffset>();
        var seen = JsonSerializer.Deserialize<Dictionary<string, long>>(await page.EvaluateAsync<string>("JSON.stringify(window.seen)"))!;
        return seen.ToDictionary(one => one.Key, one => DateTimeOffset.FromUnixTimeMilliseconds(one.Value));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        driver?.Dispose();
    }
}
