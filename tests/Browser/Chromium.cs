using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>Debian's Chromium, driven; one for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long any test waits for a page to do or to show something: a machine with much else to do is slow, not wrong, and what never comes still fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private IPlaywright? driver;
    private IBrowser? browser;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (HeadlessChromium.Program is not { } program) return;
        SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        driver = await Playwright.CreateAsync();
        browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Timeout = (float)Patience.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Skips the test where the browser is missing.</summary>
    public void MustBeThere()
    {
        if (browser is null) Assert.Skip("Neither chromium-headless-shell nor chromium is installed in /usr/bin.");
    }

    /// <summary>A tablet on a stand, or another screen, with nobody signed in.</summary>
    public async Task<IPage> ScreenAsync(int width = 1280, int height = 800, bool dark = false, string language = "en-GB")
    {
        MustBeThere();
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 1920,
            Locale = language,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        driver?.Dispose();
    }
}
