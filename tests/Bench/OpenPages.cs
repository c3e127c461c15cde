using Cellwright.Tests;
using System.Text.Json;
using Microsoft.Playwright;

namespace Cellwright.Bench;

/// <summary>
/// How long a page takes in Debian's Chromium from the moment it is asked for until it is drawn alive over the open connection. The layout's own live part starts
/// after the page's and says so (<c>data-watched</c>); what counts is the first frame drawn after that.
/// </summary>
internal static class OpenPages
{
    private const int Rounds = 5;

    private const string Note = """
        new MutationObserver((_, observer) => {
            if (!document.body?.dataset.watched) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => window.alive = [performance.now(), performance.getEntriesByType('navigation')[0].responseEnd]));
        }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-watched'] });
        """;

    /// <summary>Opens every page several times and says how long it took; nothing where there is no Chromium.</summary>
    public static async Task MeasureAsync(Uri site, string user, string password, IEnumerable<string> addresses, Action<FormattableString> say)
    {
        if (HeadlessChromium.Program is not { } program)
        {
            say($"opening pages: skipped, there is no Chromium");
            return;
        }

        using var driver = await Playwright.CreateAsync();
        await using var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        page.SetDefaultTimeout(60_000);
        await page.AddInitScriptAsync(Note);
        await page.GotoAsync(new Uri(site, "/sign-in").ToString());
        await page.GetByLabel("User id").FillAsync(user);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForFunctionAsync("window.alive");
        var worst = 0.0;
        foreach (var address in addresses)
        {
            var (alive, html) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                await page.GotoAsync(new Uri(site, address).ToString());
                await page.WaitForFunctionAsync("window.alive");
                var took = await page.EvaluateAsync<JsonElement>("window.alive");
                if (round == 0) continue; // what is compiled and cached at the first look is measured with the answer itself
                alive.Add(took[0].GetDouble());
                html.Add(took[1].GetDouble());
            }

            worst = Math.Max(worst, alive.Max());
            say($"alive p50 {Middle(alive),6:F0} ms, max {alive.Max(),6:F0} ms; its HTML was there after {Middle(html),5:F0} ms  {address}");
        }

        say($"every page alive after at most {worst:F0} ms (a figure, without a goal of its own)");
    }

    private static double Middle(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
